import type { Deed } from '#lib/protocol/present.ts';

/** Between two deeds, ms: each is seen. */
export const BEAT_MS = 1000;

/**
 * Has the deeds of steps done one after the other, from a beat after their step begins, and those of one step at a time: who leafs
 * through does nothing. Each is done once, however often one comes back; what cannot be done yet is tried with each beat.
 */
export class Deeds {
	readonly #doIt: (deed: Deed) => boolean;
	/** Of each step that has begun, by its number. */
	readonly #left = new Map<number, readonly Deed[]>();
	#beat: ReturnType<typeof setInterval> | undefined;

	/** `doIt` answers whether it could. */
	constructor(doIt: (deed: Deed) => boolean) {
		this.#doIt = doIt;
	}

	/** A step begins: what was left of the one before waits until one comes back. */
	begin(number: number, deeds: readonly Deed[]): void {
		this.stop();
		this.#beat = setInterval(() => {
			const [next, ...rest] = this.#left.get(number) ?? deeds;
			if (!next) this.stop();
			else if (this.#doIt(next)) this.#left.set(number, rest);
		}, BEAT_MS);
	}

	/** Nothing more is done. */
	stop(): void {
		clearInterval(this.#beat);
	}
}
