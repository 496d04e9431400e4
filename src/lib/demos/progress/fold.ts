import * as v from 'valibot';
import { parseEventId } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { paceOf, workLeft } from '#lib/protocol/job-work.ts';
import { FULL_SAMPLES, JOB_EVENTS } from '#lib/protocol/jobs.ts';
import type { JobEventData, JobEventType, JobFailure, JobStage, SceneId } from '#lib/protocol/jobs.ts';
import type { Fold } from '#lib/state/seat.svelte.ts';

/** Frames, from one number to another. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** A job as its log tells it. */
export interface Progress {
	/** Whose log this is, by its epoch; empty before its first event. */
	readonly epoch: string;
	readonly stage: JobStage;
	/** Place among those that wait, from 1 on. */
	readonly position: number;
	readonly scene: SceneId;
	/** Frames that are finished, and frames that were asked for. */
	readonly finished: number;
	readonly of: number;
	/** Points a pixel in each direction of the last frame. */
	readonly samples: number;
	/** What the last frames took that have as many points as the last one, ms, oldest first. */
	readonly recentMs: readonly number[];
	/** Frames that have fewer points than they would have on a server with time, in order. */
	readonly coarse: readonly Span[];
	readonly picture: JobEventData<'done'> | undefined;
	readonly failure: JobFailure | undefined;
}

/** Frames from which the time left is estimated: at least, and at most. */
const RECENT = { least: 8, most: 12 } as const;

const NOTHING: Progress = {
	epoch: '',
	stage: 'queued',
	position: 0,
	scene: 'seahorse',
	finished: 0,
	of: 0,
	samples: FULL_SAMPLES,
	recentMs: [],
	coarse: [],
	picture: undefined,
	failure: undefined
};

/** What each event changes. */
const STEPS: { readonly [Type in JobEventType]: (state: Progress, data: JobEventData<Type>) => Partial<Progress> } = {
	queued: (_state, { position, scene, frames }) => ({ stage: 'queued', position, scene, of: frames }),
	started: () => ({ stage: 'rendering', position: 0 }),
	frame: (state, frame) => (frame.n > state.finished && frame.n <= frame.of ? addFrame(state, frame) : {}),
	encoding: () => ({ stage: 'encoding' }),
	done: (_state, picture) => ({ stage: 'done', picture }),
	failed: (_state, { reason }) => ({ stage: 'failed', failure: reason }),
	cancelled: () => ({ stage: 'cancelled' }),
	expired: () => ({ stage: 'expired' })
};

function addFrame(state: Progress, { n, of, ms, samples = FULL_SAMPLES }: JobEventData<'frame'>): Partial<Progress> {
	// Frames of other points take another time: what is known of theirs says nothing of those to come.
	const known = samples === state.samples ? state.recentMs : [];
	const coarse = samples < FULL_SAMPLES ? withFrame(state.coarse, n) : state.coarse;
	return { stage: 'rendering', finished: n, of, samples, recentMs: [...known, ms].slice(-RECENT.most), coarse };
}

function withFrame(spans: readonly Span[], n: number): readonly Span[] {
	const last = spans.at(-1);
	return last?.to === n - 1 ? [...spans.slice(0, -1), { from: last.from, to: n }] : [...spans, { from: n, to: n }];
}

/** A job's log, folded. What is no event of a job changes nothing. */
export const progressFold: Fold<Progress> = {
	initial: () => NOTHING,
	apply(state, { id, type, data }: FeedEvent) {
		if (!Object.hasOwn(JOB_EVENTS, type)) return state;
		const told = v.safeParse(JOB_EVENTS[type as JobEventType], data);
		if (!told.success) return state;
		const step = STEPS[type as JobEventType] as (state: Progress, data: unknown) => Partial<Progress>;
		return { ...state, epoch: parseEventId(id)?.epoch ?? '', ...step(state, told.output) };
	}
};

/** Seconds until all frames are finished, at the pace of the last ones and as deeper ones are more work; undefined while there are too few of these. */
export function secondsLeft({ finished, of, samples, recentMs }: Progress): number | undefined {
	if (recentMs.length < RECENT.least) return undefined;
	return (paceOf(recentMs, finished, of, samples) * workLeft(finished, of, samples)) / 1000;
}

/** Whether a frame has fewer points than it would have on a server with time. */
export function isCoarse({ coarse }: Progress, n: number): boolean {
	return coarse.some(({ from, to }) => n >= from && n <= to);
}

/** The frames that a strip of at most `count` shows: spread evenly, the last one among them. */
export function stripFrames(of: number, count: number): number[] {
	const shown = Math.min(of, count);
	return Array.from({ length: shown }, (_, index) => Math.round(((index + 1) * of) / shown));
}
