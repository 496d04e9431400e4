import type { EventId } from '#lib/protocol/event.ts';

/** How long a post takes up, until the log has it, and down again, until it is on screen. */
export class RoundTrip {
	/** Ms from pressing the button; undefined until it happened. */
	storedMs: number | undefined = $state();
	shownMs: number | undefined = $state();
	#begunAt = 0;
	#id: EventId | undefined;
	/** A post may come down before the answer to its POST does. */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
	readonly #shownAt = new Map<EventId, number>();

	/** The button was pressed. */
	begin(now: number): void {
		this.#begunAt = now;
		this.#id = undefined;
		this.storedMs = this.shownMs = undefined;
	}

	/** The log has it under this id. */
	stored(id: EventId, now: number): void {
		this.storedMs = now - this.#begunAt;
		this.#id = id;
		this.#compare();
	}

	/** These posts of one's own are on screen. */
	shown(ids: readonly EventId[], now: number): void {
		for (const id of ids) if (!this.#shownAt.has(id)) this.#shownAt.set(id, now);
		this.#compare();
	}

	#compare(): void {
		const at = this.#id && this.#shownAt.get(this.#id);
		if (at !== undefined) this.shownMs = at - this.#begunAt;
	}
}
