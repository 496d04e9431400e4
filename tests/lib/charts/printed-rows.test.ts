import { expect, it } from 'vitest';
import { printedRows } from '#lib/charts/printed-rows.ts';

const at = (...moments: number[]) => moments.map((seconds) => ({ seconds }));
const told = (moments: number[], most = 7) =>
	printedRows(at(...moments), most).map(({ seconds, samples }) => [seconds, samples.map((sample) => sample.seconds)]);

it('each sample has its row while there is room', () => {
	expect(told([0.8, 1.8, 2.8])).toEqual([
		[0.8, [0.8]],
		[1.8, [1.8]],
		[2.8, [2.8]]
	]);
});

it('the last row is that of the last sample, and each stands for all since the one before', () => {
	expect(told([1, 2, 3, 4, 5, 6, 6.6], 3)).toEqual([
		[1, [1]],
		[4, [2, 3, 4]],
		[6.6, [5, 6, 6.6]]
	]);
});

it('no second has two rows: of a race that came to rest in it there is where it rests', () => {
	expect(told([0.8, 1.8, 2.2])).toEqual([
		[0.8, [0.8]],
		[2.2, [1.8, 2.2]]
	]);
});

it('of nothing measured there is no row', () => expect(told([])).toEqual([]));
