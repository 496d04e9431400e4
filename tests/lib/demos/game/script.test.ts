import { expect, it } from 'vitest';
import type { Game } from '#lib/demos/game/fold.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { ROOMS } from '#lib/protocol/rooms/index.ts';
import * as v from 'valibot';
import { script } from '../../../demos/scripts/game.ts';

const MEMBERS = ['adaadaadaada', 'bobbobbobbob'];

/** A seeded number from 0 to 1 (mulberry32). */
function createRandom(seed: number): () => number {
	return () => {
		seed = (seed + 0x6d2b79f5) | 0;
		let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Plays the script for a while: each hears all that is ordered, late, and loses positions of its own. */
async function playScript(seed: number): Promise<{ read: unknown[]; states: Game[] }> {
	const random = createRandom(seed);
	const log: FeedEvent[] = [{ id: 'e-1', at: 0, type: 'opened', data: {} }];
	const states = MEMBERS.map(() => script.fold.initial());
	const heard = MEMBERS.map(() => 0);
	const listen = (index: number, until: number) => {
		for (; (heard[index] ?? 0) < until; heard[index] = (heard[index] ?? 0) + 1) {
			const event = log[heard[index] ?? 0] as FeedEvent;
			if (event.type !== 'position' || random() < 0.5) states[index] = script.fold.apply(states[index] as Game, event);
		}
	};
	for (let step = 1; step <= 120; step++) {
		const index = random() < 0.5 ? 0 : 1;
		if (random() < 0.7) listen(index, log.length);
		await script.act?.({
			by: MEMBERS[index] ?? '',
			state: states[index] as Game,
			random,
			publish: async (type, data) => {
				v.parse(ROOMS.game.events[type]?.data as v.GenericSchema, data);
				log.push({ id: `e-${log.length + 1}`, at: step * 150, type, data });
			}
		});
	}
	for (const index of MEMBERS.keys()) listen(index, log.length);
	return { read: states.map((state) => script.read(state)), states };
}

it('two who hear different positions, at different times, agree on every coin and score: 200 seeded games', async () => {
	let coins = 0;
	for (let seed = 1; seed <= 200; seed++) {
		const { read, states } = await playScript(seed);
		expect(read[0]).toEqual(read[1]);
		coins += (states[0]?.coin ?? 1) - 1;
	}
	expect(coins).toBeGreaterThan(400);
});

it('the events of the matrix give Ada the first coin, and Grace none', () => {
	const [ada = '', grace = ''] = MEMBERS;
	const events = [{ type: 'opened', data: {} }, ...(script.events?.(ada, grace) ?? [])];
	const state = events.reduce(
		(game, { type, data }, seq) => script.fold.apply(game, { id: `e-${seq + 1}`, at: 1000 + seq, type, data }),
		script.fold.initial()
	);
	expect(script.read(state)).toEqual({
		coin: 2,
		last: { by: ada, coin: 1 },
		scores: [
			[ada, 1],
			[grace, 0]
		],
		finished: null
	});
});
