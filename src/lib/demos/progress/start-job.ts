import { jobEpoch } from '#lib/protocol/jobs.ts';
import { askJson } from '#lib/state/ask.ts';
import type { DemoRun } from '#lib/state/demo-run.svelte.ts';
import { randomKey } from '#lib/state/random-key.ts';
import type { Progress } from './fold.ts';
import { keptJobs } from './kept-jobs.ts';
import type { ProgressSettings } from './settings.ts';

/** Has the server render what is chosen, once for each key, and answers the job's id. @throws {ServerError} */
export async function startJob(session: string, { scene, frames }: ProgressSettings, key: string): Promise<string> {
	const { id } = await askJson<{ id: string }>('POST', '/jobs', { key, session, scene, frames: Number(frames) });
	keptJobs.add(id, Date.now());
	return id;
}

/** Has a job be at work: one that has more than half of its frames before it stays, and any other gives way to a new one. */
export async function workOn(run: DemoRun<Progress, ProgressSettings>, settings: ProgressSettings): Promise<Partial<ProgressSettings>> {
	const session = run.bench.session?.view.id;
	const progress = run.seats[0]?.state;
	const isAtWork = settings.job !== '' && progress?.epoch === jobEpoch(settings.job);
	const hasHalf = isAtWork && (progress.stage === 'queued' || progress.stage === 'rendering') && progress.finished * 2 < progress.of;
	if (!session || hasHalf) return {};
	return { job: await startJob(session, settings, randomKey()) };
}
