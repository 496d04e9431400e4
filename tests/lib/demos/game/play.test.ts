import { describe, expect, it } from 'vitest';
import { PLAYER_RADIUS, SPEED } from '#lib/demos/game/arena.ts';
import { gameFold } from '#lib/demos/game/fold.ts';
import { HeldKeys } from '#lib/demos/game/held-keys.ts';
import { KeyTimes, keyTimesOf } from '#lib/demos/game/key-times.svelte.ts';
import { Pilot } from '#lib/demos/game/pilot.ts';
import { PositionSender } from '#lib/demos/game/position-sender.ts';
import { Scene } from '#lib/demos/game/scene.ts';
import { coinSentence, finishedSentence, problemSentence, volatileSentence } from '#lib/demos/game/texts.ts';

/** A line whose publishes the test answers. */
function createLine() {
	const sent: { n: number; x: number; answer(): Promise<void>; refuse(): Promise<void> }[] = [];
	const outcomes: unknown[] = [];
	const sender = new PositionSender(
		(n, { x }) =>
			new Promise((resolve, reject) => {
				const settle = async (act: () => void) => {
					act();
					await new Promise((done) => setImmediate(done));
				};
				sent.push({ n, x, answer: () => settle(() => resolve(n)), refuse: () => settle(() => reject(new Error('no'))) });
			}),
		(error) => outcomes.push(error)
	);
	return { sent, outcomes, sender };
}

describe('sending positions', () => {
	it('keeps to thirty a second while moving, at 60, 120 or 144 frames a second', async () => {
		for (const frames of [60, 120, 144]) {
			const { sent, sender } = createLine();
			for (let frame = 0; frame < 10 * frames; frame++) {
				sender.offer({ x: frame, y: 0 }, (frame * 1000) / frames, false);
				await sent.at(-1)?.answer();
			}
			expect(sent.length).toBeGreaterThanOrEqual(290);
			expect(sent.length).toBeLessThanOrEqual(301);
		}
	});

	it('says it once a second at rest, and where one stopped', async () => {
		const { sent, sender } = createLine();
		for (let now = 0; now <= 5000; now += 20) {
			sender.offer({ x: Math.min(now, 100), y: 0 }, now, false);
			await sent.at(-1)?.answer();
		}
		const stopped = sent.findIndex(({ x }) => x === 100);
		expect(sent.length - stopped).toBe(5);
	});

	it('never queues: what follows one that was long on its way is the newest', async () => {
		const { sent, sender } = createLine();
		for (let now = 0; now <= 2000; now += 16) sender.offer({ x: now / 10, y: 0 }, now, true);
		expect(sent.map(({ n, x }) => [n, x])).toEqual([[1, 0]]);
		await sent[0]?.answer();
		sender.offer({ x: 201.6, y: 0 }, 2016, false);
		expect(sent.map(({ n, x }) => [n, x])).toEqual([
			[1, 0],
			[2, 201.6]
		]);
	});

	it('goes on numbering where an earlier page of the same player stopped: nothing is taken for late', async () => {
		const { sent, sender } = createLine();
		expect(sender.offer({ x: 0, y: 0 }, 0, false, 41)).toBe(42);
		await sent[0]?.answer();
		// What the log showed before one's own first position came back.
		expect(sender.offer({ x: 10, y: 0 }, 100, false, 41)).toBe(43);
		expect(sender.count).toBe(2);
	});

	it('lets a key pass at once, and stays below the room’s rate even if somebody drums on the keys', async () => {
		const { sent, sender } = createLine();
		sender.offer({ x: 0, y: 0 }, 0, false);
		await sent[0]?.answer();
		expect(sender.offer({ x: 1, y: 0 }, 5, false)).toBeUndefined();
		expect(sender.offer({ x: 1, y: 0 }, 5, true)).toBe(2);
		await sent[1]?.answer();
		for (let now = 10; now < 10_000; now += 4) {
			sender.offer({ x: now / 10, y: 0 }, now, true);
			await sent.at(-1)?.answer();
		}
		expect(sent.length).toBeLessThanOrEqual(30 * 10 + 3);
	});

	it('rests for two seconds after a refusal, and says that and when it is over', async () => {
		const { sent, outcomes, sender } = createLine();
		sender.offer({ x: 0, y: 0 }, 0, false);
		await sent[0]?.refuse();
		expect(outcomes).toEqual([new Error('no')]);
		for (let now = 16; now < 1900; now += 16) expect(sender.offer({ x: now, y: 0 }, now, true)).toBeUndefined();
		expect(sender.offer({ x: 9, y: 0 }, 2100, false)).toBe(2);
		await sent[1]?.answer();
		expect(outcomes).toEqual([new Error('no'), undefined]);
	});
});

describe('steering', () => {
	it('a player moves with its speed, stops at the walls, and does not leap after a pause', () => {
		const pilot = new Pilot({ x: 500, y: 300 });
		for (let i = 0; i < 60; i++) pilot.step({ x: 1, y: 0 }, 1 / 60);
		expect(pilot.place.x).toBeCloseTo(500 + SPEED, 0);
		pilot.step({ x: -1, y: 0 }, 60);
		expect(pilot.place.x).toBeCloseTo(500 + 0.9 * SPEED, 0);
		for (let i = 0; i < 600; i++) pilot.step({ x: 0, y: -1 }, 1 / 60);
		expect(pilot.place.y).toBe(PLAYER_RADIUS);
	});

	it('each seat has its own keys, the only one both sets; across is no faster than along', () => {
		const [left, right, only] = [new HeldKeys('left'), new HeldKeys('right'), new HeldKeys('only')];
		expect([left.owns('ArrowUp'), right.owns('KeyW'), left.owns('constructor'), left.press('constructor')]).not.toContain(true);
		// Presented: the arrows go with the focus, the letters do not.
		expect([left.owns('ArrowUp', true), right.owns('ArrowUp', false), left.owns('KeyW', false), right.owns('KeyW', true)]).toEqual([
			true,
			false,
			true,
			false
		]);
		expect([left.press('KeyW'), left.press('KeyW')]).toEqual([true, false]);
		expect(left.direction).toEqual({ x: 0, y: -1 });
		expect([only.press('KeyD'), only.press('ArrowDown')]).toEqual([true, true]);
		expect(Math.hypot(only.direction.x, only.direction.y)).toBeCloseTo(1);
		only.releaseAll();
		expect(only.direction).toEqual({ x: 0, y: 0 });
		only.drag({ x: 0.2, y: 0 });
		expect(only.direction).toEqual({ x: 1, y: 0 });
	});
});

describe('the time from a key to its picture', () => {
	it('ends when the other seat draws the number it was sent with, or a later one', () => {
		const times = new KeyTimes();
		times.pressed({ seat: 'left', by: 'ada', n: 7, at: 1000, sent: 'sse' });
		times.drew('right', 'ada', 6, 'websocket', 1010);
		times.drew('right', 'grace', 9, 'websocket', 1010);
		expect(times.rows).toEqual([]);
		times.drew('right', 'ada', 8, 'websocket', 1030);
		times.drew('right', 'ada', 9, 'websocket', 1090);
		expect(times.rows).toEqual([{ seat: 'right', sent: 'sse', drawn: 'websocket', by: 'ada', at: 1030, keys: 1, last: 30, slowest: 30 }]);
	});

	it('is that of the slowest where one picture is that of several keys', () => {
		const times = new KeyTimes();
		for (let n = 1; n <= 4; n++) times.pressed({ seat: 'left', by: 'ada', n, at: 200 * n, sent: 'websocket' });
		times.drew('right', 'ada', 3, 'polling', 1000);
		expect(times.rows).toMatchObject([{ keys: 3, last: 800, slowest: 800 }]);
		times.drew('right', 'ada', 4, 'polling', 1100);
		expect(times.rows).toMatchObject([{ keys: 4, last: 300, slowest: 800 }]);
	});

	it('is kept by the pair of techniques when one switches, and belongs to the run', () => {
		const run = {};
		const times = keyTimesOf(run);
		expect([keyTimesOf(run) === times, keyTimesOf({}) === times]).toEqual([true, false]);
		for (let i = 1; i <= 40; i++) {
			times.pressed({ seat: 'left', by: 'ada', n: i, at: 0, sent: 'websocket' });
			times.drew('right', 'ada', i, i <= 20 ? 'websocket' : 'polling', i <= 20 ? i : 100 * i);
		}
		expect(times.rows.map(({ drawn, keys, p50, p95 }) => [drawn, keys, p50, p95])).toEqual([
			['websocket', 20, 10, 19],
			['polling', 20, 3000, 3900]
		]);
	});

	it('has percentiles from twenty keys on, and an outlier is forgotten after two hundred more', () => {
		const times = new KeyTimes();
		const seen = new Map<number, number | undefined>();
		for (let n = 1; n <= 230; n++) {
			times.pressed({ seat: 'left', by: 'ada', n, at: 0, sent: 'sse' });
			times.drew('right', 'ada', n, 'sse', n <= 20 ? 5000 : 10);
			seen.set(n, times.rows[0]?.p95);
		}
		expect([seen.get(19), seen.get(20), seen.get(200), seen.get(220)]).toEqual([undefined, 5000, 5000, 10]);
		expect(times.rows[0]).toMatchObject({ keys: 230, last: 10, p50: 10 });
	});

	it('is not measured where nobody sees the seat', () => {
		const times = new KeyTimes();
		times.pressed({ seat: 'left', by: 'ada', n: 1, at: 0, sent: 'sse' });
		times.pressed({ seat: 'right', by: 'grace', n: 1, at: 0, sent: 'sse' });
		times.away('right');
		times.drew('right', 'ada', 1, 'sse', 9000);
		times.drew('left', 'grace', 1, 'sse', 30);
		expect(times.rows.map(({ seat, last }) => [seat, last])).toEqual([['left', 30]]);
	});

	it('forgets keys that nobody will draw', () => {
		const times = new KeyTimes();
		times.pressed({ seat: 'left', by: 'ada', n: 1, at: 0, sent: 'sse' });
		times.forget();
		times.drew('right', 'ada', 1, 'sse', 60_000);
		for (let n = 2; n < 1000; n++) times.pressed({ seat: 'left', by: 'ada', n, at: 0, sent: 'sse' });
		times.drew('right', 'ada', 1000, 'sse', 5);
		expect(times.rows.map(({ keys, p95 }) => [keys, p95])).toEqual([[100, 5]]);
	});
});

describe('what an arena shows', () => {
	const game = [
		{ type: 'opened', data: {} },
		{ type: 'enter', data: { by: 'ada' } },
		{ type: 'position', data: { by: 'ada', n: 1, x: 400, y: 300 } },
		{ type: 'position', data: { by: 'grace', n: 1, x: 10, y: 10 } }
	].reduce((state, event, seq) => gameFold.apply(state, { id: `e-${seq + 1}`, at: 1000, ...event }), gameFold.initial());
	const taken = gameFold.apply(game, { id: 'e-5', at: 2000, type: 'take', data: { by: 'ada', coin: 1, x: 500, y: 300 } });
	const of = { members: new Map(), own: 'ada', play: { place: { x: 1, y: 2 }, claimed: 0 }, goneAt: 0, now: 0 };

	it('oneself where one steers, others where they were received', () => {
		const scene = new Scene();
		const { figures, coin } = scene.view({ ...of, game });
		expect(figures.map(({ place, isOwn }) => [place.x, isOwn])).toEqual([
			[10, false],
			[1, true]
		]);
		expect(coin).toEqual({ x: 500, y: 300 });
		expect([...scene.drawn]).toEqual([['grace', 1]]);
		expect(scene.view({ ...of, game, goneAt: 1001 }).figures).toHaveLength(1);
		scene.view({ ...of, game: { ...game, seen: new Map() } });
		expect([...scene.drawn]).toEqual([]);
	});

	it('a coin that one has claimed and the log has not answered, and a ring where one was taken', () => {
		const scene = new Scene();
		expect(scene.view({ ...of, game, play: { place: undefined, claimed: 1 } }).isClaimed).toBe(true);
		expect(scene.view({ ...of, game: taken, play: { place: undefined, claimed: 1 } }).isClaimed).toBe(false);
		expect(scene.view({ ...of, game: taken, now: 45 }).taken).toEqual({ place: { x: 500, y: 300 }, part: 0.1 });
		expect(scene.view({ ...of, game: taken, now: 500 }).taken).toBeUndefined();
	});

	it('no trails and no rings where motion is unwanted', () => {
		const [moving, still] = [new Scene(), new Scene()];
		still.isStill = true;
		for (const scene of [moving, still]) scene.view({ ...of, game });
		const trails = (scene: Scene) => scene.view({ ...of, game: taken, now: 1 }).figures.map(({ trail }) => trail.length);
		expect([trails(moving), trails(still)]).toEqual([
			[1, 0],
			[0, 0]
		]);
		expect(still.view({ ...of, game: taken, now: 2 }).taken).toBeUndefined();
	});
});

describe('what is said', () => {
	const nameOf = (by: string) => ({ a: 'Ada', g: 'Grace' })[by] ?? '';

	it('names the round, the coin and who won', () => {
		const game = { ...gameFold.initial(), coin: 17, knownFrom: 1, last: { by: 'a', coin: 16 } };
		expect(coinSentence(game, nameOf)).toBe('Round 2, coin 2 of 15. Ada took the one before.');
		expect(coinSentence({ ...game, coin: 0, seed: '' }, nameOf)).toBe('Entering the arena…');
		expect(coinSentence({ ...game, coin: 0, seed: 'e' }, nameOf)).toContain('forgotten how the round began');
		const finished = (scores: [string, number][]) => finishedSentence({ ...game, finished: { round: 1, scores: new Map(scores) } }, nameOf);
		expect(
			finished([
				['a', 7],
				['g', 8]
			])
		).toBe('Round 1: Grace won, 8 to 7.');
		expect(
			finished([
				['a', 5],
				['g', 5],
				['x', 5]
			])
		).toBe('Round 1: a draw, 5 to 5 to 5.');
		expect(finishedSentence(game, nameOf)).toBe('');
	});

	it('calls volatile what is, and counts what was dropped', () => {
		expect(volatileSentence({ late: 2, impossible: 0, beaten: 1 }, 30, 1)).toBe(
			'Positions are volatile: the latest counts, never a backlog. 30 a second sent, 1 of others drawn; 2 late, 0 impossible dropped. 1 claim came second.'
		);
	});

	it('tells what to do about each refusal', () => {
		for (const code of ['too-fast', 'room-gone', 'not-a-member', 'bad-event'])
			expect(problemSentence({ code, message: 'raw' })).toMatch(/\. .+\.$|Wait|Open/);
		expect(problemSentence(Object.assign(new Error('Something else.'), { code: 'unheard-of' }))).toBe('Something else.');
		expect(problemSentence(new TypeError('fetch failed'))).toBe('The server does not answer. Trying again…');
	});
});
