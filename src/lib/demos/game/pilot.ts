import { SPEED, inside } from './arena.ts';
import type { Place } from './arena.ts';

/** Which way somebody steers: a vector of at most length 1. */
export type Direction = Place;

/** A page that was hidden does not make up for it in one leap, s. */
const LONGEST_STEP = 0.1;

/** One's own player, as one's own keys move it: at once, whatever the line does. */
export class Pilot {
	/** Rounded as it is sent; the same object while one stands. */
	place: Place;
	#exact: Place;

	constructor(start: Place) {
		this.place = this.#exact = start;
	}

	/** Moves on for so many seconds; walls hold. */
	step(direction: Direction, seconds: number): void {
		const way = SPEED * Math.min(seconds, LONGEST_STEP);
		this.#exact = inside({ x: this.#exact.x + direction.x * way, y: this.#exact.y + direction.y * way });
		const [x, y] = [Math.round(this.#exact.x * 10) / 10, Math.round(this.#exact.y * 10) / 10];
		if (x !== this.place.x || y !== this.place.y) this.place = { x, y };
	}
}
