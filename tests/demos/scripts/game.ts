import { ARENA } from '#lib/protocol/rooms/game.ts';
import { MIDDLE } from '#lib/demos/game/arena.ts';
import { gameFold } from '#lib/demos/game/fold.ts';
import type { Game } from '#lib/demos/game/fold.ts';
import { coinPlace } from '#lib/demos/game/places.ts';
import type { Actor, DemoScript } from '../script.ts';

/** A game of two. */
export const script: DemoScript<Game> = {
	fold: gameFold,
	// Positions are volatile: two seats may have seen different ones, and agree on all that is ordered.
	read: ({ coin, players, last, finished }) => ({
		coin,
		last: last ?? null,
		scores: [...players].map(([by, { score }]) => [by, score]),
		finished: finished ? [finished.round, ...finished.scores] : null
	}),
	room: 'game',
	// Each starts within reach of the first coin, which lies in the middle; Grace is second, and then nowhere near the next.
	events: (ada, grace) => [
		{ by: ada, type: 'enter', data: { by: ada } },
		{ by: grace, type: 'enter', data: { by: grace } },
		{ by: ada, type: 'position', data: { by: ada, n: 1, ...MIDDLE } },
		{ by: grace, type: 'position', data: { by: grace, n: 1, x: 480, y: 300 } },
		{ by: ada, type: 'take', data: { by: ada, coin: 1, ...MIDDLE } },
		{ by: grace, type: 'take', data: { by: grace, coin: 1, ...MIDDLE } },
		{ by: grace, type: 'take', data: { by: grace, coin: 2, x: 0, y: 0 } }
	],
	act: (actor) => (actor.state.players.has(actor.by) ? play(actor) : actor.publish('enter', { by: actor.by }))
};

/** Moves half of the time, and otherwise claims the coin that one sees: rightly, late, or from where it is not. */
function play({ by, state, random, publish }: Actor<Game>): Promise<unknown> {
	const place = { x: Math.round(random() * ARENA.width), y: Math.round(random() * ARENA.height) };
	if (random() < 0.5) {
		const n = (state.seen.get(by)?.n ?? 0) + Math.ceil(3 * random());
		return publish('position', { by, n, ...place });
	}
	const coin = Math.max(1, state.coin - (random() < 0.2 ? 1 : 0));
	return publish('take', { by, coin, ...(random() < 0.2 ? place : coinPlace(state.seed, coin)) });
}
