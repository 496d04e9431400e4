import { jobFeed } from '#lib/protocol/jobs.ts';
import { defineDemo } from '../demo.ts';
import Face from './Face.svelte';
import { viewJob } from './found-jobs.ts';
import { progressFold } from './fold.ts';
import { NO_SUCH_JOB, progressFields } from './settings.ts';
import { script } from './script.ts';
import { workOn } from './start-job.ts';
import { words } from './words.ts';

/** The progress of a real rendering job. */
export const demo = defineDemo({
	fields: progressFields,
	plan: {
		fold: progressFold,
		people: ['You'],
		feed: ({ job }) => (job === '' || job === NO_SUCH_JOB ? undefined : jobFeed(job)),
		// The whole log, so that who comes back knows all of it; and a job that is gone is refused with a sentence, not with silence.
		after: async (feed) => {
			await viewJob(feed.slice(jobFeed('').length));
			return '0';
		}
	},
	Face,
	words,
	script,
	act: workOn
});
