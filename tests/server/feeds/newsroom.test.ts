import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { isPost, NEWSROOM } from '#lib/protocol/rooms/news.ts';
import type { Bus } from '../../../src/server/bus/bus.ts';
import { createMemoryBus } from '../../../src/server/bus/memory.ts';
import { HEADLINES } from '../../../src/server/feeds/headlines.ts';
import { createFeeds } from '../../../src/server/feeds/index.ts';
import { nextPost, postAt, postDueAt } from '../../../src/server/feeds/newsroom.ts';
import { Rooms, memberOf } from '../../../src/server/rooms/rooms.ts';

const NOW = Date.UTC(2026, 10, 22, 9);
let bus: Bus;
beforeEach(() => {
	vi.useFakeTimers({ now: NOW });
	bus = createMemoryBus(
		{ maxFeeds: 10, isSpare: () => false, keep: () => ({ events: 200, bytes: 262_144, latest: 10, pinned: [] }), idleMs: 3_600_000 },
		clock
	);
});
afterEach(async () => {
	await bus.close();
	vi.useRealTimers();
});
const clock = () => Date.now();

/** A room with one member, on as many instances as are asked for: they share the bus and nothing else. */
async function newsOn(instances: number) {
	const { room } = await new Rooms(bus, clock).open('news');
	const { key } = await new Rooms(bus, clock).join(room, 'Ada');
	const feeds = Array.from({ length: instances }, () => createFeeds(bus, new Rooms(bus, clock), 10, clock)(room, key));
	return { room, key, feeds: feeds.filter((feed) => feed !== undefined) };
}
const posts = async (room: string) => (await bus.read(room, 0, 1000)).events.filter(({ type }) => type === 'post');

describe('the newsroom', () => {
	it('posts every 5 to 8 seconds, at moments that depend on nothing but the time', () => {
		const first = nextPost(NOW);
		const gaps = Array.from({ length: 2000 }, (_, i) => postDueAt(first + i + 1) - postDueAt(first + i));
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5000);
		expect(Math.max(...gaps)).toBeLessThanOrEqual(8000);
		expect(new Set(gaps).size).toBeGreaterThan(100);
		for (let now = NOW; now < NOW + 60_000; now += 137) {
			expect(postDueAt(nextPost(now))).toBeGreaterThan(now);
			expect(postDueAt(nextPost(now) - 1)).toBeLessThanOrEqual(now);
		}
	});

	it('has about thirty texts, each one a post that any member could have written, none twice', () => {
		const all = Array.from({ length: HEADLINES.length }, (_, n) => postAt(n));
		expect(all.length).toBeGreaterThanOrEqual(30);
		expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
		for (const post of all) expect([post, isPost(post)]).toEqual([post, true]);
	});

	it('begins a room with twelve posts and goes on while somebody follows', async () => {
		const { room, feeds } = await newsOn(1);
		const heard: FeedEvent[] = [];
		const leave = await feeds[0]?.subscribe((event) => heard.push(event));
		await vi.advanceTimersByTimeAsync(0);
		expect(await posts(room)).toHaveLength(12);
		await vi.advanceTimersByTimeAsync(65_000);
		expect((await posts(room)).length).toBeGreaterThanOrEqual(20);
		expect((await posts(room)).map(({ data }) => (data as { by: string }).by)).toEqual((await posts(room)).map(() => NEWSROOM));
		expect(heard.filter(({ type }) => type === 'post')).toEqual(await posts(room));
		leave?.();
	});

	it('stops with the last follower, and leaves no timer', async () => {
		const before = vi.getTimerCount();
		const { room, feeds } = await newsOn(1);
		const leave = [await feeds[0]?.subscribe(() => {}), await feeds[0]?.subscribe(() => {})];
		await vi.advanceTimersByTimeAsync(120_000);
		leave[0]?.();
		leave[0]?.();
		const one = (await posts(room)).length;
		await vi.advanceTimersByTimeAsync(120_000);
		const two = (await posts(room)).length;
		expect(two).toBeGreaterThan(one + 10);
		leave[1]?.();
		await vi.advanceTimersByTimeAsync(120_000);
		expect(await posts(room)).toHaveLength(two);
		expect(vi.getTimerCount()).toBe(before);
	});

	it('writes for who polls, too, until a minute after the last question', async () => {
		const { room, feeds } = await newsOn(1);
		await feeds[0]?.read(0, 10);
		await vi.advanceTimersByTimeAsync(50_000);
		const early = (await posts(room)).length;
		expect(early).toBeGreaterThan(8);
		await feeds[0]?.read(0, 10);
		await vi.advanceTimersByTimeAsync(50_000);
		const late = (await posts(room)).length;
		expect(late).toBeGreaterThan(early + 5);
		await vi.advanceTimersByTimeAsync(120_000);
		const last = (await posts(room)).length;
		await vi.advanceTimersByTimeAsync(120_000);
		expect(await posts(room)).toHaveLength(last);
	});

	it('writes each post once, however many instances do', async () => {
		const { room, feeds } = await newsOn(3);
		for (const feed of feeds) await feed.subscribe(() => {});
		await vi.advanceTimersByTimeAsync(60_000);
		const titles = (await posts(room)).map(({ data }) => (data as { title: string }).title);
		const last = nextPost(clock()) - 1;
		expect(titles).toEqual(titles.map((_, i) => postAt(last - titles.length + 1 + i).title));
		expect(titles.length).toBeGreaterThan(10);
	});

	it('does not begin again in a room that has posts, nor makes up for what nobody followed', async () => {
		const { room, feeds } = await newsOn(1);
		(await feeds[0]?.subscribe(() => {}))?.();
		await vi.advanceTimersByTimeAsync(200_000);
		const before = (await posts(room)).length;
		await feeds[0]?.subscribe(() => {});
		await vi.advanceTimersByTimeAsync(8_000);
		expect((await posts(room)).length - before).toBeLessThanOrEqual(2);
	});

	it('writes for members alone, and never opens a room that does not exist', async () => {
		const findFeed = createFeeds(bus, new Rooms(bus, clock), 10, clock);
		const { room } = await new Rooms(bus, clock).open('news');
		for (const name of [room, 'news:aaaaaaaa']) {
			await expect(findFeed(name, 'nobody')?.subscribe(() => {})).rejects.toThrow();
			await expect(findFeed(name, 'nobody')?.read(0, 10)).rejects.toThrow();
		}
		await vi.advanceTimersByTimeAsync(60_000);
		expect(await posts(room)).toEqual([]);
		expect((await bus.read('news:aaaaaaaa', 0, 10)).newest).toBe(0);
	});

	it('leaves other rooms alone', async () => {
		const { room } = await new Rooms(bus, clock).open('chat');
		const { key } = await new Rooms(bus, clock).join(room, 'Ada');
		await createFeeds(bus, new Rooms(bus, clock), 10, clock)(room, key)?.subscribe(() => {});
		await vi.advanceTimersByTimeAsync(60_000);
		expect(await posts(room)).toEqual([]);
	});
});

describe('a post', () => {
	const publish = async (data: object, by?: string) => {
		const { room, key, feeds } = await newsOn(1);
		await feeds[0]?.publish?.({ type: 'post', data: { by: by ?? memberOf(key), ...data }, key: 'one' });
		return (await posts(room)).map(({ data }) => data);
	};

	it.each([
		['a headline alone', { title: 'Goose seen' }],
		['a headline of 120 characters, some of them beyond the first plane', { title: '𝒢'.repeat(120) }],
		['a text of 500', { title: 'a', text: 'b'.repeat(500) }],
		['markup, which stays text', { title: '<img src=x onerror=alert(1)>', text: '</script>' }],
		['a text on several lines', { title: 'a', text: 'b\nc' }]
	])('may be %s', async (_, data) => {
		expect(await publish(data)).toEqual([expect.objectContaining(data)]);
	});

	it.each([
		['no headline', {}],
		['an empty headline', { title: ' ' }],
		['a headline that nobody would see', { title: '\u202e\u200e' }],
		['a headline of 121 characters', { title: 'a'.repeat(121) }],
		['a headline on two lines', { title: 'a\nb' }],
		['a text of 501 characters', { title: 'a', text: 'b'.repeat(501) }],
		['an empty text', { title: 'a', text: '' }],
		['a field that is none of it', { title: 'a', html: '<b>' }]
	])('is refused with %s: bad-event', async (_, data) => {
		await expect(publish(data)).rejects.toMatchObject({ code: 'bad-event' });
	});

	it('under the name of the newsroom is refused: not-yours', async () => {
		await expect(publish({ title: 'a' }, NEWSROOM)).rejects.toMatchObject({ code: 'not-yours' });
	});
});
