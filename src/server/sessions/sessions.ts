import { CLOSE } from '#lib/protocol/problem.ts';
import type { RaceChange } from '#lib/protocol/settings.ts';
import type { Clock } from '../clock.ts';
import { Problem } from '../problem.ts';
import { Session } from './session.ts';

/** Bounds of the sessions of an instance. */
export interface SessionLimits {
	readonly max: number;
	/** Of these from one address: a class behind one router, with some tabs each. */
	readonly perAddress: number;
	/** A session without console and open lanes ends after this long, ms. */
	readonly idleMs: number;
	/** Events of a race that are kept. */
	readonly history: number;
}

const MAX_LOOK_MS = 5000;
/** One that nobody uses any more has ended by then, unless told otherwise. */
const RETRY = { 'Retry-After': '60' };

/** The sessions of this instance. */
export class Sessions {
	readonly #limits: SessionLimits;
	readonly #clock: Clock;
	readonly #byId = new Map<string, Session>();
	readonly #timer: NodeJS.Timeout;

	constructor(limits: SessionLimits, clock: Clock) {
		this.#limits = limits;
		this.#clock = clock;
		this.#timer = setInterval(() => this.#endIdle(), Math.min(MAX_LOOK_MS, limits.idleMs)).unref();
	}

	get size(): number {
		return this.#byId.size;
	}

	/** Starts one for whoever asks from this address. @throws {Problem} `address-busy`, `full`. */
	create(settings: RaceChange, address: string): Session {
		const { perAddress } = this.#limits;
		if ([...this.#byId.values()].filter((session) => session.address === address).length >= perAddress) {
			throw new Problem('address-busy', `Your network has ${perAddress} sessions already. Close a tab, or try again in a minute.`, RETRY);
		}
		if (this.#byId.size >= this.#limits.max) {
			throw new Problem('full', 'There are too many sessions now. Try again in a minute.', RETRY);
		}
		const session = new Session(settings, address, this.#limits.history, this.#clock);
		this.#byId.set(session.id, session);
		return session;
	}

	/** @throws {Problem} `unknown-session`, for one that never was and one that has ended alike. */
	get(id: string): Session {
		const session = this.#byId.get(id);
		if (session) return session;
		throw new Problem('unknown-session', 'There is no such session, or it has ended. Start a new one.');
	}

	/** Takes a session out: nobody finds it any more, and whoever took it ends it. @throws {Problem} `unknown-session`. */
	take(id: string): Session {
		const session = this.get(id);
		this.#byId.delete(id);
		return session;
	}

	/** Ends all of them: the process is going. */
	close(): void {
		clearInterval(this.#timer);
		for (const session of this.#byId.values()) session.end(CLOSE.restart, 'restarting');
		this.#byId.clear();
	}

	#endIdle(): void {
		for (const [id, session] of this.#byId) if (session.idleMs() >= this.#limits.idleMs) this.take(id).end(CLOSE.gone, 'ended');
	}
}
