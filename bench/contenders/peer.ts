import { fileURLToPath } from 'node:url';
import { bundle } from '../bundle.ts';
import { startServer } from '../server-process.ts';
import type { Contender, Subscription } from './contender.ts';

/** A peer in Node: `bench/servers/{file}.ts`, with the same source of events inside. */
export function peer(name: string, file: string, subscription: Omit<Subscription, 'port'>): Contender {
	return {
		name,
		async start() {
			const server = await startServer(await bundle(fileURLToPath(new URL(`../servers/${file}.ts`, import.meta.url))));
			return {
				pids: [server.pid],
				subscription: { ...subscription, port: server.port },
				run: async () => void (await server.ask('run')),
				pause: () => server.ask('pause'),
				collect: async () => void (await server.ask('collect')),
				stop: () => server.stop()
			};
		}
	};
}
