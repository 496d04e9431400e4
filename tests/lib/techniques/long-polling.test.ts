import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EventId } from '#lib/protocol/event.ts';
import { longPolling } from '#lib/techniques/long-polling.ts';
import type { LaneState } from '#lib/techniques/technique.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

it.each<[string, EventId | undefined, LaneState[]]>([
	['that the server keeps is an open line', 'e-1', ['connecting', 'open']],
	['for the place in the feed is none before its answer', undefined, ['connecting']]
])('a question %s', async (_, after, expected) => {
	let answer = (_: Response) => {};
	vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => (answer = resolve)));
	const states: LaneState[] = [];
	const stop = new AbortController();
	const onState = (state: LaneState) => void states.push(state);
	const feed = { feed: 'scratch:aaaaaaaa', origin: 'http://127.0.0.1' };
	const events = longPolling.follow(feed, { after, signal: stop.signal, onState })[Symbol.asyncIterator]();
	const following = events.next();
	await vi.advanceTimersByTimeAsync(5000);
	expect(states).toEqual(expected);
	stop.abort();
	answer(new Response(null, { status: 204, headers: { 'Last-Event-ID': 'e-1' } }));
	await following;
	expect(states.slice(expected.length)).toEqual(['open', 'closed']);
});
