import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { eventId } from '#lib/protocol/event.ts';
import type { LoggedEvent } from '../../../src/server/bus/bus.ts';
import { systemClock } from '../../../src/server/clock.ts';
import { readConfig } from '../../../src/server/config.ts';
import type { Feed } from '../../../src/server/feeds/feed.ts';
import { Outbound } from '../../../src/server/limits/outbound.ts';
import { Streams } from '../../../src/server/limits/streams.ts';
import { Live } from '../../../src/server/live.ts';
import { Sessions } from '../../../src/server/sessions/sessions.ts';
import { parseTarget } from '../../../src/server/target.ts';
import { createHearts } from '../../../src/server/techniques/layer.ts';
import { RawSocket } from '../../support/raw-socket.ts';

/** A feed that the test fills: three volatile events to each that has to arrive. */
class FilledFeed implements Feed {
	readonly name = 'filled';
	readonly #listeners = new Set<(event: LoggedEvent) => void>();
	newest = 0;
	ordered = 0;
	volatile = 0;

	get listeners(): number {
		return this.#listeners.size;
	}

	say(bytes: number): void {
		this.ordered += 1;
		this.#give({ id: eventId('e', ++this.newest), at: 0, type: 'ordered', data: 'x'.repeat(bytes) });
		for (let i = 0; i < 3; i++) {
			this.volatile += 1;
			this.#give({ id: eventId('e', ++this.newest), at: 0, type: 'volatile', data: 1, latest: 'me' });
		}
	}

	/** Says that this was all. */
	end(): void {
		this.#give({ id: eventId('e', ++this.newest), at: 0, type: 'end', data: 1 });
	}

	async read() {
		return { events: [], epoch: 'e', oldest: 1, newest: this.newest };
	}

	async subscribe(onEvent: (event: LoggedEvent) => void) {
		this.#listeners.add(onEvent);
		return () => void this.#listeners.delete(onEvent);
	}

	#give(event: LoggedEvent): void {
		for (const listener of this.#listeners) listener(event);
	}
}

const closing: (() => void)[] = [];
afterEach(() => {
	for (const close of closing.splice(0).reverse()) close();
});

/** The routes below /live on a real server, with one feed and bounds that close nobody. */
async function serve(feed: Feed) {
	const config = readConfig({});
	const outbound = new Outbound({ soft: 65_536, hard: 1e9, total: 1e9, stallMs: 1e9 });
	const hearts = createHearts();
	const sessions = new Sessions({ max: 1, perAddress: 1, idleMs: 1e6, history: 1 }, systemClock);
	const live = new Live(config, () => feed, sessions, {
		clock: systemClock,
		outbound,
		streams: new Streams({ total: 10, perAddress: 10, perSession: 10 }),
		maxMessageBytes: 1000,
		heart: (technique) => hearts.heart(technique),
		endsAt: () => Infinity,
		delivered() {},
		opened() {},
		closed() {}
	});
	const target = (url = '') => parseTarget(url, 1000);
	const server = createServer((request, response) => void live.follow(request, response, target(request.url)));
	server.on('upgrade', (request, socket, head) => void live.upgrade(request, socket as Socket, head, target(request.url)));
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	closing.push(() => {
		server.close();
		live.close();
		sessions.close();
		outbound.stop();
		for (const heart of hearts.all()) heart.stop();
	});
	return { port: (server.address() as AddressInfo).port, outbound };
}

const nextTurn = () => new Promise<void>((turn) => setImmediate(turn));

/** How many events of a type a reader was sent. */
const count = (text: string, type: string) => text.split(`"type":"${type}"`).length - 1;

describe.each(['sse', 'fetch-stream', 'websocket'])('a slow reader over %s', (technique) => {
	it('is spared volatile events while much waits for it, is sent all others, and volatile ones again afterwards', async () => {
		const feed = new FilledFeed();
		const { port, outbound } = await serve(feed);
		const follow = async () => {
			const raw = await RawSocket.open(port);
			closing.push(() => raw.close());
			if (technique === 'websocket') await raw.upgrade(`/live/filled/${technique}`);
			else raw.request('GET', `/live/filled/${technique}`);
			return raw;
		};
		const slow = await follow();
		await expect.poll(() => feed.listeners).toBe(1);
		slow.socket.pause();

		// Loopback's buffers swallow some 4 MB before the server sees that nobody reads.
		while (outbound.skipped < 300) {
			expect(feed.ordered).toBeLessThan(5000);
			feed.say(15_000);
			await nextTurn();
		}
		const { skipped } = outbound;
		const sent = { ordered: feed.ordered, volatile: feed.volatile - skipped };
		feed.end();
		slow.socket.resume();
		await slow.until((bytes) => bytes.subarray(-200).includes('"type":"end"'));
		const text = slow.skip();
		expect([count(text, 'ordered'), count(text, 'volatile')]).toEqual([sent.ordered, sent.volatile]);

		feed.say(10);
		await slow.until((bytes) => count(bytes.toString('latin1'), 'volatile') === 3);
		expect(outbound.skipped).toBe(skipped);
	});
});

it('a reader who reads is sent every volatile event', async () => {
	const feed = new FilledFeed();
	const { port, outbound } = await serve(feed);
	const raw = await RawSocket.open(port);
	closing.push(() => raw.close());
	raw.request('GET', '/live/filled/sse');
	await expect.poll(() => feed.listeners).toBe(1);
	for (let i = 0; i < 100; i++) {
		feed.say(1000);
		await nextTurn();
	}
	await raw.until((bytes) => count(bytes.toString('latin1'), 'volatile') === 300);
	expect(outbound.skipped).toBe(0);
});
