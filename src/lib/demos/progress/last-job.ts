import type { JobStage, JobView } from '#lib/protocol/jobs.ts';
import { ServerError } from '#lib/state/ask.ts';
import type { KeptJob, KeptJobs } from './kept-jobs.ts';

/** A job that there is something to see of. */
const SHOWN: ReadonlySet<JobStage> = new Set(['queued', 'rendering', 'encoding', 'done']);

/**
 * The newest of the kept jobs that the server still has and that there is something to see of; those before it are kept no
 * longer. Undefined where there is none, or the server does not answer.
 */
export async function findLastJob(
	kept: Pick<KeptJobs, 'all' | 'drop'>,
	view: (id: string) => Promise<JobView>
): Promise<{ readonly job: JobView; readonly at: KeptJob['at'] } | undefined> {
	for (const { id, at } of kept.all()) {
		try {
			const job = await view(id);
			if (SHOWN.has(job.stage)) return { job, at };
		} catch (error) {
			// Of what another problem hides nothing is known.
			if (!(error instanceof ServerError) || error.code !== 'unknown-job') return undefined;
		}
		kept.drop(id);
	}
	return undefined;
}
