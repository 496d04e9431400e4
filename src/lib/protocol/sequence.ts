import { RESET, parseEventId, seqOf } from './event.ts';
import type { FeedEvent } from './event.ts';

/** Checks what a lane delivered, independent of the technique: each event once, in order, none left out. */
export class Sequence {
	#last: number;
	readonly #gaps = new Set<number>();
	/** Epoch of the last event; undefined before the first. */
	#epoch: string | undefined;
	/** Events that the server said are gone. */
	#gone = 0;
	/** Events received. */
	received = 0;
	/** Events that came a second time. */
	doubled = 0;
	/** Events that came after a later one. */
	outOfOrder = 0;
	/** Times that the server said events were gone. */
	resets = 0;

	/** Expects the event after seq `last` first. */
	constructor(last: number) {
		this.#last = last;
	}

	/** Seq of the newest event received. */
	get last(): number {
		return this.#last;
	}

	/** Events left out so far, and those that a reset said are gone; one that comes late is no longer missed, but out of order. */
	get missed(): number {
		return this.#gaps.size + this.#gone;
	}

	add(event: FeedEvent): void {
		const seq = seqOf(event.id);
		const epoch = parseEventId(event.id)?.epoch;
		const isSameLog = this.#epoch === undefined || this.#epoch === epoch;
		this.#epoch = epoch;
		if (event.type === RESET) {
			this.resets += 1;
			if (isSameLog) this.#gone += Math.max(0, seq - this.#last);
			this.#last = seq;
			return;
		}
		this.received += 1;
		if (seq <= this.#last) {
			if (this.#gaps.delete(seq)) this.outOfOrder += 1;
			else this.doubled += 1;
			return;
		}
		for (let gap = this.#last + 1; gap < seq; gap++) this.#gaps.add(gap);
		this.#last = seq;
	}
}
