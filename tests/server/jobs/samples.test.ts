import { describe, expect, it } from 'vitest';
import { nextSamples } from '../../../src/server/jobs/samples.ts';

const limitMs = 60_000;
const next = (samples: number, ms: number, left: number, elapsedMs = 0, frames = 6) =>
	nextSamples({ samples, times: Array<number>(frames).fill(ms), elapsedMs, left, limitMs });

describe('points a pixel of the next frame', () => {
	it.each([
		['stay while too little is known', 2, 2, 5000, 100, 0, 5],
		['stay where the job is in time', 2, 2, 359, 100, 0, 6],
		['become fewer where it is not', 2, 1, 361, 100, 0, 6],
		['become fewer where too much of the time is gone', 2, 1, 200, 100, 20_000, 6],
		['become no fewer than one for sixteen pixels', 0.25, 0.25, 5000, 100, 0, 6],
		['become more where there is room even for four times as long a frame', 1, 2, 74, 100, 0, 6],
		['stay where there is not', 1, 1, 76, 100, 0, 6],
		['become no more than all', 2, 2, 1, 100, 0, 6]
	])('%s', (_what, samples, expected, ms, left, elapsedMs, frames) => {
		expect(next(samples, ms, left, elapsedMs, frames)).toBe(expected);
	});

	it('do not go down again after they went up, where a frame costs what it did', () => {
		for (let fullMs = 50; fullMs < 20_000; fullMs *= 1.1) {
			const went: number[] = [2];
			let elapsedMs = 0;
			for (let left = 94; left > 0; left -= 6) {
				const samples = went.at(-1) ?? 2;
				const frameMs = fullMs * (samples / 2) ** 2;
				elapsedMs += 6 * frameMs;
				went.push(next(samples, frameMs, left, elapsedMs));
			}
			const steps = went.slice(1).map((samples, index) => Math.sign(samples - (went[index] ?? 2)));
			expect(steps.indexOf(1) === -1 || steps.lastIndexOf(-1) < steps.indexOf(1), `${fullMs} ms: ${went}`).toBe(true);
		}
	});
});
