import type { Upstream } from '#lib/techniques/technique.ts';

/** What a seat knows of its way up, which may be down while events still come: nothing else would tell. */
export class SeatUpstream implements Upstream {
	/** Whether the last attempt to send something was in vain. It is sent again. */
	isDown = $state(false);
	/** Aborted when there is hope: somebody waits for that. */
	#hoping: AbortController | undefined;

	/** What is sent gets through. */
	answered(): void {
		if (!this.isDown) return;
		this.isDown = false;
		this.hope();
	}

	failed(): AbortSignal {
		this.isDown = true;
		return (this.#hoping ??= new AbortController()).signal;
	}

	/** The line is open again, or never will be: who waits to send something again need not wait longer. */
	hope(): void {
		this.#hoping?.abort();
		this.#hoping = undefined;
	}
}
