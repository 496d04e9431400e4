/** Sends the latest of what it is given: at most one in so many ms, one at a time, none that a newer one has replaced. */
export class LatestSender<Value> {
	readonly #everyMs: number;
	readonly #send: (value: Value) => Promise<unknown>;
	#next: { readonly value: Value } | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#isBusy = false;

	constructor(everyMs: number, send: (value: Value) => Promise<unknown>) {
		this.#everyMs = everyMs;
		this.#send = send;
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
		clearTimeout(this.#timer);
	}

	#sendNext(): void {
		if (!this.#next || this.#timer !== undefined || this.#isBusy) return;
		const { value } = this.#next;
		this.#next = undefined;
		this.#isBusy = true;
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			this.#sendNext();
		}, this.#everyMs);
		// A volatile sign that is refused or comes too late is worth nothing: the next one says more.
		void this.#send(value)
			.catch(() => {})
			.finally(() => {
				this.#isBusy = false;
				this.#sendNext();
			});
	}
}
