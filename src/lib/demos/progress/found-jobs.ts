import type { JobStage, JobView } from '#lib/protocol/jobs.ts';
import { ServerError, askJson } from '#lib/state/ask.ts';
import type { KeptJob, KeptJobs } from './kept-jobs.ts';

/** A job that was kept and found again, and when it was started. */
export interface FoundJob {
	readonly job: JobView;
	readonly at: KeptJob['at'];
}

const OPEN: ReadonlySet<JobStage> = new Set(['queued', 'rendering', 'encoding']);

/** Whether a job is not over yet. */
export function isOpen({ stage }: Pick<JobView, 'stage'>): boolean {
	return OPEN.has(stage);
}

/** A job as the server knows it. @throws {ServerError} */
export function viewJob(id: string): Promise<JobView> {
	return askJson('GET', `/jobs/${id}`);
}

/**
 * The kept jobs that the server still has and that there is something to see of, newest first; the others are kept no longer.
 * Rejects where the server does not answer, or refuses for another reason than that it does not know one: then all are kept.
 */
export async function findJobs(kept: Pick<KeptJobs, 'all' | 'drop'>, view: (id: string) => Promise<JobView>): Promise<readonly FoundJob[]> {
	const views = await Promise.all(kept.all().map(async ({ id, at }) => ({ id, at, job: await viewKnown(id, view) })));
	return views.flatMap(({ id, at, job }) => {
		if (job && (isOpen(job) || job.stage === 'done')) return [{ job, at }];
		kept.drop(id);
		return [];
	});
}

async function viewKnown(id: string, view: (id: string) => Promise<JobView>): Promise<JobView | undefined> {
	try {
		return await view(id);
	} catch (error) {
		if (error instanceof ServerError && error.code === 'unknown-job') return undefined;
		throw error;
	}
}
