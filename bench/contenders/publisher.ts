import { Agent, request } from 'node:http';
import { createSource, streamed } from '../source.ts';
import type { Source } from '../source.ts';

/** Publishes the source's events to Nchan, one POST each on one connection. */
export async function startPublisher(port: number, technique: 'sse' | 'websocket'): Promise<Source & { close(): void }> {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	const source = await createSource((event) => {
		const body = JSON.stringify(technique === 'sse' ? streamed(event) : event);
		const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
		const post = request({ port, host: '127.0.0.1', path: '/publish', method: 'POST', agent, headers }, (response) => response.resume());
		post.end(body);
	});
	return { ...source, close: () => agent.destroy() };
}
