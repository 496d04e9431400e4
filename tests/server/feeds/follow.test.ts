import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventId, seqOf } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import type { Feed } from '../../../src/server/feeds/feed.ts';
import { followFeed, nextEvents, readMissed } from '../../../src/server/feeds/follow.ts';
import type { Reader } from '../../../src/server/feeds/follow.ts';

const clock = () => 1000;

/** A feed whose answers come when the test says so: the moments between them are where events get lost. */
class SlowFeed implements Feed {
	readonly name = 'slow';
	readonly #listeners = new Set<(event: FeedEvent) => void>();
	readonly #waiting: (() => void)[] = [];
	readonly #history: number;
	readonly log: FeedEvent[] = [];

	constructor(history = 1000) {
		this.#history = history;
	}

	get listeners(): number {
		return this.#listeners.size;
	}

	emit(count = 1): void {
		for (let i = 0; i < count; i++) {
			const event = { id: eventId('e', this.log.length + 1), at: 0, type: 'say', data: this.log.length + 1 };
			this.log.push(event);
			for (const listener of [...this.#listeners]) listener(event);
		}
	}

	/** Lets the calls that wait now go on; those which they lead to wait again. */
	async step(): Promise<void> {
		for (const go of this.#waiting.splice(0)) go();
		for (let i = 0; i < 10; i++) await Promise.resolve();
	}

	async read(after: number, limit: number) {
		await this.#turn();
		const newest = this.log.length;
		const oldest = Math.max(1, newest - this.#history + 1);
		const page = { events: this.log.slice(Math.max(after, oldest - 1)).slice(0, limit), epoch: 'e', oldest, newest };
		await this.#turn();
		return page;
	}

	async subscribe(onEvent: (event: FeedEvent) => void) {
		await this.#turn();
		const listener = (event: FeedEvent) => onEvent(event);
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}

	#turn(): Promise<void> {
		return new Promise((go) => this.#waiting.push(go));
	}
}

/** What everybody writes first: read, then listen. */
async function followNaively(
	feed: Feed,
	after: string | undefined,
	_clock: () => number,
	reader: Reader<number>,
	encode: (event: FeedEvent) => number
) {
	const onEvent = (event: FeedEvent) => reader.send(encode(event));
	for (const event of (await readMissed(feed, after, clock)).events) onEvent(event);
	await feed.subscribe(onEvent);
}

/** A reader that keeps the seqs it was sent; a slow one is full after each until it was waited for. */
function keepIn(got: number[], signal: AbortSignal, isSlow = false): Reader<number> & { readonly overfilled: number } {
	let isFull = false;
	let overfilled = 0;
	return {
		signal,
		get isFull() {
			return isFull;
		},
		get overfilled() {
			return overfilled;
		},
		send(seq) {
			got.push(seq);
			if (isFull) overfilled += 1;
			isFull = isSlow;
		},
		async ready() {
			await Promise.resolve();
			isFull = false;
		}
	};
}
const seqOfEvent = (event: FeedEvent) => seqOf(event.id);

/** Events are published before each step; returns the seqs that the follower was given. */
async function runSchedule(
	follow: typeof followNaively,
	schedule: readonly number[],
	after: string
): Promise<{ got: number[]; all: number }> {
	const feed = new SlowFeed();
	feed.emit(3);
	const got: number[] = [];
	const done = follow(feed, after, clock, keepIn(got, new AbortController().signal), seqOfEvent);
	for (const count of [...schedule, ...Array<number>(10).fill(0)]) {
		feed.emit(count);
		await feed.step();
	}
	await done;
	feed.emit(2);
	return { got, all: feed.log.length };
}

const from1to = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

describe('following a feed', () => {
	it('loses nothing and doubles nothing, whenever events are published', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 6 }), async (schedule) => {
				const { got, all } = await runSchedule(followFeed, schedule, '0');
				expect(got).toEqual(from1to(all));
			})
		);
	});

	it('sends a backlog no faster than its reader takes it, and goes on live without a hole', async () => {
		const feed = new SlowFeed(5000);
		feed.emit(200);
		const got: number[] = [];
		const ended = new AbortController();
		const reader = keepIn(got, ended.signal, true);
		// What comes live goes out at once: of a reader too slow for that the bounds of streams take care.
		const done = followFeed(feed, '0', clock, reader, seqOfEvent).then(() => reader.overfilled);
		for (let i = 0; i < 800; i++) {
			// More at once than a follower keeps beside the log, then a few at a time.
			feed.emit(i === 3 ? 1500 : i % 2);
			await feed.step();
		}
		expect(await done).toBe(0);
		expect(got).toEqual(from1to(feed.log.length));
		feed.emit(2);
		expect(got).toEqual(from1to(feed.log.length));
		ended.abort();
	});

	it('would lose events if it read first and listened afterwards', async () => {
		const { got, all } = await runSchedule(followNaively, [0, 1, 1, 1], '0');
		expect(all).toBe(8);
		expect(got.length).toBeLessThan(all);
		expect(await runSchedule(followFeed, [0, 1, 1, 1], '0')).toEqual({ got: from1to(8), all: 8 });
	});

	it('goes on after an id', async () => {
		expect((await runSchedule(followFeed, [1, 1], 'e-2')).got).toEqual([3, 4, 5, 6, 7]);
	});

	it('is told nothing after it was aborted, and its listener is gone', async () => {
		for (let abortAt = 0; abortAt < 8; abortAt++) {
			const feed = new SlowFeed();
			feed.emit(3);
			const ended = new AbortController();
			const got: number[] = [];
			const done = followFeed(feed, '0', clock, keepIn(got, ended.signal), seqOfEvent);
			for (let i = 0; i < abortAt; i++) await feed.step();
			ended.abort();
			const before = got.length;
			for (let i = 0; i < 8; i++) {
				feed.emit();
				await feed.step();
			}
			await done;
			expect({ abortAt, more: got.length - before, listeners: feed.listeners }).toEqual({ abortAt, more: 0, listeners: 0 });
		}
	});
});

describe('what was missed', () => {
	async function missed(after: string | undefined, count = 8, history = 5) {
		const feed = new SlowFeed(history);
		feed.emit(count);
		const reading = readMissed(feed, after, clock);
		for (let i = 0; i < 6; i++) await feed.step();
		const { events, last } = await reading;
		return { ids: events.map((event) => (event.type === 'reset' ? event.data : event.id)), last };
	}
	const reset = (reason: string, oldest = 'e-4', newest = 'e-8') => ({ reason, oldest, newest });
	const kept = ['e-4', 'e-5', 'e-6', 'e-7', 'e-8'];

	it.each([
		['from now on', undefined, []],
		['from the oldest kept', '0', kept],
		['after the newest', 'e-8', []],
		['after one that is kept', 'e-6', ['e-7', 'e-8']],
		['after the one before the oldest', 'e-3', kept],
		['after one that is gone', 'e-2', [reset('too-old'), ...kept]],
		['from the very beginning, which is gone', 'e-0', [reset('too-old'), ...kept]],
		['after another epoch', 'f-6', [reset('other-epoch'), ...kept]],
		['after one that is yet to come', 'e-9', [reset('malformed'), ...kept]],
		['after nonsense', 'what', [reset('malformed'), ...kept]],
		['after nothing', '', [reset('malformed'), ...kept]],
		['after 00', '00', [reset('malformed'), ...kept]]
	])('%s', async (_what, after, ids) => {
		expect(await missed(after)).toEqual({ ids, last: 'e-8' });
	});

	it('of a feed without events is nothing, or a reset and nothing', async () => {
		expect(await missed('0', 0)).toEqual({ ids: [], last: 'e-0' });
		expect(await missed('f-1', 0)).toEqual({ ids: [reset('other-epoch', 'e-1', 'e-0')], last: 'e-0' });
	});
});

describe('the next events', () => {
	it('are what is there, or what comes first', async () => {
		const feed = new SlowFeed();
		feed.emit(1);
		const there = nextEvents(feed, '0', clock, new AbortController().signal);
		for (let i = 0; i < 8; i++) await feed.step();
		expect((await there).last).toBe('e-1');
		const coming = nextEvents(feed, 'e-1', clock, new AbortController().signal);
		for (let i = 0; i < 8; i++) await feed.step();
		feed.emit();
		for (let i = 0; i < 8; i++) await feed.step();
		expect((await coming).events.map(({ id }) => id)).toEqual(['e-2']);
		expect(feed.listeners).toBe(0);
	});

	it('are waited for on, though one came before the place to wait from was known', async () => {
		const feed = new SlowFeed();
		let isAnswered = false;
		const coming = nextEvents(feed, undefined, clock, new AbortController().signal).finally(() => (isAnswered = true));
		await feed.step();
		// Its listener hears this one, and what it then reads to find its place has it too.
		feed.emit();
		for (let i = 0; i < 8; i++) await feed.step();
		expect(isAnswered).toBe(false);
		feed.emit();
		for (let i = 0; i < 8; i++) await feed.step();
		expect((await coming).events.map(({ id }) => id)).toEqual(['e-2']);
	});

	it('are none when the signal aborts first', async () => {
		const feed = new SlowFeed();
		const ended = new AbortController();
		const coming = nextEvents(feed, '0', clock, ended.signal);
		for (let i = 0; i < 8; i++) await feed.step();
		ended.abort();
		for (let i = 0; i < 8; i++) await feed.step();
		expect(await coming).toEqual({ events: [], last: 'e-0', hasMore: false });
		expect(feed.listeners).toBe(0);
	});
});
