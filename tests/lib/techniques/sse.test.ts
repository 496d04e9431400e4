import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sse } from '#lib/techniques/sse.ts';

/** Every stream that was asked for, in the order in which it was. */
const sources: FakeSource[] = [];

/** A stream whose server is away: the browser tries again by itself, once a second. */
class FakeSource extends EventTarget {
	static readonly CLOSED = 2;
	readyState = 0;
	onopen: (() => void) | undefined;
	onerror: (() => void) | undefined;
	readonly #timer = setInterval(() => this.onerror?.(), 1000);
	constructor() {
		super();
		sources.push(this);
	}
	close(): void {
		clearInterval(this.#timer);
	}
}

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('EventSource', FakeSource);
	vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: true }));
	sources.length = 0;
	// Back-off at its longest.
	vi.spyOn(Math, 'random').mockReturnValue(0.99);
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
	vi.useRealTimers();
});

it('leaves a drop to the browser for ten seconds, and then waits longer and longer itself', async () => {
	const stop = new AbortController();
	const feed = { feed: 'ticker', origin: 'http://127.0.0.1' };
	const following = sse.follow(feed, { after: 'e-1', signal: stop.signal })[Symbol.asyncIterator]().next();
	await vi.advanceTimersByTimeAsync(10_500);
	expect(sources).toHaveLength(1);
	await vi.advanceTimersByTimeAsync(2500);
	expect(sources).toHaveLength(2);
	// Half a second, one, two, four, eight and sixteen, and each time one that is asked for.
	await vi.advanceTimersByTimeAsync(38_000);
	expect(sources.length).toBeLessThan(9);
	// Open again: the next drop is the browser's.
	await vi.advanceTimersByTimeAsync(30_000);
	const { length } = sources;
	sources.at(-1)?.onopen?.();
	await vi.advanceTimersByTimeAsync(9500);
	expect(sources).toHaveLength(length);
	stop.abort();
	await following;
});
