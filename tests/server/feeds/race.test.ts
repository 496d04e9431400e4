import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seqOf } from '#lib/protocol/event.ts';
import { INITIAL_RACE } from '#lib/protocol/settings.ts';
import type { RaceSettings } from '#lib/protocol/settings.ts';
import { RaceSchedule, raceData } from '../../../src/server/feeds/race.ts';

const START = 1_800_000_000_000;
const settings = (change: Partial<RaceSettings>): RaceSettings => ({ ...INITIAL_RACE, ...change });
const events = (schedule: RaceSchedule, now: number) => Array.from({ length: schedule.newestAt(now) }, (_, i) => schedule.eventAt(i + 1));

describe('a race', () => {
	it('has the same events wherever it is computed from the same seed, rate, size and start', () => {
		const make = (change: Partial<RaceSettings>, start = START) =>
			events(new RaceSchedule('e', settings({ rate: 10, ...change }), start), start + 2000);
		expect(make({ seed: 7 })).toEqual(make({ seed: 7 }));
		expect(make({ seed: 7 })).not.toEqual(make({ seed: 8 }));
		expect(make({ size: 100 })).not.toEqual(make({ size: 101 }));
		expect(make({}, START + 1)[0]?.at).toBe((make({})[0]?.at ?? 0) + 1);
	});

	it.each([20, 21, 100, 8000])('has data whose JSON is exactly %i bytes, whatever the number of the event', (size) => {
		for (const seed of [0, 1, 4_294_967_295])
			for (const seq of [1, 9, 10, 99, 100, 12_345, 999_999])
				expect(Buffer.byteLength(JSON.stringify(raceData(seed, seq, size)))).toBe(size);
	});

	it.each([
		[1, 499, 0],
		[1, 500, 1],
		[1, 1499, 1],
		[1, 1500, 2],
		[0.1, 4999, 0],
		[0.1, 5000, 1],
		[3, 1000, 3],
		[200, 2, 0],
		[200, 3, 1],
		[200, 1000, 200]
	])('at %d events a second has after %i ms %i', (rate, ms, count) => {
		expect(new RaceSchedule('e', settings({ rate }), START).newestAt(START + ms)).toBe(count);
	});

	it('says when the next event is due, and by then has it', () => {
		fc.assert(
			fc.property(fc.double({ min: 0.1, max: 200, noNaN: true }), fc.nat(10_000), (rate, seq) => {
				const schedule = new RaceSchedule('e', settings({ rate }), START);
				const due = schedule.dueAfter(seq);
				expect(schedule.newestAt(due + 0.001)).toBe(seq + 1);
				expect(Math.abs(schedule.eventAt(seq + 1).at - due)).toBeLessThan(0.06);
			})
		);
	});

	it('goes on without a hole through changes of rate, size and pause, and what was due stays as it was', () => {
		const change = fc.record({
			afterMs: fc.nat(3000),
			rate: fc.constantFrom(0.1, 1, 7, 200),
			size: fc.constantFrom(20, 50, 320),
			paused: fc.boolean()
		});
		fc.assert(
			fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
				const schedule = new RaceSchedule('e', settings({ rate: 5 }), START);
				let now = START;
				let before = events(schedule, now);
				for (const { afterMs, ...next } of changes) {
					now += afterMs;
					const due = events(schedule, now);
					expect(due.slice(0, before.length)).toEqual(before);
					schedule.change(settings(next), now);
					expect(events(schedule, now)).toEqual(due);
					before = due;
				}
				const all = events(schedule, now + 3000);
				expect(all.slice(0, before.length)).toEqual(before);
				expect(all.map(({ id }) => seqOf(id))).toEqual(all.map((_, i) => i + 1));
				for (const [i, { at }] of all.entries()) expect(at).toBeGreaterThanOrEqual(all[i - 1]?.at ?? START);
				for (const { data } of all) expect([20, 50, 100, 320]).toContain(JSON.stringify(data).length);
			})
		);
	});

	it('remembers only the settings of events that are kept, however often they change', () => {
		const [whole, short] = [new RaceSchedule('e', settings({ rate: 10 }), START), new RaceSchedule('e', settings({ rate: 10 }), START, 20)];
		for (let change = 1; change <= 1000; change++) {
			const now = START + change * 200;
			for (const schedule of [whole, short])
				schedule.change(settings({ rate: 10, size: 20 + (change % 80), paused: change % 7 === 0 }), now);
			const newest = whole.newestAt(now);
			const kept = (schedule: RaceSchedule) => Array.from({ length: Math.min(20, newest) }, (_, i) => schedule.eventAt(newest - i));
			expect(kept(short)).toEqual(kept(whole));
			expect(short.stretches).toBeLessThanOrEqual(21);
		}
		expect(whole.stretches).toBeGreaterThan(800);
	});

	it('that is paused plans nothing, and begins in the middle of a period when it goes on', () => {
		const schedule = new RaceSchedule('e', settings({ rate: 1, paused: true }), START);
		expect(schedule.dueAfter(0)).toBe(Infinity);
		expect(schedule.newestAt(START + 60_000)).toBe(0);
		schedule.change(settings({ rate: 1 }), START + 60_000);
		expect(schedule.dueAfter(0)).toBe(START + 60_500);
	});
});
