import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FollowOptions } from '#lib/techniques/technique.ts';
import { Seat } from '#lib/state/seat.svelte.ts';
import type { SeatContext } from '#lib/state/seat-context.ts';

/** Each following of the feed, in the order in which it began. */
const followed: FollowOptions[] = [];
vi.mock('#lib/techniques/index.ts', () => ({
	TECHNIQUES: {
		websocket: {
			async *follow(_feed: unknown, options: FollowOptions) {
				followed.push(options);
				yield* [];
				await new Promise<void>((over) => options.signal.addEventListener('abort', () => over()));
			}
		}
	}
}));

let seat: Seat<number>;
beforeEach(() => {
	vi.stubGlobal('document', { hidden: true });
	followed.length = 0;
	seat = new Seat('only', 'Ada', 'websocket', { initial: () => 0, apply: (state) => state });
	const context: Partial<SeatContext> = { session: 's', feed: 'ticker', after: 'e-7', onReconnected: () => {} };
	seat.open(context as SeatContext);
});
afterEach(() => {
	seat.close();
	vi.unstubAllGlobals();
});

it('a seat whose feed is gone keeps what it has, and refuses what is published without asking', async () => {
	seat.lose(new Error('Gone.'));
	expect(followed.map(({ signal }) => signal.aborted)).toEqual([true]);
	await expect(seat.publish('message', {})).rejects.toThrow('Gone.');
});

it('a seat whose line waits before it tries again tries at once when there is hope, from where it stands', () => {
	followed[0]?.onState?.('retrying');
	seat.reconnect();
	expect(followed.map(({ after, signal }) => [after, signal.aborted])).toEqual([
		['e-7', true],
		['e-7', false]
	]);
});

it('a seat whose line is open, or that is closed, is left alone', () => {
	followed[0]?.onState?.('open');
	seat.reconnect();
	seat.close();
	seat.reconnect();
	expect(followed).toHaveLength(1);
});
