import { PublishError } from '#lib/techniques/post.ts';
import { ServerError } from './ask.ts';

/** Why a demo does not run: the problem's code (empty: no answer) and sentence. */
export interface DemoFailure {
	readonly code: string;
	readonly sentence: string;
}

/** What repeating does not mend. */
const FINAL: ReadonlySet<string> = new Set(['room-gone', 'room-full', 'bad-room', 'unknown-job']);

/** What an error says of it. */
export function failureOf(error: unknown): DemoFailure {
	const isTold = error instanceof ServerError || error instanceof PublishError;
	return isTold ? { code: error.code, sentence: error.message } : { code: '', sentence: '' };
}

/** Whether it fails again, however often it is tried. */
export function isFinal({ code }: DemoFailure): boolean {
	return FINAL.has(code);
}
