import type { EventId } from '#lib/protocol/event.ts';
import { randomKey } from '#lib/state/random-key.ts';
import { codeOf } from './problems.ts';

/** `sent`: on its way, however long that takes. `stored`: the log has it. `refused`: it will not have it. */
export type SendingState = 'sent' | 'stored' | 'refused';

/** Something that a visitor has sent and that has not come back as an event yet. */
export interface Sending<Data extends object = object> {
	/** Made when it was sent; the log stores a key once, and the event's data repeats it as `n`. */
	readonly key: string;
	readonly type: string;
	readonly data: Data;
	readonly state: SendingState;
	/** Where the log has it, once it has. */
	readonly id?: EventId;
	readonly error?: unknown;
}

/** How far a sending has come, as a seat shows it. `waiting`: it has not left, as the line is down or another one is on its way before it. */
export type Stage = 'waiting' | SendingState;

/** The stage of one of those that an outbox has pending. */
export function stageOf(sending: Sending, pending: readonly Sending[], canSend: boolean): Stage {
	const leaving = canSend ? pending.find(({ state }) => state === 'sent') : undefined;
	return sending.state === 'sent' && sending !== leaving ? 'waiting' : sending.state;
}

/** The seat as an outbox needs it. */
export interface OutboxSeat {
	readonly membership: { readonly member: string } | undefined;
	publish(type: string, data: unknown, key: string): Promise<EventId>;
}

/** The session is gone: the page takes a new one, and what waits goes out from there. */
const NO_SESSION = 'unknown-session';
const NEW_SESSION_MS = 1000;

/**
 * What a seat sends: shown at once, published one after the other so that the order stays, each once, however often the line
 * drops meanwhile.
 */
export class Outbox<Data extends object = object> {
	/** Ids under which this outbox has published: what has one of them as `by` is its own. */
	own: readonly string[] = $state.raw([]);

	#entries: readonly Sending<Data>[] = $state.raw([]);
	readonly #seat: OutboxSeat;
	readonly #isArrived: (sending: Sending<Data>, own: readonly string[]) => boolean;
	#isPublishing = false;
	#isClosed = false;

	/** `isArrived` says whether the event of this, by one of its own ids, has come back. */
	constructor(seat: OutboxSeat, isArrived: (sending: Sending<Data>, own: readonly string[]) => boolean) {
		this.#seat = seat;
		this.#isArrived = isArrived;
	}

	/** What has not come back yet, in the order in which it was sent. */
	get pending(): readonly Sending<Data>[] {
		return this.#entries.filter((sending) => !this.#isArrived(sending, this.own));
	}

	/** Whether something is on its way that the log does not have. */
	get isUnsent(): boolean {
		return this.#entries.some(({ state }) => state === 'sent');
	}

	/** Sends it, now or once there is a place in the room. Answers its key. */
	send(type: string, data: Data): string {
		const key = randomKey();
		this.#entries = [...this.pending, { key, type, data, state: 'sent' }];
		void this.#publishAll();
		return key;
	}

	/** Takes back what was refused. */
	discard(key: string): void {
		this.#entries = this.#entries.filter((entry) => entry.key !== key);
	}

	/** Sends again what was refused, with the same key. */
	retry(key: string): void {
		this.#set(key, { state: 'sent' });
		void this.#publishAll();
	}

	/** There is a place in the room: what waited for one goes out. */
	resume(): void {
		const member = this.#seat.membership?.member;
		if (member === undefined) return;
		if (!this.own.includes(member)) this.own = [...this.own, member];
		void this.#publishAll();
	}

	/** Sends nothing more. */
	close(): void {
		this.#isClosed = true;
	}

	#set(key: string, change: Pick<Sending, 'state' | 'id' | 'error'>): void {
		this.#entries = this.#entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry));
	}

	async #publishAll(): Promise<void> {
		if (this.#isPublishing) return;
		this.#isPublishing = true;
		for (let next = this.#next(); next; next = this.#next()) {
			const by = this.#seat.membership?.member;
			if (by === undefined) break;
			try {
				const id = await this.#seat.publish(next.type, { ...next.data, by, n: next.key }, next.key);
				this.#set(next.key, { state: 'stored', id });
			} catch (error) {
				if (codeOf(error) !== NO_SESSION) this.#set(next.key, { state: 'refused', error });
				else await new Promise((resume) => setTimeout(resume, NEW_SESSION_MS));
			}
		}
		this.#isPublishing = false;
	}

	#next(): Sending<Data> | undefined {
		return this.#isClosed ? undefined : this.#entries.find(({ state }) => state === 'sent');
	}
}
