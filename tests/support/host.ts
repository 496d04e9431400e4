import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody else's site, on an origin and a site of its own: `127.0.0.1`, where ours is `localhost`. */
export interface Host {
	readonly origin: string;
	/** Serves this page from now on, and answers its address. */
	page(html: string, headers?: Record<string, string>): string;
	close(): Promise<void>;
}

/** Starts a host; `/own` is a request of its own, answered at once. */
export async function startHost(): Promise<Host> {
	const pages = new Map<string, { html: string; headers: Record<string, string> }>();
	const server = createServer((request, response) => {
		const page = pages.get(request.url ?? '');
		if (page) response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...page.headers }).end(page.html);
		else response.writeHead(request.url === '/own' ? 200 : 404).end('own');
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
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
