import { formatBytes, formatCount, formatNoun, formatSeconds } from '#lib/content/numbers.ts';
import type { JobFailure, SceneId } from '#lib/protocol/jobs.ts';
import { secondsLeft } from './fold.ts';
import type { Progress } from './fold.ts';

export const SCENE_NAMES: Readonly<Record<SceneId, string>> = { seahorse: 'Seahorse valley', spiral: 'Spiral', star: 'Star' };

export const TEXT = {
	scene: 'Where to',
	length: 'Frames',
	start: 'Render it',
	starting: 'Asking…',
	another: 'Start another',
	cancel: 'Cancel the job',
	download: 'Download',
	play: 'Play the picture',
	empty: 'No frame is finished yet.',
	gone: 'Its images are no longer kept.',
	looking: 'Looking for the job…',
	address: 'Close the tab if you like. The job is found again by this address, and by nothing else:',
	strip: 'Frames as they finish'
} as const;

/** What to do, by the code with which a job was refused. */
export const PROBLEMS: Readonly<Record<string, string>> = {
	'job-refused': 'You, or your network, have as many jobs as are allowed. Wait until one is done, or cancel one.',
	'queue-full': 'Twenty jobs wait or run already. Try again in half a minute.',
	'too-fast': 'That was too much at once. Wait a moment and try again.',
	'unknown-session': 'This session has ended, and a new one is being opened. Try again.',
	'unknown-job': 'The server does not know this job any more: it is long over, or the server has restarted.',
	'': 'The server does not answer. Try again: the same job is not started twice.'
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
				? `Done: ${formatNoun(picture.frames, 'frame')} of ${picture.width} × ${picture.height}, ${formatBytes(picture.bytes)}.`
				: 'Done.';
		case 'failed':
			return FAILURES[failure ?? 'internal'];
		case 'cancelled':
			return `Cancelled after ${formatNoun(finished, 'frame')}.`;
		case 'expired':
			return TEXT.gone;
	}
}

/** `57 of 96 frames`. */
export function framesText({ finished, of }: Progress): string {
	return `${formatCount(finished)} of ${formatNoun(of, 'frame')}`;
}

/** `about 12 s left`; nothing where nothing is left or known. */
export function leftText(progress: Progress): string {
	const seconds = secondsLeft(progress);
	return seconds === undefined ? '' : `about ${formatSeconds(Math.ceil(seconds))} left`;
}
