import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';

/** What a page fetched. */
export interface Traffic {
	/** Hosts, WebSockets' too. */
	readonly hosts: readonly string[];
	/** How many scripts there were, and their bytes: as they are, compressed, and as they came. */
	readonly scripts: number;
	readonly plain: number;
	readonly gzip: number;
	readonly brotli: number;
	readonly wire: number;
}

/** Notes what a page asks for from now on. Scripts are compressed here, whether or not the server did. */
export async function watchTraffic(page: Page): Promise<{ sum(): Promise<Traffic> }> {
	const hosts = new Set<string>();
	const scripts = new Map<string, Promise<{ body: Buffer; wire: number }>>();
	page.on('websocket', (webSocket) => hosts.add(new URL(webSocket.url()).host));
	page.on('request', (request) => {
		const { protocol, host } = new URL(request.url());
		if (protocol.startsWith('http')) hosts.add(host);
	});
	page.on('requestfinished', (request) => {
		if (request.resourceType() !== 'script') return;
		const read = async () => {
			const [response, sizes] = await Promise.all([request.response(), request.sizes()]);
			return { body: (await response?.body()) ?? Buffer.alloc(0), wire: sizes.responseBodySize };
		};
		scripts.set(request.url(), read());
	});
	return {
		async sum() {
			const read = await Promise.all(scripts.values());
			const bytes = (size: (script: { body: Buffer; wire: number }) => number) => read.reduce((sum, script) => sum + size(script), 0);
			return {
				hosts: [...hosts],
				scripts: read.length,
				plain: bytes(({ body }) => body.length),
				gzip: bytes(({ body }) => gzipSync(body).length),
				brotli: bytes(({ body }) => brotliCompressSync(body).length),
				wire: bytes(({ wire }) => wire)
			};
		}
	};
}
