import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as v from 'valibot';
import type { EventId, FeedEvent } from '#lib/protocol/event.ts';
import { VITALS_KEPT, vitalsSchema } from '#lib/protocol/vitals.ts';
import type { Vitals } from '#lib/protocol/vitals.ts';
import { readMissed } from '../../../src/server/feeds/follow.ts';
import { createVitals } from '../../../src/server/feeds/vitals.ts';
import { ask, askJson } from '../../support/raw-ask.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

describe('the log of the vitals', () => {
	beforeEach(() => {
		vi.useFakeTimers({ now: 1_000_000 });
		// The turn of the event loop takes no time here.
		vi.stubGlobal('setImmediate', (act: (...given: unknown[]) => void, ...given: unknown[]) => act(...given));
	});
	afterEach(() => {
		vi.unstubAllGlobals();
		vi.useRealTimers();
	});
	const clock = () => Date.now();

	function start() {
		const probes = { made: 0, closed: 0, taken: 0 };
		const feed = createVitals(() => {
			probes.made += 1;
			return { take: () => ({ n: ++probes.taken }) as unknown as Vitals, close: () => void (probes.closed += 1) };
		}, clock);
		return { feed, probes };
	}

	it('grows by one event a second from the first reader on, and not before', async () => {
		const { feed, probes } = start();
		vi.advanceTimersByTime(5000);
		expect(probes.made).toBe(0);
		expect(await feed.read(0, 10)).toMatchObject({ events: [], oldest: 1, newest: 0 });
		vi.advanceTimersByTime(3000);
		const { events, oldest, newest, epoch } = await feed.read(0, 10);
		expect(events.map(({ id, at, type, data }) => [id, at, type, data])).toEqual(
			[1, 2, 3].map((n) => [`${epoch}-${n}`, 1_005_000 + n * 1000, 'vitals', { n }])
		);
		expect([oldest, newest, probes.made]).toEqual([1, 3, 1]);
	});

	it('keeps the last two minutes, and reads any part of them', async () => {
		const { feed } = start();
		await feed.subscribe(() => {});
		vi.advanceTimersByTime(200_000);
		const all = await feed.read(0, 1000);
		expect([all.events.length, all.oldest, all.newest]).toEqual([VITALS_KEPT, 81, 200]);
		expect((await feed.read(150, 3)).events.map(({ data }) => data)).toEqual([{ n: 151 }, { n: 152 }, { n: 153 }]);
		expect((await feed.read(200, 3)).events).toEqual([]);
		expect((await feed.read(Number.MAX_SAFE_INTEGER, 0)).events).toEqual([]);
	});

	it('gives all listeners and readers the same event', async () => {
		const { feed } = start();
		const heard: FeedEvent[] = [];
		await feed.subscribe((event) => heard.push(event));
		await feed.subscribe((event) => heard.push(event));
		vi.advanceTimersByTime(1000);
		expect(heard).toHaveLength(2);
		expect(heard[0]).toBe(heard[1]);
		expect((await feed.read(0, 1)).events[0]).toBe(heard[0]);
	});

	it('rests a minute after the last listener has gone, and goes on with the next number when one comes back', async () => {
		const { feed, probes } = start();
		const leave = await feed.subscribe(() => {});
		vi.advanceTimersByTime(100_000);
		leave();
		vi.advanceTimersByTime(59_000);
		expect([probes.taken, vi.getTimerCount()]).toEqual([159, 1]);
		vi.advanceTimersByTime(120_000);
		expect([probes.taken, probes.closed, vi.getTimerCount()]).toEqual([160, 1, 0]);
		const heard: FeedEvent[] = [];
		const { epoch } = await feed.read(0, 0);
		await feed.subscribe((event) => heard.push(event));
		vi.advanceTimersByTime(1000);
		expect([heard.map(({ id }) => id), probes.made]).toEqual([[`${epoch}-161`], 2]);
	});

	it('what is older than two minutes is no history, however long nobody looked', async () => {
		const { feed } = start();
		(await feed.subscribe(() => {}))();
		vi.advanceTimersByTime(50_000);
		const before = (await feed.read(0, 1000)).newest;
		vi.advanceTimersByTime(1_200_000);
		const { events, oldest, newest } = await feed.read(before, 1000);
		expect([events.length, oldest]).toEqual([0, newest + 1]);
		// Whoever had the last of before hears of the hole, and follows on.
		const { events: told } = await readMissed(feed, `${(await feed.read(0, 0)).epoch}-${before}` as EventId, clock);
		expect(told.map(({ type }) => type)).toEqual(['reset']);
		vi.advanceTimersByTime(3000);
		const now = await feed.read(0, 1000);
		expect(now.events.map(({ id }) => id)).toEqual([1, 2, 3].map((n) => `${now.epoch}-${newest + n}`));
	});

	it('a pause shorter than that stays in the history, and moves out of it with time', async () => {
		const { feed } = start();
		(await feed.subscribe(() => {}))();
		vi.advanceTimersByTime(100_000);
		await feed.subscribe(() => {});
		for (let second = 0; second < 130; second++) {
			vi.advanceTimersByTime(1000);
			const { events } = await feed.read(0, 1000);
			expect(clock() - (events[0]?.at ?? 0)).toBeLessThanOrEqual(120_000);
		}
	});

	it('goes on for pollers however rarely they ask', async () => {
		const { feed, probes } = start();
		for (let n = 0; n < 10; n++) {
			await feed.read(n, 10);
			vi.advanceTimersByTime(30_000);
		}
		expect([probes.taken, probes.made]).toEqual([300, 1]);
	});

	it('is over once closed, and is another log in another process', async () => {
		const { feed } = start();
		await feed.subscribe(() => {});
		feed.close();
		await feed.read(0, 1);
		expect(vi.getTimerCount()).toBe(0);
		expect((await feed.read(0, 0)).epoch).not.toBe((await start().feed.read(0, 0)).epoch);
	});
});

describe('the vitals of a real server', () => {
	let server: TestServer;
	beforeAll(async () => void (server = await startServer({ INSTANCE: 'north' })));
	afterAll(() => server.close());

	/** The first vitals after the call of which this is true; `act` happens once they are followed. */
	async function vitals(isIt: (vitals: Vitals) => boolean, act?: () => unknown): Promise<Vitals> {
		let { last } = await askJson<{ last: string }>(server, 'GET', '/live/vitals/polling');
		await act?.();
		for (;;) {
			const page = await askJson<{ events: FeedEvent<Vitals>[]; last: string }>(server, 'GET', `/live/vitals/long-polling?after=${last}`);
			({ last } = page);
			const found = page.events.find(({ data }) => isIt(data));
			if (found) return found.data;
		}
	}

	it('are what the schema says, and name the instance', async () => {
		// A sample that came late is over more than a second, and the next over less.
		const found = await vitals(({ overMs }) => Math.abs(overMs - 1000) < 500);
		expect(v.safeParse(v.strictObject(vitalsSchema.entries), found).issues).toBeUndefined();
		expect(found).toMatchObject({ instance: 'north' });
		expect(found.rssBytes).toBeGreaterThan(found.heapBytes);
	});

	it('cannot be published to', async () => {
		const answer = await ask(server, 'POST', '/live/vitals', { body: { type: 'vitals', data: {}, key: 'k' } });
		expect([answer.status, JSON.parse(answer.text)]).toEqual([403, expect.objectContaining({ code: 'generated-feed' })]);
	});

	it('count what is open by technique, and all sockets', async () => {
		const sockets = await Promise.all(Array.from({ length: 6 }, () => RawSocket.open(server.port)));
		for (const socket of sockets.slice(0, 3)) socket.request('GET', '/live/ticker:1/sse');
		sockets[3]?.request('GET', '/live/ticker:1/fetch-stream');
		await sockets[4]?.upgrade('/live/ticker:1/websocket');
		// The one that asks here is the one that waits.
		const found = await vitals(({ sse, websocket }) => sse === 3 && websocket === 1);
		expect(found).toMatchObject({ sse: 3, 'fetch-stream': 1, websocket: 1, socketio: 0, 'long-polling': 1, sockets: 7 });
		for (const socket of sockets) socket.close();
		expect(await vitals(({ sse }) => sse === 0)).toMatchObject({ 'fetch-stream': 0, websocket: 0, sockets: 1 });
	});

	it('count the requests and the bytes of connections that are long closed', async () => {
		const pad = 'x'.repeat(1900);
		const { requestsPerSecond, upBytesPerSecond, overMs } = await vitals(
			(vitals) => vitals.upBytesPerSecond > 20_000,
			() => Promise.all(Array.from({ length: 20 }, () => ask(server, 'GET', `/nothing?${pad}`)))
		);
		expect((requestsPerSecond * overMs) / 1000).toBeGreaterThanOrEqual(15);
		expect((upBytesPerSecond * overMs) / 1000).toBeLessThan(20 * 2100 + 5000);
	});

	it('tell of work and of a loop that was blocked', async () => {
		let usedMs = 0;
		const block = () => {
			const [before, until] = [process.cpuUsage(), performance.now() + 400];
			while (performance.now() < until);
			const { user, system } = process.cpuUsage(before);
			usedMs = (user + system) / 1000;
		};
		const { cpuPercent, delayP99Ms, delayP50Ms, overMs } = await vitals((vitals) => vitals.delayP99Ms > 300, block);
		expect((cpuPercent * overMs) / 100).toBeGreaterThan(usedMs * 0.98);
		expect(delayP50Ms).toBeLessThan(delayP99Ms / 2);
	});

	it('stand in /metrics too', async () => {
		const read = async () => (await ask(server, 'GET', '/metrics')).text;
		const up = (text: string) => Number(/^wire_socket_bytes_total\{way="up"\} (\d+)$/m.exec(text)?.[1]);
		const before = await read();
		expect(before).toMatch(/^wire_sockets_open [1-9]\d*$/m);
		expect(before).toMatch(/^# TYPE wire_socket_bytes_total counter$/m);
		expect(before).toMatch(/^wire_socket_requests_total [1-9]\d*$/m);
		const socket = await RawSocket.open(server.port);
		const request = `GET /healthz HTTP/1.1\r\nHost: ${'x'.repeat(500)}\r\nConnection: close\r\n\r\n`;
		socket.send(request);
		await socket.closed;
		const asked = (await ask(server, 'GET', '/metrics')).text;
		const again = await read();
		// Each reading of the metrics costs the same bytes up.
		expect(up(asked) - up(before) - (up(again) - up(asked))).toBe(request.length);
	});
});
