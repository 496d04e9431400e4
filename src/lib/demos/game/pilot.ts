import { SPEED, inside } from './arena.ts';
import type { Place } from './arena.ts';

/** Which way somebody steers: a vector of at most length 1. */
export type Direction = Place;

/** A page that was hidden does not make up for it in one leap, s. */
const LONGEST_STEP = 0.1;

/** One's own player, as one's own keys move it: at once, whatever the line does. */
export class Pilot {
	#place: Place;

	constructor(start: Place) {
		this.#place = start;
	}

	/** Rounded as it is sent. */
	get place(): Place {
		return { x: Math.round(this.#place.x * 10) / 10, y: Math.round(this.#place.y * 10) / 10 };
	}

	/** Moves on for so many seconds; walls hold. */
	step(direction: Direction, seconds: number): void {
		const way = SPEED * Math.min(seconds, LONGEST_STEP);
		this.#place = inside({ x: this.#place.x + direction.x * way, y: this.#place.y + direction.y * way });
	}
}
