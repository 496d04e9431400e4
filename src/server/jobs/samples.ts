import { FULL_SAMPLES } from '#lib/protocol/jobs.ts';
import { filmWork, paceOf, workLeft } from '#lib/protocol/job-work.ts';

/** How a job stands when it chooses how fine its next frame is. */
export interface Pace {
	/** Points a pixel in each direction of the last frames. */
	readonly samples: number;
	/** What the frames took that were made with as many in a row, ms, the last one last. */
	readonly times: readonly number[];
	/** Since the job began, ms. */
	readonly elapsedMs: number;
	/** The last frame, from 1 on, and how many there will be. */
	readonly n: number;
	readonly of: number;
	/** The job is given up after this long, ms. */
	readonly limitMs: number;
}

/** Points a pixel in each direction, at least. */
const LEAST = 0.25;
/** Frames made alike that it takes to become coarser, where fewer did not take a tenth of the job's time, and to become finer. */
const COARSER_AFTER = 6;
const FINER_AFTER = 12;
const LONG = 0.1;
/** Shares of its time by which a job plans to be done: up to the first it becomes finer, beyond the second coarser. */
const ROOM = 0.7;
const PLANNED = 0.85;

/**
 * Points a pixel in each direction for the next frame: half as many where the job would not be done in time, twice as many
 * where it would be even so. A slow machine makes a coarser picture and not none.
 */
export function nextSamples({ samples, times, elapsedMs, n, of, limitMs }: Pace): number {
	const isLong = times.reduce((sum, ms) => sum + ms, 0) >= LONG * limitMs;
	if (times.length < COARSER_AFTER && !isLong) return samples;
	const pace = paceOf(times.slice(-FINER_AFTER), n, of, samples);
	const doneMs = (points: number) => elapsedMs + pace * (workLeft(n, of, points) + filmWork(of));
	if (samples > LEAST && doneMs(samples) > PLANNED * limitMs) return samples / 2;
	if (samples < FULL_SAMPLES && times.length >= FINER_AFTER && doneMs(samples * 2) <= ROOM * limitMs) return samples * 2;
	return samples;
}
