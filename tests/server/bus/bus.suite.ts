import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseEventId, seqOf } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import type { Bus, BusLimits } from '../../../src/server/bus/bus.ts';

const ALL = Number.MAX_SAFE_INTEGER;
const LIMITS: BusLimits = { maxFeeds: 4, keep: () => ({ events: 5, bytes: 1000, latest: 3 }), idleMs: 1000 };

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
	});
}
