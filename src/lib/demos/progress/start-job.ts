import { JOBS_PER_SESSION } from '#lib/protocol/jobs.ts';
import { ServerError, askJson } from '#lib/state/ask.ts';
import type { DemoRun } from '#lib/state/demo-run.svelte.ts';
import { randomKey } from '#lib/state/random-key.ts';
import type { Progress } from './fold.ts';
import { findJobs, isOpen, viewJob } from './found-jobs.ts';
import { keptJobs } from './kept-jobs.ts';
import { NO_SUCH_JOB } from './settings.ts';
import type { ProgressSettings } from './settings.ts';

/**
 * Has the server render what is chosen, once for each key, and answers the job's id. The server counts the jobs of a session, and
 * each page has one of its own: so the page counts those of its browser. @throws {ServerError}
 */
export async function startJob(session: string, { scene, frames }: ProgressSettings, key: string): Promise<string> {
	const found = await findJobs(keptJobs, viewJob);
	if (found.filter(({ job }) => isOpen(job)).length >= JOBS_PER_SESSION) {
		throw new ServerError('job-refused', 'This browser has as many jobs as it may have.');
	}
	const { id } = await askJson<{ id: string }>('POST', '/jobs', { key, session, scene, frames: Number(frames) });
	keptJobs.add(id, Date.now());
	return id;
}

/**
 * Has a job be at work, as the server knows it: one that has more than half of its frames before it stays, and any other gives
 * way to a new one. @throws {ServerError}
 */
export async function workOn(run: DemoRun<Progress, ProgressSettings>, settings: ProgressSettings): Promise<Partial<ProgressSettings>> {
	const session = run.bench.session?.view.id;
	if (!session || (await hasHalf(settings.job))) return {};
	return { job: await startJob(session, settings, randomKey()) };
}

/** Whether a job has more than half of its frames before it. */
async function hasHalf(id: string): Promise<boolean> {
	if (id === '' || id === NO_SUCH_JOB) return false;
	try {
		const { stage, finished, frames } = await viewJob(id);
		return (stage === 'queued' || stage === 'rendering') && finished * 2 < frames;
	} catch (error) {
		if (error instanceof ServerError && error.code === 'unknown-job') return false;
		throw error;
	}
}
