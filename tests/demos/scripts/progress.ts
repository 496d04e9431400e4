import { progressFold } from '#lib/demos/progress/fold.ts';
import type { Progress } from '#lib/demos/progress/fold.ts';
import type { DemoScript } from '../script.ts';

/** A job from its place in the queue to its picture. */
export const script: DemoScript<Progress> = {
	fold: progressFold,
	read: (progress) => progress
};
