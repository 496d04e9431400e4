import { formatBytes, formatCount, formatNoun, formatSeconds } from '#lib/content/numbers.ts';
import type { JobFailure, JobView, SceneId } from '#lib/protocol/jobs.ts';
import { secondsLeft } from './fold.ts';
import type { Progress, Span } from './fold.ts';

/** What a scene is called. */
export const SCENE_NAMES: Readonly<Record<SceneId, string>> = { seahorse: 'Seahorse valley', spiral: 'Spiral', star: 'Star' };

/** What stands around a job. */
export const TEXT = {
	scene: 'Where to',
	length: 'Frames',
	start: 'Render it',
	starting: 'Asking…',
	another: 'Start another',
	cancel: 'Cancel the job',
	toldToStop: 'Told to stop; the line will tell.',
	download: 'Download',
	sandboxed: 'A sandboxed frame may save no file. The address of the result, for a tab of its own:',
	play: 'Play the picture',
	empty: 'No frame is finished.',
	missing: 'This image could not be fetched yet. It is asked for again.',
	expired: 'What this job made was kept for a while and is gone. Start another.',
	noImage: 'Images stand in the server’s memory, ten minutes at most unless it is set otherwise.',
	looking: 'Looking for the job…',
	addressAlone: 'Close the tab if you like. The job is found again by this address, and by nothing else:',
	address: 'Close the tab if you like. This browser finds the job again on this page; any other, by this address:',
	measuring: 'measuring the time left',
	found: 'Your jobs that the server has, newest first:',
	show: 'Show it',
	noSuchJob: 'There is no such job: the link is broken or was cut short. Start one here.',
	coarser: 'coarser',
	finerAgain: ' When there is room, they become finer again.',
	strip: 'Frames as they finish'
} as const;

/** What to do, by the code with which a job was refused. */
export const PROBLEMS: Readonly<Record<string, string>> = {
	'job-refused': 'You have two jobs already, in this tab or another. Wait until one is done, or show it and cancel it.',
	'address-busy': 'Your network has as many jobs as it may have. Wait until one is done, or cancel one.',
	'queue-full': 'As many jobs wait or run as there may be. Try again in half a minute.',
	'too-fast': 'That was too much at once. Wait a moment and try again.',
	'unknown-session': 'This session has ended, and a new one is being opened. Try again.',
	'unknown-job': 'The server does not know this job any more: it is long over, or the server has restarted.',
	'': 'The server does not answer. Try again: the same job is not started twice.'
};

/** The same, where it was not cancelled. */
export const CANCEL_PROBLEMS: typeof PROBLEMS = {
	...PROBLEMS,
	'': 'Not cancelled: the server does not answer. Press Cancel again.'
};

const FAILURES: Readonly<Record<JobFailure, string>> = {
	'too-slow': 'It took more than a minute and was given up. Try fewer frames.',
	restarting: 'The server restarted, and the job with it has ended. Start it again.',
	internal: 'Something failed on the server. Start it again.'
};

/** How the job stands, in a sentence that changes seldom. */
export function stageSentence({ stage, position, of, scene, finished, picture, failure }: Progress): string {
	switch (stage) {
		case 'queued':
			return position > 0 ? `Waiting, at place ${position} in the queue.` : TEXT.looking;
		case 'rendering':
			return `Rendering ${SCENE_NAMES[scene]}.`;
		case 'encoding':
			return `Encoding ${formatNoun(of, 'frame')} as one picture.`;
		case 'done':
			return picture
				? `Done: ${formatNoun(picture.frames, 'frame')} of ${picture.width} × ${picture.height} pixels, ${formatBytes(picture.bytes)}.`
				: 'Done.';
		case 'failed':
			return FAILURES[failure ?? 'internal'];
		case 'cancelled':
			return `Cancelled after ${formatNoun(finished, 'frame')}.`;
		case 'expired':
			return TEXT.expired;
	}
}

/** `57 of 96 frames`. */
export function framesText({ finished, of }: Progress): string {
	return `${formatCount(finished)} of ${formatNoun(of, 'frame')}`;
}

/** `about 12 s left`, or that this is being measured; nothing where no frame is left to render. */
export function leftText(progress: Progress): string {
	if (progress.stage !== 'rendering' || progress.finished === progress.of) return '';
	const seconds = secondsLeft(progress);
	return seconds === undefined ? TEXT.measuring : `about ${formatSeconds(Math.ceil(seconds))} left`;
}

/** Spans that are named one by one; where there are more, how many frames they are. */
const NAMED = 3;

/** Which frames are coarser than they could be, and why; nothing where none is. */
export function coarseSentence({ stage, coarse }: Progress): string {
	if (coarse.length === 0) return '';
	const count = coarse.reduce((sum, { from, to }) => sum + to - from + 1, 0);
	const isOne = count === 1;
	const which = coarse.length > NAMED ? formatNoun(count, 'frame') : `${isOne ? 'Frame' : 'Frames'} ${coarse.map(spanText).join(', ')}`;
	const [be, was, end] = [isOne ? 'is' : 'are', stage === 'rendering' ? 'is' : 'was', stage === 'rendering' ? TEXT.finerAgain : ''];
	return `${which} ${be} coarser: the server ${was} busy, and a job has a minute.${end}`;
}

function spanText({ from, to }: Span): string {
	return from === to ? String(from) : `${from} to ${to}`;
}

/** `just now`, `3 minutes ago`, `2 hours ago`. */
export function agoText(ms: number): string {
	const minutes = Math.round(ms / 60_000);
	if (minutes < 1) return 'just now';
	return minutes < 60 ? `${formatNoun(minutes, 'minute')} ago` : `${formatNoun(Math.round(minutes / 60), 'hour')} ago`;
}

/** `Spiral, 96 frames, 3 minutes ago: rendering, 58 of 96.` */
export function foundText(job: Pick<JobView, 'scene' | 'frames' | 'stage' | 'position' | 'finished'>, agoMs: number): string {
	return `${SCENE_NAMES[job.scene]}, ${formatNoun(job.frames, 'frame')}, ${agoText(agoMs)}: ${stageText(job)}.`;
}

function stageText({ stage, position, finished, frames }: Pick<JobView, 'stage' | 'position' | 'finished' | 'frames'>): string {
	switch (stage) {
		case 'queued':
			return `waiting, place ${position}`;
		case 'rendering':
			return `rendering, ${formatCount(finished)} of ${formatCount(frames)}`;
		default:
			return stage;
	}
}
