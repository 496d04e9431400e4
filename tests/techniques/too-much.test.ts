import { afterEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { TOO_MUCH_SECONDS } from '#lib/protocol/limits.ts';
import { socketio } from '#lib/techniques/socketio.ts';
import type { FeedAddress, LaneState, Technique } from '#lib/techniques/technique.ts';
import { websocket } from '#lib/techniques/websocket.ts';
import { newRoom } from '../support/raw-ask.ts';
import { startServer } from '../support/server.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
	// A server closes for good after five seconds on who does not close in turn.
	if (vi.isFakeTimers()) await vi.advanceTimersByTimeAsync(6000);
	vi.useRealTimers();
	for (const close of closing.splice(0).reverse()) await close();
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

let opened = 0;
class CountedWebSocket extends WebSocket {
	constructor(url: string) {
		super(url);
		opened += 1;
	}
}

/** Follows a room of a server that takes one event a second, until the lane is open. */
async function follow(technique: Technique): Promise<{ feed: FeedAddress; states: LaneState[] }> {
	vi.stubGlobal('WebSocket', CountedWebSocket);
	vi.stubGlobal('document', new EventTarget());
	const server = await startServer({ PUBLISHES_PER_SECOND: '1' });
	closing.push(() => server.close());
	const feed = { feed: newRoom(), origin: server.origin, websocketOnly: true };
	const states: LaneState[] = [];
	const ended = new AbortController();
	const following = (async () => {
		const events = technique.follow(feed, { signal: ended.signal, onState: (state) => states.push(state) });
		for await (const event of events) void event;
	})();
	closing.push(() => {
		ended.abort();
		return following;
	});
	await expect.poll(() => states.at(-1)).toBe('open');
	return { feed, states };
}

/** Publishes far more than a connection may. What is refused waits for its turn by POST, which is not waited for here. */
function publishTooMuch(technique: Technique, feed: FeedAddress): void {
	vi.stubGlobal('fetch', () => new Promise(() => {}));
	for (let i = 0; i < 100; i++) void technique.publish(feed, { type: 'say', data: i, key: `k${i}` });
}

it('WebSocket that was closed for saying too much comes back after ten seconds, and not before', async () => {
	const { feed, states } = await follow(websocket);
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	publishTooMuch(websocket, feed);
	await expect.poll(() => states.at(-1)).toBe('retrying');
	await expect.poll(() => vi.getTimerCount()).toBeGreaterThan(0);
	opened = 0;
	await vi.advanceTimersByTimeAsync(1000 * TOO_MUCH_SECONDS - 100);
	expect(opened).toBe(0);
	await vi.advanceTimersByTimeAsync(200);
	expect(opened).toBe(1);
	await expect.poll(() => states.at(-1)).toBe('open');
});

it('Socket.IO that was disconnected for saying too much comes back each time after a longer wait', async () => {
	vi.spyOn(Math, 'random').mockReturnValue(0.99);
	const { feed, states } = await follow(socketio);
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	for (const waitMs of [500, 1000, 2000]) {
		publishTooMuch(socketio, feed);
		await expect.poll(() => states.at(-1)).toBe('retrying');
		await vi.advanceTimersByTimeAsync(0.9 * waitMs);
		expect(states.at(-1)).toBe('retrying');
		await vi.advanceTimersByTimeAsync(0.2 * waitMs);
		await expect.poll(() => states.at(-1)).toBe('open');
	}
});
