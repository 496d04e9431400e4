import * as v from 'valibot';
import { keySchema } from './new-event.ts';

/** What can be rendered: places in the Mandelbrot set to fall into. */
export const SCENES = ['seahorse', 'spiral', 'star'] as const;
export type SceneId = (typeof SCENES)[number];

/** Frames of a picture: at least, at most, unless told. */
const JOB_FRAMES = { min: 8, max: 192, initial: 96 } as const;
/** Size of a picture, pixels, and how long each of its frames is shown, ms. */
export const PICTURE = { width: 384, height: 216, frameMs: 42 } as const;
/** Points a pixel in each direction, while there is time for so many; with fewer a frame is coarser. */
export const FULL_SAMPLES = 2;
/** A job is given up after this long, ms. */
export const JOB_LIMIT_MS = 60_000;
/** Jobs that one session may have waiting or running. */
export const JOBS_PER_SESSION = 2;

/** Body of `POST /jobs`; `key` makes it idempotent: a session's key starts one job. */
export const newJobSchema = v.strictObject({
	key: keySchema,
	session: v.pipe(v.string(), v.maxLength(64)),
	frames: v.optional(v.pipe(v.number(), v.integer(), v.minValue(JOB_FRAMES.min), v.maxValue(JOB_FRAMES.max)), JOB_FRAMES.initial),
	scene: v.optional(v.picklist(SCENES), SCENES[0])
});

/** Id of a job: 128 random bits, and the key to it. */
export const JOB_ID = /^[0-9a-f]{32}$/;

/** The feed of a job's log. */
export function jobFeed(id: string): string {
	return `job:${id}`;
}

/** The epoch of a job's log: whoever folded some of its events knows by it which job they are of. */
export function jobEpoch(id: string): string {
	return id.slice(0, 16);
}

/** How far a job is. `expired`: it has ended, and its images are no longer kept. */
export type JobStage = 'queued' | 'rendering' | 'encoding' | 'done' | 'failed' | 'cancelled' | 'expired';

/** Why a job failed: slower than its limit, the server went away, or something nobody foresaw. */
export const FAILURES = ['too-slow', 'restarting', 'internal'] as const;
export type JobFailure = (typeof FAILURES)[number];

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a job's log says, by type of event. */
export const JOB_EVENTS = {
	/** Its place among those that wait, from 1 on; said again whenever it changes. */
	queued: v.object({ position: count, scene: v.picklist(SCENES), frames: count }),
	started: v.object({}),
	/** Frame `n` (from 1 on) of `of` is finished; it took `ms`. `samples`: points a pixel in each direction, said where they are not all. */
	frame: v.object({
		n: count,
		of: count,
		ms: v.pipe(v.number(), v.finite(), v.minValue(0)),
		samples: v.optional(v.pipe(v.number(), v.gtValue(0), v.ltValue(FULL_SAMPLES)))
	}),
	encoding: v.object({}),
	done: v.object({ bytes: count, frames: count, width: count, height: count }),
	failed: v.object({ reason: v.picklist(FAILURES) }),
	cancelled: v.object({}),
	expired: v.object({})
} as const;
export type JobEventType = keyof typeof JOB_EVENTS;
export type JobEventData<Type extends JobEventType> = v.InferOutput<(typeof JOB_EVENTS)[Type]>;

/** A job as `GET /jobs/{id}` shows it. */
export interface JobView {
	readonly id: string;
	readonly stage: JobStage;
	readonly scene: SceneId;
	/** Frames that are finished, and frames that were asked for. */
	readonly finished: number;
	readonly frames: number;
	/** Its place among those that wait, from 1 on; 0 for one that does not. */
	readonly position: number;
	readonly width: number;
	readonly height: number;
	/** Size of the picture; 0 until there is one. */
	readonly bytes: number;
}
