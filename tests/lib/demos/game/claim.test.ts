import { describe, expect, it } from 'vitest';
import { MIDDLE } from '#lib/demos/game/arena.ts';
import { gameFold } from '#lib/demos/game/fold.ts';
import type { Game } from '#lib/demos/game/fold.ts';
import { HeldKeys } from '#lib/demos/game/held-keys.ts';
import { KeyTimes } from '#lib/demos/game/key-times.svelte.ts';
import { coinPlace, startPlace } from '#lib/demos/game/places.ts';
import { Play } from '#lib/demos/game/play.ts';
import type { Members } from '#lib/protocol/presence.ts';
import type { DemoRun } from '#lib/state/demo-run.svelte.ts';
import type { Seat } from '#lib/state/seat.svelte.ts';

const ENTERED_AT = 1_000_000;
const HERE_IS_ADA: Members = new Map([['ada', { id: 'ada', name: 'Ada', seenAt: ENTERED_AT, hasLeft: false }]]);
const event = (seq: number, at: number, type: string, data: object) => ({ id: `e-${seq}` as const, at, type, data });

/** A player who walks to the coin over a line that does not say what became of it. */
function walkToCoin(game: Game, startedAt: number) {
	let at = startedAt;
	const claims: { at: number; coin: number; x: number; y: number }[] = [];
	const publish = (type: string, data: object) => {
		if (type === 'take') claims.push({ at, ...(data as { coin: number; x: number; y: number }) });
		return new Promise(() => undefined);
	};
	const seat = { name: 'left', technique: 'sse', line: 'open', membership: { member: 'ada' }, members: HERE_IS_ADA, state: game, publish };
	const run = { state: 'running', seats: [seat], bench: { serverNow: () => at, clockErrorMs: 5, downSeconds: 0 } };
	const held = new HeldKeys('left');
	const play = new Play(seat as unknown as Seat<Game>, run as unknown as DemoRun<Game>, held, new KeyTimes(), () => undefined);
	const coin = coinPlace(game.seed, game.coin);
	return {
		claims,
		/** The log says something else. */
		hears(game: Game): void {
			seat.state = game;
		},
		/** Plays on for so long. */
		forMs(ms: number): void {
			for (const end = at + ms; at < end; at += 10) {
				const { x, y } = play.place ?? startPlace(game.seed, 'ada');
				held.drag(Math.hypot(coin.x - x, coin.y - y) < 5 ? { x: 0, y: 0 } : { x: coin.x - x, y: coin.y - y });
				play.frame(at - startedAt);
			}
		}
	};
}

describe('a claim', () => {
	const opened = gameFold.apply(gameFold.initial(), event(1, ENTERED_AT, 'opened', {}));
	const entered = gameFold.apply(opened, event(2, ENTERED_AT, 'enter', { by: 'ada' }));

	it('goes out as soon as one reaches the coin, on a healthy line', () => {
		const { claims, forMs } = walkToCoin(entered, ENTERED_AT + 20);
		forMs(900);
		expect(claims).toHaveLength(1);
		// 240 to the middle, less 35.
		expect((claims[0]?.at ?? 0) - ENTERED_AT).toBeLessThan(660);
		const { coin, x, y, at } = claims[0] ?? { coin: 0, ...MIDDLE, at: 0 };
		const taken = gameFold.apply(entered, event(3, at, 'take', { by: 'ada', coin, x, y }));
		expect([taken.coin, taken.dropped.impossible]).toEqual([2, 0]);
	});

	it('after one that was stored late waits until it is believed, and is then no cheat’s', () => {
		// Far away, as the log has it, a moment ago.
		const late: Game = { ...entered, players: new Map([['ada', { score: 1, track: { x: 0, y: 0, clock: ENTERED_AT - 500 } }]]) };
		const { claims, forMs, hears } = walkToCoin(entered, ENTERED_AT);
		forMs(10);
		hears(late);
		forMs(890);
		expect(claims).toEqual([]);
		forMs(600);
		expect(claims).toHaveLength(1);
		const { coin, x, y, at } = claims[0] ?? { coin: 0, ...MIDDLE, at: 0 };
		const taken = gameFold.apply(late, event(3, at, 'take', { by: 'ada', coin, x, y }));
		expect([taken.coin, taken.dropped.impossible]).toEqual([2, 0]);
	});
});
