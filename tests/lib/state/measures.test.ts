import { describe, expect, it } from 'vitest';
import { ClockOffset } from '../../../src/lib/state/clock-offset.ts';
import { Quantiles } from '../../../src/lib/state/quantiles.ts';

describe('the offset between the clocks', () => {
	it('is unknown until a few probes agree', () => {
		const clock = new ClockOffset();
		for (let probe = 0; probe < 3; probe++) clock.add(0, 1000, 10);
		expect(clock.offsetMs).toBeUndefined();
		clock.add(0, 1000, 10);
		expect(clock.offsetMs).toBe(995);
		expect(clock.errorMs).toBe(5);
	});

	it('trusts the fastest probe: slow ones, whichever way they were slow, do not move it', () => {
		const clock = new ClockOffset();
		clock.add(0, 1000, 200);
		clock.add(0, 1190, 200);
		clock.add(0, 1001, 2);
		clock.add(0, 1100, 150);
		expect(clock.offsetMs).toBe(1000);
		expect(clock.errorMs).toBe(1);
	});
});

describe('quantiles', () => {
	it('are values that were measured, by nearest rank', () => {
		const quantiles = new Quantiles();
		for (let value = 100; value >= 1; value--) quantiles.add(value);
		expect(quantiles.at(0.5, 0.95, 1)).toEqual([50, 95, 100]);
	});

	it('forget all but the last values', () => {
		const quantiles = new Quantiles(3);
		for (const value of [900, 1, 2, 3]) quantiles.add(value);
		expect(quantiles.at(1)).toEqual([3]);
	});

	it('are nothing without values', () => {
		expect(new Quantiles().at(0.5)).toBeUndefined();
	});
});
