import { WATCHDOG_MS } from '#lib/protocol/limits.ts';

/**
 * Notices a line that is open and silent: calls `bark` once nothing was heard for 45 s. Background tabs throttle timers,
 * so it looks again when the page is shown.
 */
export class Watchdog {
	readonly #bark: () => void;
	#heardAt = performance.now();
	readonly #timer: ReturnType<typeof setInterval>;

	constructor(bark: () => void) {
		this.#bark = bark;
		this.#timer = setInterval(this.#look, WATCHDOG_MS / 9);
		document.addEventListener('visibilitychange', this.#look);
	}

	/** Something was heard. */
	heard(): void {
		this.#heardAt = performance.now();
	}

	stop(): void {
		clearInterval(this.#timer);
		document.removeEventListener('visibilitychange', this.#look);
	}

	readonly #look = (): void => {
		if (performance.now() - this.#heardAt <= WATCHDOG_MS) return;
		this.stop();
		this.#bark();
	};
}
