import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gameFold } from '#lib/demos/game/fold.ts';
import type { Game } from '#lib/demos/game/fold.ts';
import { HeldKeys } from '#lib/demos/game/held-keys.ts';
import { KeyTimes } from '#lib/demos/game/key-times.svelte.ts';
import { isLineDown } from '#lib/demos/game/line-down.ts';
import { Play } from '#lib/demos/game/play.ts';
import type { Members } from '#lib/protocol/presence.ts';
import type { Position } from '#lib/protocol/rooms/game.ts';
import type { DemoRun } from '#lib/state/demo-run.svelte.ts';
import type { Seat, SeatCondition } from '#lib/state/seat.svelte.ts';

const SERVER_AT = 1_000_000;
const member = (id: string) => [id, { id, name: id, seenAt: SERVER_AT, hasLeft: false }] as const;
const MEMBERS: Members = new Map([member('ada'), member('grace'), member('guest')]);
const GAME = [
	{ type: 'opened', data: {} },
	{ type: 'enter', data: { by: 'ada' } }
].reduce<Game>((game, event, seq) => gameFold.apply(game, { id: `e-${seq + 1}`, at: SERVER_AT, ...event }), gameFold.initial());

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Ada, whose positions Grace draws at the other seat of the page, and a guest on another page. */
function playBeside() {
	const lines = { ada: 'open' as SeatCondition, grace: 'open' as SeatCondition };
	const positions: Position[] = [];
	/** As it would be sent now. */
	let resend = (): Position => expect.fail('nothing was sent');
	const publish = async (type: string, data: object) => {
		if (type !== 'position') return;
		resend = () => JSON.parse(JSON.stringify(data)) as Position;
		positions.push(resend());
	};
	const seatOf = (id: 'ada' | 'grace', name: string) => ({
		...{ name, technique: 'sse', membership: { member: id }, members: MEMBERS, state: GAME, publish },
		get condition() {
			return lines[id];
		}
	});
	const ada = seatOf('ada', 'left');
	const bench = { serverNow: () => SERVER_AT + performance.now(), clockErrorMs: 1, downSeconds: 0 };
	const run = { state: 'running', seats: [ada, seatOf('grace', 'right')], bench };
	const times = new KeyTimes();
	const play = new Play(ada as unknown as Seat<Game>, run as unknown as DemoRun<Game>, new HeldKeys('left'), times, () => undefined);
	/** Goes on for so long, frame by frame. */
	const pass = async (ms: number) => {
		for (let passed = 0; passed < ms; passed += 20) {
			play.frame(performance.now());
			await vi.advanceTimersByTimeAsync(20);
		}
	};
	return {
		lines,
		bench,
		pass,
		press: () => play.pressed(performance.now()),
		/** How many keys Grace's seat has counted once it has drawn all of this. */
		counted: () => {
			times.drew('right', 'ada', positions.length, 'sse', performance.now());
			return times.rows.reduce((sum, { keys }) => sum + keys, 0);
		},
		/** How many the guest has been told of. */
		told: () => positions.at(-1)?.keys?.count ?? 0,
		/** How many a position tells of that is sent once more. */
		toldAnew: () => resend().keys?.count ?? 0
	};
}

describe('the time from a key to its picture', () => {
	it.each([
		['ada', 'retrying'],
		['grace', 'retrying'],
		['ada', 'unheard']
	] as const)('is not measured while the line of %s is down (%s), and not until a position goes out again', async (who, down) => {
		const { lines, pass, press, counted, told } = playBeside();
		await pass(1000);
		press();
		await pass(200);
		expect([counted(), told()]).toEqual([1, 1]);
		lines[who] = down;
		for (let i = 0; i < 5; i++) {
			await pass(1000);
			press();
		}
		lines[who] = 'open';
		press();
		await pass(1500);
		expect([counted(), told()]).toEqual([1, 0]);
		press();
		await pass(200);
		expect(counted()).toBe(2);
		expect(told()).toBeGreaterThan(0);
	});

	it('is not told to other pages by a position that did not get through, and is sent again', async () => {
		const { lines, pass, press, told, toldAnew } = playBeside();
		await pass(1000);
		press();
		expect([told(), toldAnew()]).toEqual([1, 1]);
		lines.ada = 'unheard';
		await pass(20);
		expect(toldAnew()).toBe(0);
	});

	it('is not measured either where the server has cut the line and no poll has noticed', async () => {
		const { bench, pass, press, counted } = playBeside();
		await pass(1000);
		bench.downSeconds = 6;
		press();
		await pass(200);
		expect(counted()).toBe(0);
	});
});

it('a line is down from a drop until it is open again, and while it carries nothing up; not where one has paused, nor where a technique begins', () => {
	const isDown = (state: DemoRun['state'], condition: SeatCondition, downSeconds = 0) =>
		isLineDown({ state, seats: [{ condition }], bench: { downSeconds } });
	expect([isDown('running', 'retrying'), isDown('running', 'unheard'), isDown('running', 'open', 3)]).toEqual([true, true, true]);
	expect([isDown('running', 'open'), isDown('running', 'connecting'), isDown('paused', 'closed', 3)]).toEqual([false, false, false]);
});
