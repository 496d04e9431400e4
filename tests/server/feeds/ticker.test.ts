import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { SYMBOLS, tickerRate } from '#lib/protocol/ticker.ts';
import { createMemoryBus } from '../../../src/server/bus/memory.ts';
import { createFeeds } from '../../../src/server/feeds/index.ts';
import { COSTS, createTicker, price } from '../../../src/server/feeds/ticker.ts';
import { Rooms } from '../../../src/server/rooms/rooms.ts';

const NOW = Date.UTC(2026, 10, 22, 9);
beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());
const clock = () => Date.now();

function feeds() {
	const keep = () => ({ events: 1, bytes: 1000, latest: 1, pinned: [] });
	const bus = createMemoryBus({ maxFeeds: 1, isSpare: () => false, keep, idleMs: 1000 }, clock);
	return createFeeds(bus, new Rooms(bus, clock), 10, clock);
}

describe('the ticker', () => {
	it('is the same on two instances, with the same ids', async () => {
		const read = async () => (await createTicker('ticker', 10, 100, clock).read(0, 1000)).events;
		const events = await read();
		expect(events).toHaveLength(100);
		expect(await read()).toEqual(events);
	});

	it('is about one symbol after another, twelve in all', async () => {
		const { events } = await createTicker('ticker', 10, 12, clock).read(0, 12);
		expect(new Set(events.map(({ data }) => (data as { symbol: string }).symbol))).toEqual(new Set(SYMBOLS));
	});

	it.each([
		['ticker', 10],
		['ticker:1', 1],
		['ticker:9', 9],
		['ticker:10', 10],
		['ticker:50', 50]
	])('%s has %i events a second', async (name, rate) => {
		expect(tickerRate(name)).toBe(rate);
		const feed = createTicker(name, rate, 1000, clock);
		const before = (await feed.read(0, 0)).newest;
		vi.setSystemTime(NOW + 1000);
		expect((await feed.read(0, 0)).newest - before).toBe(rate);
	});

	it.each([
		'ticker:0',
		'ticker:51',
		'ticker:99',
		'ticker:100',
		'ticker:01',
		'ticker:1.5',
		'ticker:-1',
		'ticker:',
		'tickers',
		'TICKER',
		'ticker:1\n',
		''
	])('%j is none', (name) => {
		const findFeed = feeds();
		expect(tickerRate(name)).toBeUndefined();
		expect(findFeed(name)).toBeUndefined();
	});

	it('is the same market at every rate: at equal moments a symbol costs the same', async () => {
		const at = async (rate: number) => {
			const { events } = await createTicker(`ticker:${rate}`, rate, 10_000, clock).read(0, 10_000);
			return new Map(events.map(({ at, data }) => [`${at} ${(data as { symbol: string }).symbol}`, (data as { price: number }).price]));
		};
		const [slow, fast] = [await at(10), await at(50)];
		const both = [...slow.keys()].filter((key) => fast.has(key));
		expect(both.length).toBeGreaterThan(5);
		for (const key of both) expect(fast.get(key)).toBe(slow.get(key));
	});

	it('has prices that stay near what a share costs and move in small steps', () => {
		for (const symbol of SYMBOLS)
			for (let ms = 0; ms < 60_000; ms += 100) {
				expect(price(symbol, ms)).toBeGreaterThan(0.7 * COSTS[symbol]);
				expect(price(symbol, ms)).toBeLessThan(1.3 * COSTS[symbol]);
				expect(Math.abs(price(symbol, ms + 100) - price(symbol, ms)) / COSTS[symbol]).toBeLessThan(0.02);
			}
	});

	it('is one feed for all who ask for it by its name, so that events are encoded once', () => {
		const findFeed = feeds();
		expect(findFeed('ticker:5')).toBe(findFeed('ticker:5'));
	});
});

describe('a generated feed', () => {
	it('has a timer only while somebody listens', async () => {
		const feed = createTicker('ticker', 10, 100, clock);
		const before = vi.getTimerCount();
		await feed.read(0, 10);
		expect(vi.getTimerCount()).toBe(before);
		const leave = [await feed.subscribe(() => {}), await feed.subscribe(() => {})];
		expect(vi.getTimerCount()).toBe(before + 1);
		leave[0]?.();
		expect(vi.getTimerCount()).toBe(before + 1);
		leave[1]?.();
		expect(vi.getTimerCount()).toBe(before);
	});

	it('gives each listener every event from now on, once and in order, the same object to all', async () => {
		const feed = createTicker('ticker', 10, 100, clock);
		const [first, second]: [FeedEvent[], FeedEvent[]] = [[], []];
		const { newest } = await feed.read(0, 0);
		await feed.subscribe((event) => first.push(event));
		vi.advanceTimersByTime(1000);
		await feed.subscribe((event) => second.push(event));
		vi.advanceTimersByTime(1000);
		expect(first.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, i) => `m1-${newest + i + 1}`));
		expect(second).toHaveLength(10);
		for (const [i, event] of second.entries()) expect(event).toBe(first[10 + i]);
	});

	it('catches up after the process stood still, and does not repeat what was due while nobody listened', async () => {
		const feed = createTicker('ticker', 10, 100, clock);
		const heard: FeedEvent[] = [];
		const leave = await feed.subscribe((event) => heard.push(event));
		vi.setSystemTime(NOW + 3000);
		vi.advanceTimersByTime(100);
		expect(heard).toHaveLength(31);
		leave();
		vi.setSystemTime(NOW + 60_000);
		await feed.subscribe((event) => heard.push(event));
		vi.advanceTimersByTime(100);
		expect(heard).toHaveLength(32);
	});
});
