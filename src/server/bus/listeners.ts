import type { FeedEvent } from '#lib/protocol/event.ts';
import type { Unsubscribe } from './bus.ts';

/** Who listens to a log. */
export class Listeners {
	// Never changed in place: who comes or goes while an event is given out does not disturb the round.
	#all: readonly ((event: FeedEvent) => void)[] = [];

	get size(): number {
		return this.#all.length;
	}

	/** Adds one; the same function added twice hears twice. */
	add(onEvent: (event: FeedEvent) => void): Unsubscribe {
		this.#all = [...this.#all, onEvent];
		let isIn = true;
		return () => {
			if (isIn) this.#all = this.#all.toSpliced(this.#all.indexOf(onEvent), 1);
			isIn = false;
		};
	}

	/** Gives an event to all. */
	tell(event: FeedEvent): void {
		for (const listener of this.#all) listener(event);
	}
}
