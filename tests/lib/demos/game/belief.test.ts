import { describe, expect, it } from 'vitest';
import { gameFold } from '#lib/demos/game/fold.ts';
import type { Game } from '#lib/demos/game/fold.ts';
import { Pilot } from '#lib/demos/game/pilot.ts';
import type { Direction } from '#lib/demos/game/pilot.ts';
import { PositionSender } from '#lib/demos/game/position-sender.ts';

const FRAME_MS = 1000 / 60;

/** A line, ms: how long a place is on its way at a moment, and when it is cut. */
interface Line {
	wayMs(now: number): number;
	readonly cuts?: readonly { readonly from: number; readonly to: number }[];
}

/** When what leaves at a moment is on the other side. */
function arrival({ wayMs, cuts = [] }: Line, now: number): number {
	const at = now + wayMs(now);
	const cut = cuts.find(({ from, to }) => at >= from && now < to);
	return cut ? cut.to + wayMs(cut.to) : at;
}

/** Plays honestly over a line; answers what was sent when, and what a reader of each position and of every third made of it. */
async function play(line: Line, steer: (now: number) => Direction, lengthMs: number) {
	const pilot = new Pilot({ x: 100, y: 300 });
	const due: { at: number; act(): void }[] = [];
	const sentAt: number[] = [];
	const readers: { all: Game; some: Game } = { all: gameFold.initial(), some: gameFold.initial() };
	let now = 0;
	const store = (n: number, place: object, at: number) => {
		const event = { id: `e-${n}` as const, at, type: 'position', data: { by: 'ada', n, ...place } };
		readers.all = gameFold.apply(readers.all, event);
		if (n % 3 === 0) readers.some = gameFold.apply(readers.some, event);
	};
	const sender = new PositionSender(
		(n, { x, y }) =>
			new Promise((resolve) => {
				sentAt.push(now);
				const storedAt = arrival(line, now);
				due.push({ at: storedAt, act: () => store(n, { x, y }, storedAt) }, { at: arrival(line, storedAt), act: () => resolve(n) });
			}),
		() => undefined
	);
	for (; now < lengthMs; now += FRAME_MS) {
		for (const { act } of due.filter(({ at }) => at > now - FRAME_MS && at <= now)) act();
		await new Promise((done) => setImmediate(done));
		pilot.step(steer(now), FRAME_MS / 1000);
		sender.offer(pilot.place, now, false);
	}
	return { sentAt, readers, place: pilot.place };
}

const right: Direction = { x: 1, y: 0 };
const rest: Direction = { x: 0, y: 0 };
const about = (now: number): Direction => {
	const angle = Math.floor(now / 700) * 2.4;
	return { x: Math.cos(angle), y: Math.sin(angle) };
};

describe('a place that was stored late', () => {
	const cuts = [{ from: 2000, to: 8000 }];

	it.each([
		['one way for a second and a half', (now: number) => (now > 3000 && now < 4500 ? right : rest)],
		['on and on', () => right],
		['up to the moment when the line is back', (now: number) => (now > 5400 && now < 8300 ? right : rest)],
		['about', (now: number) => (now < 12_000 ? about(now) : rest)]
	])('makes nobody impossible who walked %s', async (_, steer) => {
		for (const wayMs of [2, 40, 300]) {
			const { readers, place, sentAt } = await play({ wayMs: () => wayMs, cuts }, steer, 14_000);
			expect(readers.all.dropped.impossible + readers.some.dropped.impossible).toBe(0);
			expect(readers.all.seen.get('ada')?.track).toMatchObject(place);
			// The one in the cut came late, and it is not long until the next.
			expect(sentAt.filter((at) => at > 2100 && at < 8000)).toEqual([]);
			expect(sentAt.find((at) => at > 8000)).toBeLessThan(11_000);
		}
	});

	it('is not waited for longer than it has to be: at most for the way’s time', async () => {
		const { sentAt } = await play({ wayMs: () => 2, cuts }, (now) => (now > 3000 && now < 4500 ? right : rest), 9000);
		const next = sentAt.find((at) => at > 8020) ?? 0;
		expect(next - 8000).toBeGreaterThan(350);
		expect(next - 8000).toBeLessThan(520);
	});

	it('costs nothing where one hardly moved, and nothing later', async () => {
		const { sentAt } = await play({ wayMs: () => 2, cuts }, (now) => (now > 7500 ? right : rest), 10_000);
		expect(sentAt.find((at) => at > 8000)).toBeLessThan(8050);
		expect(sentAt.filter((at) => at > 9001)).toHaveLength(30);
	});
});

describe('an even line', () => {
	it.each([2, 40, 1000])('of %i ms each way never makes a player wait', async (wayMs) => {
		const { sentAt, readers } = await play({ wayMs: () => wayMs }, about, 60_000);
		expect(readers.all.dropped.impossible).toBe(0);
		const gaps = sentAt.slice(8).map((at, index) => at - (sentAt[index + 7] ?? 0));
		expect(Math.max(...gaps)).toBeLessThan(Math.max(55, 2 * wayMs + 3 * FRAME_MS));
	});

	it('that becomes slow is soon not waited for any more', async () => {
		const { sentAt, readers } = await play({ wayMs: (now) => (now < 5000 ? 2 : 1000) }, about, 60_000);
		expect(readers.all.dropped.impossible).toBe(0);
		expect(sentAt.filter((at) => at > 30_000).length).toBeGreaterThanOrEqual(14);
	});
});
