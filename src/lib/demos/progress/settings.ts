import { demoFields } from '#lib/protocol/demo-settings.ts';
import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import { choice } from '#lib/protocol/fields.ts';
import type { Field, Fields } from '#lib/protocol/fields.ts';
import { JOB_ID, SCENES } from '#lib/protocol/jobs.ts';
import type { SceneId } from '#lib/protocol/jobs.ts';

/** Frames that a visitor can choose from. */
export const LENGTHS = ['48', '96', '192'] as const;

/** What the link of this demo holds besides: the job, and what the next one will be. */
export interface ProgressSettings extends DemoSettings {
	/** Id of the job, which is the key to it; empty where none was started, `NO_SUCH_JOB` where the link's is none. */
	readonly job: string;
	readonly scene: SceneId;
	readonly frames: (typeof LENGTHS)[number];
}

/** Stands for what can be no job's id. */
export const NO_SUCH_JOB = 'none';

/** A job's id. What is none is not forgotten: the visitor followed a link to something. */
const jobField: Field<string> = {
	parameter: 'job',
	initial: '',
	read: (text) => (text === '' || JOB_ID.test(text) ? text : NO_SUCH_JOB),
	write: (id) => id
};

/** How the settings stand in a link. */
export const progressFields: Fields<ProgressSettings> = {
	...demoFields('sse'),
	job: jobField,
	scene: choice('scene', SCENES, 'seahorse'),
	frames: choice('frames', LENGTHS, '96')
};
