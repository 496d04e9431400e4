/** When polling lanes may ask again: after the interval, which may change while they wait, and not while there is no need. */
export class Pace {
	#intervalMs: number;
	#isHeld: () => boolean;
	readonly #wakers = new Set<() => void>();

	/** `isHeld` says whether asking would be for nothing now; `recheck` makes it be asked again. */
	constructor(intervalMs: number, isHeld: () => boolean) {
		this.#intervalMs = intervalMs;
		this.#isHeld = isHeld;
	}

	set intervalMs(ms: number) {
		this.#intervalMs = ms;
		this.recheck();
	}

	recheck(): void {
		for (const wake of [...this.#wakers]) wake();
	}

	/** Resolves when it is time to ask, or when `signal` aborts. `isLate` cuts the waiting short: there is something to fetch. */
	async wait(signal: AbortSignal, isLate: () => boolean): Promise<void> {
		const askedAt = performance.now();
		while (!signal.aborted) {
			const restMs = askedAt + this.#intervalMs - performance.now();
			if (isLate() || (restMs <= 0 && !this.#isHeld())) return;
			await this.#sleep(this.#isHeld() ? Infinity : restMs, signal);
		}
	}

	#sleep(ms: number, signal: AbortSignal): Promise<void> {
		return new Promise((resolve) => {
			const wake = () => {
				clearTimeout(timer);
				this.#wakers.delete(wake);
				signal.removeEventListener('abort', wake);
				resolve();
			};
			const timer = ms === Infinity ? undefined : setTimeout(wake, ms);
			this.#wakers.add(wake);
			signal.addEventListener('abort', wake);
		});
	}
}
