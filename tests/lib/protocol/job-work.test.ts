import { describe, expect, it } from 'vitest';
import { frameWork, paceOf, workLeft } from '#lib/protocol/job-work.ts';

describe('the work of a job', () => {
	it('a deeper frame is more of it, and so is a finer one', () => {
		expect(frameWork(96, 96, 2)).toBeGreaterThan(6 * frameWork(1, 96, 2));
		expect(frameWork(48, 96, 2)).toBeGreaterThan(3 * frameWork(48, 96, 1));
		expect(frameWork(48, 96, 2)).toBeLessThan(4 * frameWork(48, 96, 1));
	});

	it('what is left is the sum of the frames to come, and nothing after the last', () => {
		for (const samples of [0.25, 1, 2]) {
			const each = Array.from({ length: 72 }, (_, index) => frameWork(25 + index, 96, samples));
			expect(workLeft(24, 96, samples)).toBeCloseTo(each.reduce((sum, work) => sum + work, 0));
			expect(workLeft(96, 96, samples)).toBe(0);
		}
	});

	it('the pace is that of the frames in the middle: one that was held up says nothing', () => {
		const times = [20, 21, 22, 23].map((n) => 5 * frameWork(n, 96, 2));
		expect(paceOf(times, 23, 96, 2)).toBeCloseTo(5);
		expect(paceOf([...times.slice(0, 3), 9000], 23, 96, 2)).toBeCloseTo(5);
		expect(paceOf(times.slice(0, 3), 22, 96, 2)).toBeCloseTo(5);
	});
});
