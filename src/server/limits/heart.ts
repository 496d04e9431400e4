/** An open stream as its heart sees it. */
export interface Beating {
	/** When it ends, on the clock of `performance.now`, ms: a stream that lives for ever would make every restart a shock. */
	readonly endsAt: number;
	beat(): void;
	/** Ends it so that its client comes back. */
	end(): void;
}

/** Beats all streams of a technique in one round: one timer for all, and one buffer. */
export class Heart {
	readonly #streams = new Set<Beating>();
	readonly #timer: NodeJS.Timeout;

	constructor(intervalMs: number) {
		this.#timer = setInterval(() => this.#round(), intervalMs).unref();
	}

	add(stream: Beating): void {
		this.#streams.add(stream);
	}

	delete(stream: Beating): void {
		this.#streams.delete(stream);
	}

	/** The streams that beat now. */
	get streams(): Iterable<Beating> {
		return this.#streams;
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	#round(): void {
		const now = performance.now();
		for (const stream of [...this.#streams]) {
			if (now >= stream.endsAt) stream.end();
			else stream.beat();
		}
	}
}
