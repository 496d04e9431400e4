import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { JOB_ID } from '#lib/protocol/jobs.ts';
import type { ProblemCode } from '#lib/protocol/problem.ts';
import type { Job } from '../../../src/server/jobs/job.ts';
import { Jobs } from '../../../src/server/jobs/jobs.ts';
import type { Renderer } from '../../../src/server/jobs/renderer.ts';

/** A renderer whose tasks end when the test says so. */
class HandRenderer implements Renderer {
	readonly workers: number;
	readonly tasks: { readonly what: string; readonly samples?: number; finish(): void; fail(): void }[] = [];
	isClosed = false;

	constructor(workers: number) {
		this.workers = workers;
	}

	frame({ n, samples }: { n: number; samples: number }) {
		return this.#task(`frame ${n}`, samples);
	}

	animation({ frames }: { frames: number }) {
		return this.#task(`animation of ${frames}`);
	}

	async close() {
		this.isClosed = true;
		for (const { fail } of this.tasks.splice(0)) fail();
	}

	/** Finishes the oldest task, and resolves when what it made is in the job. */
	async step(times = 1): Promise<void> {
		for (let i = 0; i < times; i++) {
			await vi.waitFor(() => expect(this.tasks.length).toBeGreaterThan(0));
			this.tasks.shift()?.finish();
			await Promise.resolve();
		}
	}

	#task(what: string, samples?: number): Promise<Uint8Array> {
		return new Promise((resolve, reject) => {
			const finish = () => resolve(new Uint8Array(100));
			this.tasks.push({ what, ...(samples !== undefined && { samples }), finish, fail: () => reject(new Error('broken')) });
		});
	}
}

const LIMITS = { MAX_JOBS: 5, MAX_JOBS_PER_ADDRESS: 4, JOB_KEEP_MS: 600_000, JOB_KEEP_BYTES: 1_000_000 };
let now = 0;
const opened: Jobs[] = [];
afterEach(async () => {
	vi.useRealTimers();
	await Promise.all(opened.splice(0).map((jobs) => jobs.close()));
});

function open(renderer: Renderer, limits: Partial<typeof LIMITS> = {}, onError: (error: unknown) => void = () => {}): Jobs {
	const jobs = new Jobs({ ...LIMITS, ...limits }, renderer, () => now, onError);
	opened.push(jobs);
	return jobs;
}

let keys = 0;
function start(jobs: Jobs, session = `s${keys}`, address = `a${keys}`, frames = 8, key = `k${keys++}`) {
	return jobs.start(key, { session, address, scene: 'star', frames });
}

async function told(job: Job): Promise<string[]> {
	const { events } = await job.log.read(0, 1000);
	return (events as FeedEvent<{ position?: number; n?: number; reason?: string }>[]).map(({ type, data }) =>
		[type, data.position ?? data.n ?? data.reason].filter((part) => part !== undefined).join(' ')
	);
}

function code(attempt: () => unknown): ProblemCode | undefined {
	try {
		attempt();
	} catch (error) {
		return (error as { code: ProblemCode }).code;
	}
	return undefined;
}

describe('a job', () => {
	it('is rendered frame by frame, encoded, and tells all of it in its log', async () => {
		const renderer = new HandRenderer(1);
		const { job } = start(open(renderer));
		expect(job.id).toMatch(JOB_ID);
		await renderer.step(9);
		await vi.waitFor(() => expect(job.stage).toBe('done'));
		const frames = Array.from({ length: 8 }, (_, index) => `frame ${index + 1}`);
		expect(await told(job)).toEqual(['queued 1', 'started', ...frames, 'encoding', 'done']);
		expect(job.view()).toMatchObject({ stage: 'done', finished: 8, frames: 8, position: 0, bytes: 100 });
	});

	it('started twice with one key by one session runs once; another session may use the same key', () => {
		const jobs = open(new HandRenderer(1));
		const first = start(jobs, 'mine', 'here', 8, 'one');
		const again = start(jobs, 'mine', 'here', 48, 'one');
		expect(again).toEqual({ job: first.job, isRepeat: true });
		expect(start(jobs, 'yours', 'here', 8, 'one').job).not.toBe(first.job);
		expect(jobs.active).toBe(2);
	});

	it('that is cancelled makes no further frame, and the next one begins', async () => {
		const renderer = new HandRenderer(1);
		const jobs = open(renderer);
		const { job } = start(jobs);
		const { job: next } = start(jobs);
		await renderer.step(2);
		await vi.waitFor(() => expect(renderer.tasks[0]?.what).toBe('frame 3'));
		jobs.cancel(job.id);
		jobs.cancel(job.id);
		expect(job.stage).toBe('cancelled');
		expect(next.stage).toBe('queued');
		await renderer.step();
		await vi.waitFor(() => expect(next.stage).toBe('rendering'));
		expect(await told(job)).toEqual(['queued 1', 'started', 'frame 1', 'frame 2', 'cancelled']);
		expect(renderer.tasks.map(({ what }) => what)).toEqual(['frame 1']);
	});

	it('that breaks fails and says so to the log alone; the next one begins', async () => {
		const renderer = new HandRenderer(1);
		const heard = vi.fn();
		const jobs = open(renderer, {}, heard);
		const { job } = start(jobs);
		const { job: next } = start(jobs);
		await vi.waitFor(() => expect(renderer.tasks.length).toBe(1));
		renderer.tasks.shift()?.fail();
		await vi.waitFor(() => expect(next.stage).toBe('rendering'));
		expect(await told(job)).toEqual(['queued 1', 'started', 'failed internal']);
		expect(heard).toHaveBeenCalledExactlyOnceWith(new Error('broken'));
	});

	it('is given up after a minute, even where the renderer says nothing', async () => {
		vi.useFakeTimers();
		const { job } = start(open(new HandRenderer(1)));
		await vi.advanceTimersByTimeAsync(59_000);
		expect(job.stage).toBe('rendering');
		await vi.advanceTimersByTimeAsync(1_001);
		expect(await told(job)).toEqual(['queued 1', 'started', 'failed too-slow']);
	});

	it('that would not be done in time goes on with fewer points a pixel', async () => {
		vi.useFakeTimers();
		const renderer = new HandRenderer(1);
		start(open(renderer), 'slow', 'slow', 100);
		const samples: number[] = [];
		for (let n = 1; n <= 20; n++) {
			await vi.advanceTimersByTimeAsync(1000);
			samples.push(renderer.tasks[0]?.samples ?? 0);
			renderer.tasks.shift()?.finish();
			await vi.advanceTimersByTimeAsync(0);
		}
		expect(samples).toEqual([2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25]);
	});

	it('that became coarse becomes fine again when there is room, and its log says which frames have fewer points', async () => {
		vi.useFakeTimers();
		const renderer = new HandRenderer(1);
		const { job } = start(open(renderer), 'slow', 'slow', 60);
		for (let n = 1; n <= 40; n++) {
			await vi.advanceTimersByTimeAsync(n <= 6 ? 1000 : 20);
			renderer.tasks.shift()?.finish();
			await vi.advanceTimersByTimeAsync(0);
		}
		const { events } = await job.log.read(0, 1000);
		const frames = (events as FeedEvent<{ n: number; samples?: number }>[]).filter(({ type }) => type === 'frame');
		const coarse = frames.filter(({ data }) => 'samples' in data).map(({ data }) => [data.n, data.samples]);
		expect(coarse).toEqual(Array.from({ length: 12 }, (_, index) => [7 + index, 1]));
		expect(frames.length).toBe(40);
	});
});

describe('the queue', () => {
	it('runs as many as there are workers and tells the others their place, again whenever it changes', async () => {
		const renderer = new HandRenderer(2);
		const jobs = open(renderer);
		const [first, second, third, fourth] = [start(jobs).job, start(jobs).job, start(jobs).job, start(jobs).job];
		expect([first, second, third, fourth].map(({ stage }) => stage)).toEqual(['rendering', 'rendering', 'queued', 'queued']);
		expect(await told(fourth)).toEqual(['queued 2']);
		jobs.cancel(third.id);
		expect(await told(third)).toEqual(['queued 1', 'cancelled']);
		expect(await told(fourth)).toEqual(['queued 2', 'queued 1']);
		jobs.cancel(first.id);
		await renderer.step();
		await vi.waitFor(() => expect(fourth.stage).toBe('rendering'));
	});

	it('takes two of a session, four of an address, five in all', async () => {
		const renderer = new HandRenderer(1);
		const jobs = open(renderer);
		const { job } = start(jobs, 'ada', 'home');
		start(jobs, 'ada', 'home');
		expect(code(() => start(jobs, 'ada', 'away'))).toBe('job-refused');
		start(jobs, 'grace', 'home');
		start(jobs, 'grace', 'home');
		expect(code(() => start(jobs, 'alan', 'home'))).toBe('address-busy');
		start(jobs, 'alan', 'elsewhere');
		expect(code(() => start(jobs, 'edsger', 'far'))).toBe('queue-full');
		jobs.cancel(job.id);
		expect(code(() => start(jobs, 'ada', 'home'))).toBeUndefined();
	});

	it('a refused job leaves nothing behind: its key may be used again', () => {
		const jobs = open(new HandRenderer(1));
		const { job } = start(jobs, 'ada', 'home');
		start(jobs, 'ada', 'home');
		expect(code(() => start(jobs, 'ada', 'home', 8, 'again'))).toBe('job-refused');
		jobs.cancel(job.id);
		expect(start(jobs, 'ada', 'home', 8, 'again').isRepeat).toBe(false);
	});

	it('tells all jobs that the server is going, and closes the renderer', async () => {
		const renderer = new HandRenderer(1);
		const jobs = open(renderer);
		const [running, waiting] = [start(jobs).job, start(jobs).job];
		await jobs.close();
		expect(renderer.isClosed).toBe(true);
		expect((await told(running)).at(-1)).toBe('failed restarting');
		expect((await told(waiting)).at(-1)).toBe('failed restarting');
	});
});

describe('what a job made', () => {
	async function finished(jobs: Jobs, renderer: HandRenderer): Promise<Job> {
		const { job } = start(jobs);
		await renderer.step(9);
		await vi.waitFor(() => expect(job.stage).toBe('done'));
		return job;
	}

	it('is kept for ten minutes; then the log says that it is gone, and an hour after its end the job is forgotten', async () => {
		const renderer = new HandRenderer(1);
		const jobs = open(renderer, { JOB_KEEP_MS: 10 });
		const job = await finished(jobs, renderer);
		now += 9;
		await finished(jobs, renderer);
		expect(job.result?.length).toBe(100);
		now += 1;
		await vi.waitFor(() => expect(job.stage).toBe('expired'));
		expect({ result: job.result, frame: job.picture(1) }).toEqual({ result: undefined, frame: undefined });
		expect((await told(job)).slice(-2)).toEqual(['done', 'expired']);
		expect(jobs.feed(`job:${job.id}`)).toBe(job.log);
		now += 50;
		await vi.waitFor(() => expect(code(() => jobs.get(job.id))).toBe('unknown-job'));
		expect(jobs.feed(`job:${job.id}`)).toBeUndefined();
	});

	it('goes earlier, the oldest first, where all together keep too much', async () => {
		const renderer = new HandRenderer(1);
		const jobs = open(renderer, { JOB_KEEP_BYTES: 2000 });
		const made = [await finished(jobs, renderer), await finished(jobs, renderer), await finished(jobs, renderer)];
		await vi.waitFor(() => expect(made.map(({ stage }) => stage)).toEqual(['expired', 'done', 'done']));
	});
});
