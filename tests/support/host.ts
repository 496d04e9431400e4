import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody else's pages, on an origin of their own. */
export interface Host {
	readonly origin: string;
	/** Serves this page from now on, and answers its address. */
	page(html: string, headers?: Record<string, string>): string;
	close(): Promise<void>;
}

/**
 * Starts a host; `/own` is a request of its own, answered at once. Ours is on `localhost`: `127.0.0.1` is another site, whose frames
 * of ours are third party, and these tests run in a private window, which blocks their storage. `localhost` is another origin only.
 */
export async function startHost(name: '127.0.0.1' | 'localhost' = '127.0.0.1'): Promise<Host> {
	const pages = new Map<string, { html: string; headers: Record<string, string> }>();
	const server = createServer((request, response) => {
		const page = pages.get(request.url ?? '');
		if (page) response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...page.headers }).end(page.html);
		else response.writeHead(request.url === '/own' ? 200 : 404).end('own');
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const origin = `http://${name}:${(server.address() as AddressInfo).port}`;
	return {
		origin,
		page(html, headers = {}) {
			const path = `/page-${pages.size}`;
			const heard = '<script>heard = []; addEventListener("message", ({ data, origin }) => heard.push({ data, origin }));</script>';
			pages.set(path, { html: `<!doctype html><title>A host</title>${heard}${html}`, headers });
			return origin + path;
		},
		async close() {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		}
	};
}
