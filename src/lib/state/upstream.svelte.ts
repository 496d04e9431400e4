import type { Upstream } from '#lib/techniques/technique.ts';

/** An answer that takes longer meets a line that carries nothing up, though nobody has said that it is down, ms. */
const PATIENCE_MS = 2000;

/** What a seat knows of its way up, which may be down while events still come: nothing else would tell. */
export class SeatUpstream implements Upstream {
	/** Whether what was sent last has no answer yet, and will have none for a while. */
	isDown = $state(false);
	/** Runs while an answer is waited for. */
	#patience: ReturnType<typeof setTimeout> | undefined;
	/** Aborted when there is hope: somebody waits for that. */
	#hoping: AbortController | undefined;

	/** Something was sent, over whatever technique. */
	left(): void {
		this.#patience ??= setTimeout(() => (this.isDown = true), PATIENCE_MS);
	}

	/** What is sent gets through. */
	answered(): void {
		clearTimeout(this.#patience);
		this.#patience = undefined;
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
