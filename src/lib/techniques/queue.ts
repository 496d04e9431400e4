/** Turns callbacks into an async iterable: what is pushed is yielded in order; `end` ends it once all was yielded. */
export class Queue<Item> implements AsyncIterable<Item> {
	readonly #items: Item[] = [];
	#isEnded = false;
	#wake: () => void = () => {};

	push(item: Item): void {
		this.#items.push(item);
		this.#wake();
	}

	end(): void {
		this.#isEnded = true;
		this.#wake();
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
		for (;;) {
			const items = this.#items.splice(0);
			yield* items;
			if (items.length > 0) continue;
			if (this.#isEnded) return;
			await new Promise<void>((wake) => (this.#wake = wake));
		}
	}
}
