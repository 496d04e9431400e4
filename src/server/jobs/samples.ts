import { FULL_SAMPLES } from '#lib/protocol/jobs.ts';

/** How a job stands when it chooses how fine its next frame is. */
export interface Pace {
	/** Points a pixel in each direction of the last frames. */
	readonly samples: number;
	/** What the frames took that were made with as many, ms, oldest first. */
	readonly times: readonly number[];
	/** Since the job began, ms. */
	readonly elapsedMs: number;
	/** Frames to come. */
	readonly left: number;
	/** The job is given up after this long, ms. */
	readonly limitMs: number;
}

/** Points a pixel in each direction, at least. */
const LEAST = 0.25;
/** Frames that a choice looks back on. */
const RECENT = 6;
/** Shares of its time that a job plans with, as encoding comes after the frames: up to the first it may become finer, from the second on coarser. */
const ROOM = 0.5;
const PLANNED = 0.6;
/** Twice as many points in each direction take at most this many times as long. */
const FINER = 4;

/**
 * Points a pixel in each direction for the next frame: half as many where the job would not be done in time, twice as many
 * where it would be even so. A slow machine makes a coarser picture and not none.
 */
export function nextSamples({ samples, times, elapsedMs, left, limitMs }: Pace): number {
	if (times.length < RECENT) return samples;
	const frameMs = times.slice(-RECENT).reduce((sum, time) => sum + time, 0) / RECENT;
	if (samples > LEAST && elapsedMs + frameMs * left > PLANNED * limitMs) return samples / 2;
	if (samples < FULL_SAMPLES && elapsedMs + FINER * frameMs * left <= ROOM * limitMs) return samples * 2;
	return samples;
}
