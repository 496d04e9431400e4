import { expect, it } from 'vitest';
import { axisEnd, secondTicks } from '#lib/charts/axis.ts';
import { decades } from '#lib/charts/decades.ts';

it.each([
	[1, 1],
	[1.1, 2],
	[7, 10],
	[41, 50],
	[99, 100],
	[100, 100],
	[101, 200],
	[40_700, 50_000]
])('an axis that has to reach %d ends at %d', (most, end) => expect(axisEnd(most)).toBeCloseTo(end, 9));

it.each([
	[0, 2],
	[1, 2],
	[2, 2],
	[3, 4],
	[5, 10],
	[11, 20],
	[41, 50],
	[45, 50]
])('an axis of whole things that has to reach %d ends at %d, and has a whole middle', (most, end) => expect(axisEnd(most, true)).toBe(end));

it.each([
	[3, 90, [1, 10, 100]],
	[0.1, 2000, [0.1, 1, 10, 100, 1000, 10_000]],
	[12, 40, [10, 100]],
	[10, 10, [10, 100]],
	[0.02, 30, [0.1, 1, 10, 100]],
	[Infinity, 0, [1, 10]]
])('a logarithmic axis that has to hold %d to %d has a line at each power of ten', (least, most, lines) =>
	expect(decades(least, most)).toEqual(lines)
);

it.each([
	[0, 1, [0, 1]],
	[0, 4.6, [0, 2, 4]],
	[0, 5, [0, 2, 4]],
	[0, 10, [0, 5, 10]],
	[0, 12.6, [0, 5, 10]],
	[7, 42.2, [10, 20, 30, 40]],
	[0, 119.8, [0, 30, 60, 90]],
	[0, 120, [0, 30, 60, 90, 120]],
	[3700, 40_000, [10_800, 21_600, 32_400]]
])('an axis from %d s to %d s names seconds that are round and equally far from each other', (from, to, ticks) =>
	expect(secondTicks(from, to)).toEqual(ticks)
);
