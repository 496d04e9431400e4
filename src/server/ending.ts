/** How code hears that what it works for has ended. An AbortSignal is one of these. */
export interface EndSignal {
	readonly aborted: boolean;
	addEventListener(type: 'abort', callback: () => void): void;
}

/**
 * The end of one stream or answer, told once. It does what an AbortController and its signal would, in a tenth of the memory,
 * of which each stream takes its share, and of the time, which each delivered event takes.
 */
export class Ending implements EndSignal {
	aborted = false;
	#callbacks: readonly (() => void)[] = [];

	/** Calls back when it ends; never, when it has ended already. */
	addEventListener(_type: 'abort', callback: () => void): void {
		// Not pushed: an array that grows takes room for sixteen more.
		if (!this.aborted) this.#callbacks = this.#callbacks.concat(callback);
	}

	/** A second call does nothing. */
	abort(): void {
		if (this.aborted) return;
		this.aborted = true;
		const callbacks = this.#callbacks;
		this.#callbacks = [];
		for (const callback of callbacks) callback();
	}
}
