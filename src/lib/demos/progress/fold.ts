import * as v from 'valibot';
import { parseEventId } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { JOB_EVENTS } from '#lib/protocol/jobs.ts';
import type { JobEventData, JobEventType, JobFailure, JobStage, SceneId } from '#lib/protocol/jobs.ts';
import type { Fold } from '#lib/state/seat.svelte.ts';

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
	/** What the last frames took, ms, oldest first. */
	readonly recentMs: readonly number[];
	readonly picture: JobEventData<'done'> | undefined;
	readonly failure: JobFailure | undefined;
}

/** Frames from which the time left is estimated. */
const RECENT = 12;

const NOTHING: Progress = {
	epoch: '',
	stage: 'queued',
	position: 0,
	scene: 'seahorse',
	finished: 0,
	of: 0,
	recentMs: [],
	picture: undefined,
	failure: undefined
};

/** What each event changes. */
const STEPS: { readonly [Type in JobEventType]: (state: Progress, data: JobEventData<Type>) => Partial<Progress> } = {
	queued: (_state, { position, scene, frames }) => ({ stage: 'queued', position, scene, of: frames }),
	started: () => ({ stage: 'rendering', position: 0 }),
	frame: ({ finished, recentMs }, { n, of, ms }) =>
		n > finished && n <= of ? { stage: 'rendering', finished: n, of, recentMs: [...recentMs, ms].slice(-RECENT) } : {},
	encoding: () => ({ stage: 'encoding' }),
	done: (_state, picture) => ({ stage: 'done', picture }),
	failed: (_state, { reason }) => ({ stage: 'failed', failure: reason }),
	cancelled: () => ({ stage: 'cancelled' }),
	expired: () => ({ stage: 'expired' })
};

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

/** Seconds until all frames are finished, if those to come take as long as the last ones; undefined before the first. */
export function secondsLeft({ stage, finished, of, recentMs }: Progress): number | undefined {
	if (stage !== 'rendering' || recentMs.length === 0) return undefined;
	const mean = recentMs.reduce((sum, ms) => sum + ms, 0) / recentMs.length;
	return ((of - finished) * mean) / 1000;
}

/** The frames that a strip of at most `count` shows: spread evenly, the last one among them. */
export function stripFrames(of: number, count: number): number[] {
	const shown = Math.min(of, count);
	return Array.from({ length: shown }, (_, index) => Math.round(((index + 1) * of) / shown));
}
