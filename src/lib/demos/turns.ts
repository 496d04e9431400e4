import type { RoomRules } from '#lib/protocol/rooms/room.ts';

/** Turns that a seat's own signs of life may take of a burst: that it is here, types, has seen. */
const SIGNS = 7;

/** Counts what a visitor sends, so that the page can say "too fast" before the server does. */
export class Turns {
	readonly #most: number;
	readonly #withinMs: number;
	#taken: number[] = [];

	constructor({ rate }: RoomRules) {
		const { perSecond, burst } = rate ?? { perSecond: 1, burst: Infinity };
		this.#most = burst - SIGNS;
		this.#withinMs = (burst / perSecond) * 1000;
	}

	/** Takes a turn at this moment; false where there were too many just before. */
	take(now: number): boolean {
		this.#taken = this.#taken.filter((at) => now - at < this.#withinMs);
		if (this.#taken.length >= this.#most) return false;
		this.#taken.push(now);
		return true;
	}
}
