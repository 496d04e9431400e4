import { JOBS_PER_SESSION, JOB_LIMIT_MS } from '#lib/protocol/jobs.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Feed } from '../feeds/feed.ts';
import { Problem } from '../problem.ts';
import { Job } from './job.ts';
import type { JobOrder } from './job.ts';
import { renderJob } from './render-job.ts';
import { createRenderer } from './renderer.ts';
import type { Renderer } from './renderer.ts';

/**
 * Jobs that may wait or run at the same time, and of these from one address; how long what a job made is kept after its end, ms,
 * and how much all jobs together may keep, before the oldest goes earlier.
 */
export type JobLimits = Pick<Config, 'MAX_JOBS' | 'MAX_JOBS_PER_ADDRESS' | 'JOB_KEEP_MS' | 'JOB_KEEP_BYTES'>;

/** A job is remembered longer than its images, so that its owner learns what became of it. */
const REMEMBERED = { times: 6, jobs: 1000 } as const;
const MAX_LOOK_MS = 5000;
/** Seconds after which asking again makes sense. */
const RETRY = { 'Retry-After': '20' } as const;

/** The rendering jobs of this instance, and the threads that do them. `onError` hears of what nobody foresaw. */
export function createJobs(limits: JobLimits, clock: Clock, onError: (error: unknown) => void): Jobs {
	return new Jobs(limits, createRenderer(onError), clock, onError);
}

/** The rendering jobs of this instance: one queue for all visitors, and as many at work as the renderer has workers. */
export class Jobs {
	readonly #limits: JobLimits;
	readonly #renderer: Renderer;
	readonly #clock: Clock;
	readonly #onError: (error: unknown) => void;
	readonly #byId = new Map<string, Job>();
	/** By session and key. */
	readonly #byKey = new Map<string, Job>();
	readonly #timer: NodeJS.Timeout;
	#waiting: readonly Job[] = [];
	#running = 0;

	/** `onError` hears of what made a job fail and nobody foresaw. */
	constructor(limits: JobLimits, renderer: Renderer, clock: Clock, onError: (error: unknown) => void) {
		this.#limits = limits;
		this.#renderer = renderer;
		this.#clock = clock;
		this.#onError = onError;
		this.#timer = setInterval(() => this.#forget(), Math.min(MAX_LOOK_MS, limits.JOB_KEEP_MS)).unref();
	}

	/** Jobs that wait or run. */
	get active(): number {
		return this.#active().length;
	}

	/** Queues a job; a key that its session used before gets the job of that time. @throws {Problem} `job-refused`, `address-busy`, `queue-full`. */
	start(key: string, order: JobOrder): { readonly job: Job; readonly isRepeat: boolean } {
		const owned = `${order.session} ${key}`;
		const known = this.#byKey.get(owned);
		if (known) return { job: known, isRepeat: true };
		this.#admit(order);
		const job = new Job(order, this.#clock);
		this.#byId.set(job.id, job);
		this.#byKey.set(owned, job);
		this.#waiting = [...this.#waiting, job];
		job.place(this.#waiting.length);
		this.#next();
		return { job, isRepeat: false };
	}

	/** @throws {Problem} `unknown-job` */
	get(id: string): Job {
		const job = this.#byId.get(id);
		if (job) return job;
		throw new Problem('unknown-job', 'The server does not know this job: it is long over, or the server has restarted. Start another.');
	}

	/** Cancels a job; one that has ended stays as it is. @throws {Problem} `unknown-job`. */
	cancel(id: string): void {
		this.get(id).cancel();
		this.#waiting = this.#waiting.filter(({ isActive }) => isActive);
		this.#next();
	}

	/** The log of the job that this feed's name names. */
	feed(name: string): Feed | undefined {
		return name.startsWith('job:') ? this.#byId.get(name.slice('job:'.length))?.log : undefined;
	}

	/** Ends all of them: the process is going. */
	async close(): Promise<void> {
		clearInterval(this.#timer);
		for (const job of this.#active()) job.fail('restarting');
		this.#waiting = [];
		await this.#renderer.close();
	}

	#active(): Job[] {
		return [...this.#byId.values()].filter(({ isActive }) => isActive);
	}

	#admit({ session, address }: JobOrder): void {
		const active = this.#active();
		if (active.filter(({ order }) => order.session === session).length >= JOBS_PER_SESSION) {
			throw new Problem('job-refused', `You have ${JOBS_PER_SESSION} jobs already. Wait until one is done, or cancel one.`, RETRY);
		}
		if (active.filter(({ order }) => order.address === address).length >= this.#limits.MAX_JOBS_PER_ADDRESS) {
			throw new Problem(
				'address-busy',
				`Your network has ${this.#limits.MAX_JOBS_PER_ADDRESS} jobs already. Wait until one is done, or cancel one.`,
				RETRY
			);
		}
		if (active.length >= this.#limits.MAX_JOBS) {
			throw new Problem('queue-full', `${this.#limits.MAX_JOBS} jobs wait or run already. Try again in half a minute.`, RETRY);
		}
	}

	/** Starts as many as there is room for, and tells the others their place. */
	#next(): void {
		while (this.#running < this.#renderer.workers) {
			const [job, ...others] = this.#waiting;
			if (!job) break;
			this.#waiting = others;
			this.#running += 1;
			void renderJob(job, this.#renderer, { limitMs: JOB_LIMIT_MS, onError: this.#onError }).finally(() => {
				this.#running -= 1;
				this.#forget();
				this.#next();
			});
		}
		for (const [index, job] of this.#waiting.entries()) job.place(index + 1);
	}

	/** Lets go of images and then of jobs, as they grow old or too many. */
	#forget(): void {
		const now = this.#clock();
		const { JOB_KEEP_MS: keepMs, JOB_KEEP_BYTES: keepBytes } = this.#limits;
		const ended = [...this.#byId.values()].filter(({ endedAt }) => endedAt !== undefined);
		let bytes = ended.reduce((sum, job) => sum + job.keptBytes, 0);
		for (const [index, job] of ended.entries()) {
			const age = now - (job.endedAt ?? now);
			if (age >= keepMs || bytes > keepBytes) {
				bytes -= job.keptBytes;
				job.expire();
			}
			if (age >= REMEMBERED.times * keepMs || index < ended.length - REMEMBERED.jobs) this.#byId.delete(job.id);
		}
		for (const [key, job] of this.#byKey) if (!this.#byId.has(job.id)) this.#byKey.delete(key);
	}
}
