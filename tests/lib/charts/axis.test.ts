import { expect, it } from 'vitest';
import { axisEnd } from '#lib/charts/axis.ts';

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
