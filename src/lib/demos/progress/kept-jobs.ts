import * as v from 'valibot';
import { JOB_ID } from '#lib/protocol/jobs.ts';

/** A job that was started in this browser, and when. */
const keptSchema = v.object({ id: v.pipe(v.string(), v.regex(JOB_ID)), at: v.pipe(v.number(), v.finite()) });
export type KeptJob = v.InferOutput<typeof keptSchema>;

/** Where jobs are kept, of a `Storage`. */
export type JobStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'on-the-wire:jobs';
const MOST = 5;

/**
 * The last jobs of this browser, newest first. `open` answers its storage, and may throw, as it does in an embed of an opaque
 * origin or where storage is blocked: then nothing is kept, and nobody is told.
 */
export class KeptJobs {
	readonly #open: () => JobStorage;

	constructor(open: () => JobStorage) {
		this.#open = open;
	}

	all(): KeptJob[] {
		try {
			const kept: unknown = JSON.parse(this.#open().getItem(KEY) ?? '[]');
			return Array.isArray(kept) ? kept.filter((job): job is KeptJob => v.is(keptSchema, job)).slice(0, MOST) : [];
		} catch {
			return [];
		}
	}

	has(id: string): boolean {
		return this.all().some((job) => job.id === id);
	}

	add(id: string, at: number): void {
		this.#write([{ id, at }, ...this.#without(id)].slice(0, MOST));
	}

	drop(id: string): void {
		this.#write(this.#without(id));
	}

	#without(id: string): KeptJob[] {
		return this.all().filter((job) => job.id !== id);
	}

	#write(jobs: readonly KeptJob[]): void {
		try {
			const storage = this.#open();
			if (jobs.length === 0) storage.removeItem(KEY);
			else storage.setItem(KEY, JSON.stringify(jobs));
		} catch {
			// A visitor who blocks storage has said that nothing is to be kept.
		}
	}
}

/** The last jobs of this browser. */
export const keptJobs = new KeptJobs(() => localStorage);
