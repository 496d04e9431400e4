import { demoFields } from '#lib/protocol/demo-settings.ts';
import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import { choice, word } from '#lib/protocol/fields.ts';
import type { Fields } from '#lib/protocol/fields.ts';
import { JOB_ID, SCENES } from '#lib/protocol/jobs.ts';
import type { SceneId } from '#lib/protocol/jobs.ts';

/** Frames that a visitor can choose from. */
export const LENGTHS = ['48', '96', '192'] as const;

/** What the link of this demo holds besides: the job, and what the next one will be. */
export interface ProgressSettings extends DemoSettings {
	/** Id of the job; empty where none was started. It is the key to it, and kept nowhere else. */
	readonly job: string;
	readonly scene: SceneId;
	readonly frames: (typeof LENGTHS)[number];
}

export const progressFields: Fields<ProgressSettings> = {
	...demoFields('sse'),
	job: word('job', JOB_ID),
	scene: choice('scene', SCENES, 'seahorse'),
	frames: choice('frames', LENGTHS, '96')
};
