import type { LaneState } from '#lib/techniques/technique.ts';

/** An attempt that does not open is given up after so long, ms, and up to half as long again: a crowd shall not come back at once. */
const TRY_MS = 4000;

/** One attempt to hold a line, for those who cannot wait as long as a technique does: it is over when it does not open, or when there is reason to hope anew. */
export class Attempt {
	readonly #over = new AbortController();
	#isOpen = false;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** `ended` ends it for good. */
	constructor(ended: AbortSignal) {
		const { signal } = this.#over;
		ended.addEventListener('abort', this.giveUp, { signal });
		addEventListener('online', this.#hope, { signal });
		// A line that stands on nothing would look open for half a minute.
		addEventListener('offline', this.giveUp, { signal });
		// A phone that was locked: its timers stood still.
		document.addEventListener('visibilitychange', this.#hope, { signal });
	}

	/** Aborts when it is over. */
	get signal(): AbortSignal {
		return this.#over.signal;
	}

	/** What the line's technique says of it. */
	told(state: LaneState): void {
		this.#isOpen = state === 'open';
		clearTimeout(this.#timer);
		if (state === 'connecting' || state === 'retrying') this.#timer = setTimeout(this.giveUp, TRY_MS * (1 + Math.random() / 2));
	}

	readonly giveUp = (): void => {
		clearTimeout(this.#timer);
		this.#over.abort();
	};

	readonly #hope = (): void => {
		if (!this.#isOpen && !document.hidden) this.giveUp();
	};
}
