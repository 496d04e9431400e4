import { describe, expect, it } from 'vitest';
import { filmWork, frameWork, workLeft } from '#lib/protocol/job-work.ts';
import { nextSamples } from '../../../src/server/jobs/samples.ts';

const LIMIT_MS = 60_000;

/** All frames of a job with this many points, in time that this machine has for each of them, and the film. */
const wholeMs = (pace: number, of: number, samples = 2) => pace * (workLeft(0, of, samples) + filmWork(of));

/** The choice after frame `n` of `of`, on a machine with this pace, which has made `frames` of them so. */
function next(samples: number, pace: number, n: number, of: number, elapsedMs: number, frames = 12, held: readonly number[] = []): number {
	const times = Array.from({ length: frames }, (_, index) => {
		const frame = n - frames + index + 1;
		return pace * frameWork(frame, of, samples) * (held.includes(index) ? 20 : 1);
	});
	return nextSamples({ samples, times, elapsedMs, n, of, limitMs: LIMIT_MS });
}

/** Points of each frame of a job, and when its film is ready, on a machine whose pace changes from frame to frame. */
function run(of: number, paceAt: (n: number) => number): { readonly points: readonly number[]; readonly endMs: number } {
	const points: number[] = [];
	let [samples, elapsedMs, times] = [2, 0, [] as number[]];
	for (let n = 1; n <= of; n++) {
		const ms = paceAt(n) * frameWork(n, of, samples);
		elapsedMs += ms;
		times = [...times, ms];
		points.push(samples);
		const chosen = nextSamples({ samples, times, elapsedMs, n, of, limitMs: LIMIT_MS });
		if (chosen !== samples) times = [];
		samples = chosen;
	}
	return { points, endMs: elapsedMs + paceAt(of) * filmWork(of) };
}

/** Frames from one change of points to the next, without those after the last. */
function spans(points: readonly number[]): number[] {
	const changes = points.flatMap((samples, index) => (index === 0 || samples !== points[index - 1] ? [index] : []));
	return changes.slice(1).map((index, at) => index - (changes[at] ?? 0));
}

describe('points a pixel of the next frame', () => {
	it.each([
		['stay while too little is known', 2, 2, 50, 5, 192, 2000, 5],
		['stay where the job is in time', 2, 2, 8, 12, 192, 1000, 12],
		['become fewer where it is not', 2, 1, 20, 12, 192, 1000, 12],
		['become fewer where too much of the time is gone', 2, 1, 8, 12, 192, 40_000, 12],
		['become fewer after one frame that took a tenth of the time', 2, 1, 1500, 1, 192, 7000, 1],
		['become no fewer than one for sixteen pixels', 0.25, 0.25, 5000, 12, 192, 1000, 12],
		['become more where there is room even so', 1, 2, 8, 96, 192, 5000, 12],
		['stay where there is not', 1, 1, 30, 96, 192, 5000, 12],
		['stay while it is too early to become more', 1, 1, 1, 96, 192, 5000, 11],
		['become no more than all', 2, 2, 0.1, 12, 192, 100, 12]
	])('%s', (_what, samples, expected, pace, n, of, elapsedMs, frames) => {
		expect(next(samples, pace, n, of, elapsedMs, frames)).toBe(expected);
	});

	it('do not become fewer for a frame or two that were held up, as the first of a thread that has just begun', () => {
		expect(next(2, 8, 6, 192, 4000, 6, [0, 3])).toBe(2);
	});

	it('become fewer in time: the frames to come are deeper and more work than those so far', () => {
		const of = 192;
		const pace = (1.2 * LIMIT_MS) / wholeMs(1, of);
		const soFarMs = 6 * pace * frameWork(6, of, 2);
		expect((soFarMs / 6) * of).toBeLessThan(0.4 * LIMIT_MS);
		expect(next(2, pace, 6, of, soFarMs, 6)).toBe(1);
	});

	it('become more again as soon as a busy machine is free', () => {
		const { points, endMs } = run(192, (n) => (n <= 20 ? 60 : 6));
		expect(points[6]).toBe(1);
		expect(points.slice(45)).toEqual(Array(147).fill(2));
		expect(endMs).toBeLessThan(LIMIT_MS);
	});

	it('on a machine that is always a little too slow, a job uses its minute and ends in it', () => {
		for (const of of [48, 96, 192]) {
			for (let pace = 4; wholeMs(pace, of, 0.25) < 0.8 * LIMIT_MS; pace *= 1.15) {
				const { points, endMs } = run(of, () => pace);
				expect(endMs, `${of} frames at ${pace}: ${points}`).toBeLessThan(LIMIT_MS);
				if (points.includes(1) && !points.includes(0.5)) expect(endMs).toBeGreaterThan(0.4 * LIMIT_MS);
			}
		}
	});

	it('do not change to and fro where the pace does', () => {
		// A load that comes and goes every few frames.
		const { points, endMs } = run(192, (n) => 10 * (1 + 0.3 * Math.sin(n / 3)));
		expect(Math.min(...spans(points))).toBeGreaterThanOrEqual(6);
		expect(spans(points).length).toBeLessThanOrEqual(6);
		expect(endMs).toBeLessThan(LIMIT_MS);
	});
});
