import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { MAX_RACE_BYTES_PER_SECOND } from '#lib/protocol/limits.ts';
import { INITIAL_RACE, RACE_BOUNDS, changeRace, maxRate } from '#lib/protocol/settings.ts';
import { raceSettingsSchema } from '#lib/protocol/session.ts';

describe('the settings of a race', () => {
	it.each([
		{},
		{ rate: 0.1 },
		{ rate: 200 },
		{ size: 20 },
		{ size: 8000 },
		{ seed: 0 },
		{ seed: 4_294_967_295 },
		{ paused: true },
		{ rate: 1, size: 100, seed: 1, paused: false }
	])('%j are taken', (change) => expect(v.is(raceSettingsSchema, change)).toBe(true));

	it.each([
		{ rate: 0.0999 },
		{ rate: 200.1 },
		{ rate: 0 },
		{ rate: -1 },
		{ rate: Number.NaN },
		{ rate: Infinity },
		{ rate: '1' },
		{ rate: null },
		{ size: 19 },
		{ size: 8001 },
		{ size: 20.5 },
		{ seed: -1 },
		{ seed: 4_294_967_296 },
		{ seed: 1.5 },
		{ paused: 'yes' },
		{ other: 1 },
		{ rate: [1] },
		[],
		[1],
		null
	])('%j are refused', (change) => expect(v.is(raceSettingsSchema, change)).toBe(false));

	it.each([
		[20, 200],
		[320, 200],
		[321, 64_000 / 321],
		[8000, 8]
	])('with %i bytes leave room for a rate of %d', (size, rate) => {
		expect(maxRate(size)).toBe(rate);
		expect(changeRace(INITIAL_RACE, { size, rate: 200 }).rate).toBe(rate);
	});

	it('never ask more of a lane than its bound, whatever the changes', () => {
		const change = fc.record(
			{
				rate: fc.double({ min: RACE_BOUNDS.rate.min, max: RACE_BOUNDS.rate.max, noNaN: true }),
				size: fc.integer({ min: RACE_BOUNDS.size.min, max: RACE_BOUNDS.size.max }),
				paused: fc.boolean()
			},
			{ requiredKeys: [] }
		);
		fc.assert(
			fc.property(fc.array(change, { maxLength: 5 }), (changes) => {
				const { rate, size, seed } = changes.reduce(changeRace, INITIAL_RACE);
				expect(rate * size).toBeLessThanOrEqual(MAX_RACE_BYTES_PER_SECOND + 1e-6);
				expect(seed).toBe(INITIAL_RACE.seed);
			})
		);
	});

	it('that are not given, or given as undefined, stay as they are', () => {
		const settings = { rate: 5, size: 50, seed: 7, paused: true };
		expect(changeRace(settings, {})).toEqual(settings);
		expect(changeRace(settings, { rate: undefined, paused: false })).toEqual({ ...settings, paused: false });
	});
});
