import { describe, expect, it } from 'vitest';
import { gameFold } from '#lib/demos/game/fold.ts';
import { KeyTimes } from '#lib/demos/game/key-times.svelte.ts';
import { OwnKeys, readKeys } from '#lib/demos/game/told-keys.ts';
import type { ToldKeys } from '#lib/demos/game/told-keys.ts';
import type { Keys } from '#lib/protocol/rooms/game.ts';
import type { SeatName } from '#lib/state/seat.svelte.ts';

const NOW = 1_700_000_000_000;
const said = (more: Partial<Keys> = {}): Keys => ({ count: 1, at: NOW - 20, before: [], error: 2, over: 'websocket', ...more });

describe('what a page says of its keys', () => {
	it('is the latest sixteen, each for half a minute, with the error of its clock', () => {
		const keys = new OwnKeys();
		expect(keys.tell(NOW, 1.2, 'sse')).toBeUndefined();
		for (let i = 0; i < 20; i++) keys.press(NOW + 100 * i + 0.4);
		const told = keys.tell(NOW + 2000, 1.2, 'sse');
		expect(told).toMatchObject({ count: 20, at: NOW + 1900, error: 2, over: 'sse' });
		expect(told?.before).toEqual(Array.from({ length: 15 }, (_, index) => 1500 - 100 * index));
		expect(keys.tell(NOW + 31_800, 1.2, 'sse')).toMatchObject({ count: 20, before: [] });
		expect(keys.tell(NOW + 31_901, 1.2, 'sse')).toBeUndefined();
		keys.press(NOW + 32_000);
		expect(keys.tell(NOW + 32_000, 1e4, 'sse')).toBeUndefined();
		keys.forget();
		expect(keys.tell(NOW + 32_000, 1, 'sse')).toBeUndefined();
	});

	it('is read as moments in the order of the keys', () => {
		expect(readKeys(said({ count: 3, before: [300, 100] }), NOW)).toEqual({
			count: 3,
			moments: [NOW - 320, NOW - 120, NOW - 20],
			errorMs: 2,
			sent: 'websocket'
		});
	});

	it.each([
		['in the future by more than its error', { at: NOW + 3 }],
		['longer ago than anybody waits', { at: NOW - 60_001 }],
		['at no time', { at: NaN }],
		['never', { at: Infinity }],
		['with an error that is none', { error: NaN }]
	])('is ignored where a key was pressed %s', (_, bad) => {
		expect(readKeys(said(bad), NOW).moments).toEqual([undefined]);
		const position = { by: 'ada', n: 1, x: 500, y: 300, keys: said(bad) };
		const game = gameFold.apply(gameFold.initial(), { id: 'e-1', at: NOW, type: 'position', data: position });
		expect(game.seen.get('ada')).toMatchObject({ n: 1, track: { x: 500, y: 300 }, keys: { moments: [undefined] } });
	});

	it('is believed where the clocks differ by no more than they may, and by the moment alone', () => {
		expect(readKeys(said({ at: NOW + 2, count: 2, before: [60_003] }), NOW).moments).toEqual([undefined, NOW + 2]);
	});
});

describe('the time from a key of another page to its picture', () => {
	const told = (count: number, ...moments: (number | undefined)[]): ToldKeys => ({ count, moments, errorMs: 2, sent: 'sse' });
	const frame = (serverAt: number, seat: SeatName = 'only') => ({
		seat,
		drawn: 'websocket' as const,
		at: serverAt - NOW,
		serverAt,
		errorMs: 1
	});
	/** Times of a seat that was first drawn at `NOW`. */
	const watching = () => {
		const times = new KeyTimes();
		times.drewTold(frame(NOW), 'ada', undefined);
		return times;
	};

	it('is what passed on the server’s clock, with the error of both pages; each key counts once', () => {
		const times = watching();
		times.drewTold(frame(NOW + 130), 'ada', told(1, NOW + 100));
		times.drewTold(frame(NOW + 160), 'ada', told(1, NOW + 100));
		times.drewTold(frame(NOW + 1300), 'ada', told(3, NOW + 100, NOW + 300, NOW + 1250));
		expect(times.rows).toEqual([
			{ seat: 'only', sent: 'sse', drawn: 'websocket', errorMs: 3, keys: 3, by: 'ada', at: 1300, last: 1000, slowest: 1000 }
		]);
		for (let count = 4; count <= 23; count++) times.drewTold(frame(NOW + 2040), 'ada', told(count, NOW + 2000));
		expect(times.rows).toMatchObject([{ keys: 23, last: 40, p50: 40, p95: 50 }]);
	});

	it('is not measured for what was pressed before this page looked, nor while it did not', () => {
		const times = watching();
		times.drewTold(frame(NOW + 10), 'grace', told(9, NOW - 5000));
		times.away('only');
		times.drewTold(frame(NOW + 9000), 'ada', told(1, NOW + 4000));
		times.forget();
		times.drewTold(frame(NOW + 19_000), 'ada', told(2, NOW + 4000, NOW + 14_000));
		expect(times.rows).toEqual([]);
		times.drewTold(frame(NOW + 19_200), 'ada', told(3, NOW + 19_100));
		expect(times.rows.map(({ last }) => last)).toEqual([100]);
	});

	it('is none where a key was drawn before it was pressed; within the error it is zero', () => {
		const times = watching();
		times.drewTold(frame(NOW + 100), 'ada', told(1, NOW + 104));
		times.drewTold(frame(NOW + 100), 'ada', told(2, undefined));
		times.drewTold(frame(NOW + 100), 'ada', told(2, NOW + 50));
		expect(times.rows).toEqual([]);
		times.drewTold(frame(NOW + 100), 'ada', told(3, NOW + 102));
		expect(times.rows.map(({ last }) => last)).toEqual([0]);
	});

	it('is unknown before the page knows the server’s clock, and stands beside what one clock has measured', () => {
		const times = watching();
		times.drewTold({ ...frame(NOW), serverAt: undefined }, 'ada', told(1, NOW));
		times.drewTold(frame(NOW + 20), 'ada', told(1, NOW + 10));
		times.pressed({ seat: 'left', by: 'grace', n: 1, at: 0, sent: 'sse' });
		times.drew('only', 'grace', 1, 'websocket', 7);
		expect(times.rows.map(({ errorMs, last }) => [errorMs, last])).toEqual([
			[3, 10],
			[undefined, 7]
		]);
	});
});
