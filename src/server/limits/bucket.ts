import type { Clock } from '../clock.ts';

/** A bucket of tokens: `burst` at once, `perSecond` more as time goes by. Who takes on from an empty one goes into debt. */
export class Bucket {
	readonly #perSecond: number;
	readonly #burst: number;
	readonly #clock: Clock;
	#left: number;
	#at: number;

	constructor(perSecond: number, burst: number, clock: Clock) {
		this.#perSecond = perSecond;
		this.#burst = burst;
		this.#clock = clock;
		this.#left = burst;
		this.#at = clock();
	}

	/** Takes a token and says whether there was one. */
	take(): boolean {
		const now = this.#clock();
		this.#left = Math.min(this.#burst, this.#left + ((now - this.#at) * this.#perSecond) / 1000);
		this.#at = now;
		// The debt is bounded, so that it is paid within the time in which the bucket fills.
		this.#left = Math.max(-this.#burst, this.#left - 1);
		return this.#left >= 0;
	}

	/** Whether as many were taken in vain as the bucket holds: nobody does that by accident. */
	get isAbused(): boolean {
		return this.#left <= -this.#burst;
	}

	/** When there will be one to take, in whole seconds from now. */
	get secondsToWait(): number {
		return Math.max(1, Math.ceil((1 - this.#left) / this.#perSecond));
	}
}
