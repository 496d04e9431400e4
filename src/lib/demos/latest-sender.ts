/** Sends the latest of what it is given: one at a time, none that a newer one has replaced, at most `burst` within `burst` times so many ms. */
export class LatestSender<Value> {
	/** How long each sending keeps its place among `burst`, ms. */
	readonly #restMs: number;
	readonly #send: (value: Value) => Promise<unknown>;
	/** Places for sendings. */
	#free: number;
	#next: { readonly value: Value } | undefined;
	readonly #timers = new Set<ReturnType<typeof setTimeout>>();
	#isBusy = false;

	constructor(everyMs: number, send: (value: Value) => Promise<unknown>, burst = 1) {
		this.#restMs = everyMs * burst;
		this.#send = send;
		this.#free = burst;
	}

	/** Sends this, at once or as soon as it may. */
	say(value: Value): void {
		this.#next = { value };
		this.#sendNext();
	}

	/** Forgets what waits. */
	cancel(): void {
		this.#next = undefined;
	}

	/** Ends it: nothing is sent any more. */
	close(): void {
		this.cancel();
		for (const timer of this.#timers) clearTimeout(timer);
	}

	#sendNext(): void {
		if (!this.#next || this.#free === 0 || this.#isBusy) return;
		const { value } = this.#next;
		this.#next = undefined;
		this.#isBusy = true;
		this.#free -= 1;
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			this.#free += 1;
			this.#sendNext();
		}, this.#restMs);
		this.#timers.add(timer);
		// A volatile sign that is refused or comes too late is worth nothing: the next one says more.
		void this.#send(value)
			.catch(() => {})
			.finally(() => {
				this.#isBusy = false;
				this.#sendNext();
			});
	}
}
