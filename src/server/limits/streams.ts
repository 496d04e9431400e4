import { Problem } from '../problem.ts';

/** Bounds on what is open at once. */
export interface StreamLimits {
	readonly total: number;
	readonly perAddress: number;
	readonly perSession: number;
}

/** Counts open streams in all, by address and by session. */
export class Streams {
	readonly #limits: StreamLimits;
	readonly #byKey = new Map<string, number>();
	#total = 0;

	constructor(limits: StreamLimits) {
		this.#limits = limits;
	}

	/** Takes a place. @throws {Problem} `too-many-streams` for a session or address, `full` for the whole instance. */
	take(address: string, session?: string): void {
		const { total, perAddress, perSession } = this.#limits;
		if (session && this.#count(`s:${session}`) >= perSession) {
			throw tooMany(`A session has at most ${perSession} open streams. Switch a lane off.`);
		}
		if (this.#count(`a:${address}`) >= perAddress) {
			throw tooMany(`An address has at most ${perAddress} open streams. Close another tab.`);
		}
		if (this.#total >= total) throw new Problem('full', 'The server is full. Try again in a moment.', { 'Retry-After': '10' });
		this.#add(address, session, 1);
	}

	/** Gives back a place that was taken. */
	giveBack(address: string, session?: string): void {
		this.#add(address, session, -1);
	}

	#count(key: string): number {
		return this.#byKey.get(key) ?? 0;
	}

	#add(address: string, session: string | undefined, step: 1 | -1): void {
		this.#total += step;
		for (const key of [`a:${address}`, ...(session ? [`s:${session}`] : [])]) {
			const count = this.#count(key) + step;
			if (count === 0) this.#byKey.delete(key);
			else this.#byKey.set(key, count);
		}
	}
}

function tooMany(detail: string): Problem {
	return new Problem('too-many-streams', detail, { 'Retry-After': '5' });
}
