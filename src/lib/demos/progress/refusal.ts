import type { Progress } from './fold.ts';
import { isOpen } from './found-jobs.ts';

/** Why a job was not cancelled. */
export interface Refusal {
	readonly sentence: string;
	/** The job, as it was known when that was said. */
	readonly progress: Progress;
	/** When that was, ms. */
	readonly at: number;
}

/** Long enough to read it, where events never cease, ms. */
const READ_MS = 4000;

/** The sentence, until the job is heard of again or has ended; nothing from then on. */
export function refusalText({ sentence, progress, at }: Refusal, heard: Progress, now: number): string {
	return heard === progress || (isOpen(heard) && now - at < READ_MS) ? sentence : '';
}
