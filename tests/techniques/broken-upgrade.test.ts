import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { socketio } from '#lib/techniques/socketio.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { delay } from '#lib/techniques/backoff.ts';
import { ask, newRoom } from '../support/raw-ask.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => void (server = await startServer()));
afterAll(() => server.close());

/** The answer to Engine.IO's probe, in a frame of its own. */
const PROBED = '3probe';

/** Passes everything on, but breaks each of the first `count` WebSockets right behind the answer to its probe. */
async function startBreaker(count: number) {
	const sockets = new Set<Socket>();
	let broken = 0;
	const front = createServer((client) => {
		const target = connect({ port: server.port, host: '127.0.0.1', noDelay: true });
		client.pipe(target);
		target.on('data', (bytes: Buffer) => {
			client.write(bytes);
			if (!bytes.includes(PROBED) || broken >= count) return;
			broken += 1;
			client.end();
			target.destroy();
		});
		for (const [socket, other] of [
			[client, target],
			[target, client]
		] as const) {
			sockets.add(socket);
			socket.on('error', () => {});
			socket.on('close', () => other.destroy());
		}
	});
	await new Promise<void>((listening) => front.listen(0, '127.0.0.1', listening));
	return {
		origin: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
		get broken() {
			return broken;
		},
		close: () => {
			for (const socket of sockets) socket.destroy();
			return new Promise<void>((closed) => front.close(() => closed()));
		}
	};
}

it('Socket.IO whose upgrade breaks off half way is back at once, and hears what comes', async () => {
	const breaker = await startBreaker(2);
	const feed = newRoom();
	const ended = new AbortController();
	const events: FeedEvent[] = [];
	const following = (async () => {
		const { signal } = ended;
		const options = { after: '0', signal, untilNextAsk: (signal: AbortSignal) => delay(50, signal) };
		for await (const event of socketio.follow({ feed, origin: breaker.origin }, options as never)) events.push(event);
	})();
	await expect.poll(() => breaker.broken, { timeout: 10_000 }).toBe(2);
	await ask(server, 'POST', `/live/${feed}`, { body: { type: 'say', data: 'there?', key: 'k' } });
	await expect.poll(() => events.map(({ data }) => data), { timeout: 10_000 }).toEqual(['there?']);
	ended.abort();
	await following;
	await breaker.close();
});
