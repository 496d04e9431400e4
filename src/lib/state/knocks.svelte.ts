/** Between two knocks, ms, and half as long again at random; as many as take ten minutes, about. */
const BETWEEN_MS = 4000;
const MOST = 100;

/** Asks again and again for what may come free, such as a place in a room that is full. */
export class Knocks {
	/** How often it has asked. */
	count: number = $state(0);
	readonly #ask: () => Promise<void>;
	#left = MOST;
	#isAsking = false;
	#next: ReturnType<typeof setTimeout> | undefined;

	/** `ask` never rejects; where it was in vain it calls `later`. */
	constructor(ask: () => Promise<void>) {
		this.#ask = ask;
	}

	/** Asks at once, because somebody wants it. */
	now(): void {
		this.#left = MOST;
		void this.#knock();
	}

	/** Asks after a while; in the end no more. */
	later(): void {
		clearTimeout(this.#next);
		if (this.#left > 0) this.#next = setTimeout(() => void this.#knock(), BETWEEN_MS * (1 + Math.random() / 2));
	}

	/** Asks no more, and counts from nothing. */
	stop(): void {
		clearTimeout(this.#next);
		this.count = 0;
		this.#left = MOST;
	}

	async #knock(): Promise<void> {
		if (this.#isAsking) return;
		this.#isAsking = true;
		clearTimeout(this.#next);
		this.count++;
		this.#left--;
		await this.#ask();
		this.#isAsking = false;
	}
}
