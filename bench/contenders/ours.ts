import { fileURLToPath } from 'node:url';
import { bundle } from '../bundle.ts';
import { startServer } from '../server-process.ts';
import { EVENTS_PER_SECOND, PAYLOAD_BYTES, streamRequest, upgradeRequest } from './contender.ts';
import type { Contender } from './contender.ts';

const MAIN = fileURLToPath(new URL('../../src/server/main.ts', import.meta.url));
/** The pages are not measured here: in their place stands a handler that has none. */
const NO_PAGES = 'export const handler = (request, response) => response.writeHead(404).end();\n';

/** The limits that protect a small server, out of the way of a thousand subscribers from one address. */
const UNLIMITED = Object.fromEntries(
	['MAX_STREAMS', 'MAX_STREAMS_PER_ADDRESS', 'MAX_STREAMS_PER_SESSION', 'NEW_STREAMS_PER_SECOND', 'MAX_CONNECTIONS'].map((name) => [
		name,
		'10000'
	])
);

/**
 * The backend as production runs it, with the race of one session as the source. `metered`: every subscriber is on a lane. `nagle`: with
 * Nagle's algorithm, which production switches off: an event waits until the one before is acknowledged.
 */
export function ours(technique: 'sse' | 'websocket', variant?: 'metered' | 'nagle'): Contender {
	const isMetered = variant === 'metered';
	return {
		name: `ours ${technique}${variant ? `, ${variant === 'nagle' ? 'with Nagle' : variant}` : ''}`,

		async start() {
			const file = await bundle(MAIN, { 'handler.js': NO_PAGES });
			const server = await startServer(file, {
				...UNLIMITED,
				SESSION_IDLE_MS: '3600000',
				LOG_LEVEL: 'warn',
				NAGLE: variant === 'nagle' ? '1' : ''
			});
			const call = async (method: string, path: string, settings: object) => {
				const headers = { 'Content-Type': 'application/json' };
				const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method, headers, body: JSON.stringify({ settings }) });
				if (!response.ok) throw new Error(`${method} /sessions: ${response.status} ${await response.text()}`);
				return (await response.json()) as { id: string; newest: number };
			};
			const { id } = await call('POST', '/sessions', { rate: EVENTS_PER_SECOND, size: PAYLOAD_BYTES, paused: true });
			const path = `/live/race/${technique}?session=${id}${isMetered ? `&lane=${technique}` : ''}`;
			return {
				pids: [server.pid],
				subscription: { port: server.port, request: technique === 'sse' ? streamRequest(path) : upgradeRequest(path) },
				run: async () => void (await call('PATCH', `/sessions/${id}`, { paused: false })),
				pause: async () => (await call('PATCH', `/sessions/${id}`, { paused: true })).newest,
				collect: async () => void (await server.ask('collect')),
				stop: () => server.stop()
			};
		}
	};
}
