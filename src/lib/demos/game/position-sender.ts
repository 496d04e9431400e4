import type { Place } from './arena.ts';
import { Belief } from './belief.ts';

/** Thirty a second while moving, one a second at rest. */
const MOVING_MS = 1000 / 30;
const REST_MS = 1000;
/** Frames do not fall on the millisecond. */
const EARLY_MS = 4;
/** A new key does not wait for its turn: it takes it from those to come, of which so many ms may be taken. */
const AHEAD_MS = 2 * MOVING_MS;
/** After a refusal. */
const REFUSED_MS = 2000;

/**
 * Sends the newest place and never an old one: while one is on its way nothing is queued, and what comes after it is where the
 * player is then. After one that was stored late, as after a cut, it waits until nobody takes the way for impossible.
 */
export class PositionSender {
	readonly #send: (n: number, place: Place) => Promise<unknown>;
	readonly #onOutcome: (error: unknown) => void;
	#n = 0;
	#count = 0;
	#isSending = false;
	#sent: Place | undefined;
	#sentAt = -Infinity;
	#dueAt = -Infinity;
	#now = 0;
	readonly #belief = new Belief();
	/** What the log has since the last offer. */
	#onStored: ((now: number) => void) | undefined;

	/** `send` resolves when the log has it; `onOutcome` hears that (undefined), or why it never will. */
	constructor(send: (n: number, place: Place) => Promise<unknown>, onOutcome: (error: unknown) => void) {
		this.#send = send;
		this.#onOutcome = onOutcome;
	}

	/** How many were sent. */
	get count(): number {
		return this.#count;
	}

	/**
	 * Where the player is at this moment; answers the number it was sent under, if it was. `isKey`: a key was pressed just now; `heard`: the
	 * number of this player's newest position that the log showed, which an earlier page may have sent.
	 */
	offer(place: Place, now: number, isKey: boolean, heard = 0): number | undefined {
		this.#now = now;
		if (this.#isSending) return undefined;
		this.#onStored?.(now);
		this.#onStored = undefined;
		const track = this.#belief.reach(place, now);
		if (!track || !(this.#isDue(place, now) || (isKey && now >= this.#dueAt - AHEAD_MS))) return undefined;
		this.#sent = place;
		this.#sentAt = now;
		// The beat goes on from where it was due, so that thirty a second are thirty.
		this.#dueAt = Math.max(this.#dueAt + MOVING_MS, now + MOVING_MS / 2);
		this.#count += 1;
		const n = (this.#n = Math.max(this.#n, heard) + 1);
		this.#isSending = true;
		this.#send(n, place)
			.finally(() => (this.#isSending = false))
			.then(
				() => {
					this.#onStored = (knownAt) => this.#belief.stored(track, now, knownAt);
					this.#onOutcome(undefined);
				},
				(error: unknown) => {
					this.#dueAt = this.#sentAt = this.#now + REFUSED_MS;
					this.#onOutcome(error);
				}
			);
		return n;
	}

	#isDue({ x, y }: Place, now: number): boolean {
		const isMoved = x !== this.#sent?.x || y !== this.#sent.y;
		return isMoved ? now >= this.#dueAt - EARLY_MS : now >= this.#sentAt + REST_MS;
	}
}
