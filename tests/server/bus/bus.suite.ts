import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseEventId, seqOf } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import type { Bus, BusLimits } from '../../../src/server/bus/bus.ts';

const ALL = Number.MAX_SAFE_INTEGER;
const LIMITS: BusLimits = {
	maxFeeds: 4,
	isSpare: (feed) => feed.startsWith('scratch:'),
	keep: () => ({ events: 5, bytes: 1000, latest: 3, pinned: ['pin'] }),
	idleMs: 1000
};

/** A bus to test, and the clock that it goes by. */
export interface BusUnderTest {
	readonly bus: Bus;
	/** Lets this much time pass, for the bus alone. */
	pass(ms: number): void | Promise<void>;
}

/** What every bus must do, whatever joins the instances. */
export function busSuite(name: string, createBus: (limits: BusLimits) => BusUnderTest | Promise<BusUnderTest>): void {
	describe(`the ${name} bus`, () => {
		let tested: BusUnderTest;
		let bus: Bus;
		beforeEach(async () => {
			tested = await createBus(LIMITS);
			bus = tested.bus;
		});
		afterEach(() => bus.close());

		const append = (key: string, feed = 'chat:a') => bus.append(feed, { type: 'say', data: { key }, key });
		const keys = (events: readonly FeedEvent[]) => events.map(({ data }) => (data as { key: string }).key);

		it('numbers events 1, 2, 3… without a hole, however they are published at once', async () => {
			const entries = await Promise.all(['a', 'b', 'c', 'd'].map((key) => append(key)));
			expect(entries.map(({ id }) => seqOf(id))).toEqual([1, 2, 3, 4]);
			expect(new Set(entries.map(({ id }) => parseEventId(id)?.epoch)).size).toBe(1);
			const page = await bus.read('chat:a', 0, ALL);
			expect(keys(page.events)).toEqual(['a', 'b', 'c', 'd']);
			expect(page).toMatchObject({ oldest: 1, newest: 4, epoch: parseEventId(entries[0]?.id ?? '')?.epoch });
		});

		it('stores a key once: the second time it gives the first event', async () => {
			const first = await append('a');
			const again = await bus.append('chat:a', { type: 'shout', data: 'else', key: 'a' });
			expect({ ...again }).toEqual({ ...first, isRepeat: true });
			expect(first.isRepeat).toBe(false);
			expect((await bus.read('chat:a', 0, ALL)).newest).toBe(1);
			expect(seqOf((await append('a', 'chat:b')).id)).toBe(1);
		});

		it('reads what is after a seq, at most so many', async () => {
			for (const key of ['a', 'b', 'c', 'd']) await append(key);
			for (const [after, limit, expected] of [
				[0, ALL, ['a', 'b', 'c', 'd']],
				[2, ALL, ['c', 'd']],
				[0, 2, ['a', 'b']],
				[4, ALL, []],
				[ALL, 0, []]
			] as const)
				expect(keys((await bus.read('chat:a', after, limit)).events)).toEqual(expected);
		});

		it('keeps a bounded history, and says where it begins', async () => {
			for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await append(key);
			const page = await bus.read('chat:a', 0, ALL);
			expect(keys(page.events)).toEqual(['c', 'd', 'e', 'f', 'g']);
			expect(page).toMatchObject({ oldest: 3, newest: 7 });
			expect(page.events.map(({ id }) => seqOf(id))).toEqual([3, 4, 5, 6, 7]);
		});

		it('an empty feed has the epoch of its first event', async () => {
			const page = await bus.read('chat:a', 0, ALL);
			expect(page).toMatchObject({ events: [], oldest: 1, newest: 0 });
			expect(parseEventId((await append('a')).id)).toEqual({ epoch: page.epoch, seq: 1 });
		});

		it('calls back for each event from now on, in order, its own feed only', async () => {
			await append('before');
			const heard: FeedEvent[] = [];
			await bus.subscribe('chat:a', (event) => heard.push(event));
			for (const key of ['a', 'b']) await append(key);
			await append('other', 'chat:b');
			await append('a');
			await append('c');
			await expect.poll(() => keys(heard)).toEqual(['a', 'b', 'c']);
			expect(heard.map(({ id }) => seqOf(id))).toEqual([2, 3, 4]);
		});

		it('gives every subscriber every event until it unsubscribes, one of them twice where it subscribed twice', async () => {
			const heard: string[] = [];
			const listen = (event: FeedEvent) => void heard.push(event.id);
			const leave = await bus.subscribe('chat:a', listen);
			const leaveAgain = await bus.subscribe('chat:a', listen);
			await append('a');
			await expect.poll(() => heard.length).toBe(2);
			leave();
			leave();
			await append('b');
			await expect.poll(() => heard.length).toBe(3);
			leaveAgain();
			await append('c');
			expect(heard).toHaveLength(3);
		});

		const sayLatest = (key: string, latest: string, feed = 'chat:a') => bus.append(feed, { type: 'here', data: { key }, key, latest });
		const all = async () => (await bus.read('chat:a', 0, ALL)).events;
		const seqs = (events: readonly FeedEvent[]) => events.map(({ id }) => seqOf(id));

		it('keeps of volatile events with the same key the latest only, in their place among the others', async () => {
			await append('a');
			await sayLatest('x1', 'x');
			await append('b');
			await sayLatest('y1', 'y');
			await sayLatest('x2', 'x');
			await append('c');
			const page = await bus.read('chat:a', 0, ALL);
			expect(keys(page.events)).toEqual(['a', 'b', 'y1', 'x2', 'c']);
			expect(seqs(page.events)).toEqual([1, 3, 4, 5, 6]);
			expect(page).toMatchObject({ oldest: 1, newest: 6 });
			expect(keys((await bus.read('chat:a', 1, 2)).events)).toEqual(['b', 'y1']);
			expect(keys((await bus.read('chat:a', 4, ALL)).events)).toEqual(['x2', 'c']);
		});

		it('keeps a volatile event that no newer one replaced, however old, and says that the rest begins later', async () => {
			await sayLatest('x1', 'x');
			for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await append(key);
			const page = await bus.read('chat:a', 0, ALL);
			expect(keys(page.events)).toEqual(['x1', 'c', 'd', 'e', 'f', 'g']);
			expect(page).toMatchObject({ oldest: 4, newest: 8 });
			expect(keys((await bus.read('chat:a', 1, ALL)).events)).toEqual(['c', 'd', 'e', 'f', 'g']);
		});

		it('lets no volatile event push out one that is not', async () => {
			for (const key of ['a', 'b', 'c', 'd', 'e']) await append(key);
			for (let i = 0; i < 100; i++) await bus.append('chat:a', { type: 'here', data: 'x'.repeat(900), key: `k${i}`, latest: `l${i}` });
			expect(keys(await all()).slice(0, 5)).toEqual(['a', 'b', 'c', 'd', 'e']);
		});

		it('does not keep the key of a volatile event: the second time it is another event', async () => {
			const first = await sayLatest('same', 'x');
			const second = await sayLatest('same', 'x');
			expect([first.isRepeat, second.isRepeat, seqOf(second.id) - seqOf(first.id)]).toEqual([false, false, 1]);
			expect((await append('same')).isRepeat).toBe(false);
			expect((await append('same')).isRepeat).toBe(true);
			expect(seqs(await all())).toEqual([2, 3]);
		});

		it('keeps so many volatile events, and lets go the one that was said longest ago', async () => {
			for (const name of ['x', 'y', 'z']) await sayLatest(`${name}1`, name);
			await sayLatest('x2', 'x');
			await sayLatest('w1', 'w');
			expect(keys(await all())).toEqual(['z1', 'x2', 'w1']);
			await sayLatest('v1', 'v');
			expect(keys(await all())).toEqual(['x2', 'w1', 'v1']);
			expect(await bus.latest('chat:a', 'y')).toBeUndefined();
		});

		it('never lets go the latest of what is pinned, however long ago it was said', async () => {
			await sayLatest('p1', 'pin');
			for (const name of ['x', 'y', 'z', 'v', 'w']) await sayLatest(`${name}1`, name);
			expect(keys(await all())).toEqual(['p1', 'v1', 'w1']);
		});

		it('counts bytes as they are stored, not letters', async () => {
			for (let i = 0; i < 4; i++) await bus.append('chat:a', { type: 'say', data: '‰'.repeat(100), key: `k${i}` });
			expect(seqs(await all())).toEqual([2, 3, 4]);
		});

		it('keeps so many bytes, and the newest event whatever its size', async () => {
			const big = (key: string, size: number) => bus.append('chat:a', { type: 'say', data: 'x'.repeat(size - 2), key });
			for (const key of ['a', 'b', 'c', 'd']) await big(key, 250);
			expect(seqs(await all())).toEqual([1, 2, 3, 4]);
			await big('e', 20);
			expect(seqs(await all())).toEqual([2, 3, 4, 5]);
			await big('f', 5000);
			const page = await bus.read('chat:a', 0, ALL);
			expect(seqs(page.events)).toEqual([6]);
			expect(page).toMatchObject({ oldest: 6, newest: 6 });
			await big('g', 20);
			expect(seqs(await all())).toEqual([7]);
		});

		it('knows the latest volatile event of a key, of its own feed', async () => {
			await sayLatest('x1', 'x');
			await sayLatest('y1', 'y');
			const { id } = await sayLatest('x2', 'x');
			expect(await bus.latest('chat:a', 'x')).toMatchObject({ id, type: 'here', data: { key: 'x2' } });
			expect(await bus.latest('chat:a', 'z')).toBeUndefined();
			expect(await bus.latest('chat:b', 'x')).toBeUndefined();
			await append('x');
			expect(await bus.latest('chat:a', 'x')).toMatchObject({ id });
		});

		it('calls back for volatile events as for all others, those too that are replaced at once', async () => {
			const heard: FeedEvent[] = [];
			await bus.subscribe('chat:a', (event) => heard.push(event));
			await Promise.all([sayLatest('x1', 'x'), append('a'), sayLatest('x2', 'x')]);
			await expect.poll(() => keys(heard)).toEqual(['x1', 'a', 'x2']);
			expect(heard.map((event) => (event as { latest?: string }).latest)).toEqual(['x', undefined, 'x']);
		});

		it('forgets a log that nobody used for long; the next of its name has another epoch', async () => {
			const before = await append('a');
			await tested.pass(1001);
			await append('x', 'chat:b');
			const page = await bus.read('chat:a', 0, ALL);
			expect(page.events).toEqual([]);
			const after = await append('a');
			expect(after.isRepeat).toBe(false);
			expect(seqOf(after.id)).toBe(1);
			expect(parseEventId(after.id)?.epoch).not.toBe(parseEventId(before.id)?.epoch);
		});

		it('does not forget a log that somebody reads or listens to', async () => {
			const first = await append('a');
			const leave = await bus.subscribe('chat:a', () => {});
			await append('b', 'chat:b');
			for (let i = 0; i < 4; i++) {
				await tested.pass(600);
				await bus.read('chat:b', 0, ALL);
			}
			await append('x', 'chat:c');
			expect((await bus.read('chat:a', 0, ALL)).events[0]?.id).toBe(first.id);
			expect((await bus.read('chat:b', 0, ALL)).newest).toBe(1);
			leave();
		});

		it('has room for so many feeds and refuses one more, until one is forgotten', async () => {
			for (const feed of ['chat:a', 'chat:b', 'chat:c', 'chat:d']) await append('a', feed);
			await expect(append('a', 'chat:e')).rejects.toMatchObject({ code: 'full' });
			await expect(bus.subscribe('chat:e', () => {})).rejects.toMatchObject({ code: 'full' });
			expect((await bus.read('chat:e', 0, ALL)).events).toEqual([]);
			await append('b', 'chat:a');
			await tested.pass(1001);
			await append('a', 'chat:e');
		});

		it('gives half of its room at most to feeds that anybody can begin, and theirs to others when it has no more', async () => {
			for (const feed of ['scratch:a', 'scratch:b']) await append('a', feed);
			await tested.pass(1);
			await append('b', 'scratch:a');
			await append('a', 'scratch:c');
			const held = async (feed: string) => (await bus.read(feed, 0, ALL)).newest;
			expect([await held('scratch:a'), await held('scratch:b'), await held('scratch:c')]).toEqual([2, 0, 1]);
			const leave = await bus.subscribe('scratch:a', () => {});
			for (const feed of ['chat:a', 'chat:b', 'chat:c']) await append('a', feed);
			expect([await held('scratch:a'), await held('scratch:c'), await held('chat:c')]).toEqual([2, 0, 1]);
			await expect(append('a', 'chat:d')).rejects.toMatchObject({ code: 'full' });
			leave();
			await append('a', 'chat:d');
			expect(await held('scratch:a')).toBe(0);
		});
	});
}
