import type { EventId } from '#lib/protocol/event.ts';
import { parseEventId, seqOf } from '#lib/protocol/event.ts';

/** So much of a long message is enough to have seen it, px. */
const ENOUGH = 60;

/** Tells the newest message that is scrolled into view on a visible page: each once, since who has seen it has seen all before it. */
export class InView {
	readonly #observer: IntersectionObserver;
	readonly #ids = new WeakMap<Element, EventId>();
	readonly #onSeen: (id: EventId) => void;
	readonly #tell = () => this.#tellNewest();
	#newest: EventId | undefined;
	#told: EventId | undefined;

	constructor(onSeen: (id: EventId) => void) {
		this.#onSeen = onSeen;
		this.#observer = new IntersectionObserver((entries) => this.#observed(entries), { threshold: [0, 0.25, 0.5] });
		document.addEventListener('visibilitychange', this.#tell);
	}

	/** Watches the element of a message, if that is not told yet; the returned function ends it. */
	watch(element: Element, id: EventId): (() => void) | undefined {
		if (!isNewer(id, this.#told)) return undefined;
		this.#ids.set(element, id);
		this.#observer.observe(element);
		return () => this.#observer.unobserve(element);
	}

	/** Tells again what was told last: who hears it now has not heard it. */
	repeat(): void {
		if (this.#told !== undefined) this.#onSeen(this.#told);
	}

	close(): void {
		this.#observer.disconnect();
		document.removeEventListener('visibilitychange', this.#tell);
	}

	#observed(entries: readonly IntersectionObserverEntry[]): void {
		for (const { target, isIntersecting, intersectionRatio, intersectionRect } of entries) {
			const id = this.#ids.get(target);
			if (id === undefined || !isIntersecting || (intersectionRatio < 0.5 && intersectionRect.height < ENOUGH)) continue;
			// It is enough to be seen once: there is no need to watch it further.
			this.#observer.unobserve(target);
			if (isNewer(id, this.#newest) && isNewer(id, this.#told)) this.#newest = id;
		}
		this.#tellNewest();
	}

	#tellNewest(): void {
		if (document.hidden || this.#newest === undefined) return;
		this.#told = this.#newest;
		this.#newest = undefined;
		this.#onSeen(this.#told);
	}
}

/** Whether a message came after another, or after the log of that one was lost. */
function isNewer(id: EventId, than: EventId | undefined): boolean {
	return than === undefined || parseEventId(id)?.epoch !== parseEventId(than)?.epoch || seqOf(id) > seqOf(than);
}
