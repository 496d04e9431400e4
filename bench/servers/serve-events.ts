import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { createSource } from '../source.ts';

/** Listens on a free port and prints it; gives out events while the bench says so. */
export async function serveEvents(server: Server, onEvent: (event: FeedEvent) => void): Promise<void> {
	const source = await createSource(onEvent);
	process.on('message', ({ number, ask }: { number: number; ask: string }) => {
		if (ask === 'run') source.run();
		else if (ask !== 'pause') return;
		process.send?.({ number, answer: ask === 'pause' ? source.pause() : 0 });
	});
	server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
}
