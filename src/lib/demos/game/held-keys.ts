import type { SeatName } from '#lib/state/seat.svelte.ts';
import type { Direction } from './pilot.ts';

const LETTERS = { KeyW: [0, -1], KeyA: [-1, 0], KeyS: [0, 1], KeyD: [1, 0] } as const;
const ARROWS = { ArrowUp: [0, -1], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowRight: [1, 0] } as const;

/** The keys that steer at a seat, by where they are on the keyboard, whatever is printed on them. */
const KEYS: Readonly<Record<SeatName, Readonly<Record<string, readonly [x: number, y: number]>>>> = {
	left: LETTERS,
	right: ARROWS,
	only: { ...LETTERS, ...ARROWS }
};

/** What a hand holds down: keys, or a place on the pad. */
export class HeldKeys {
	readonly #keys: (typeof KEYS)[SeatName];
	readonly #held = new Set<string>();
	#pad: Direction | undefined;

	constructor(seat: SeatName) {
		this.#keys = KEYS[seat];
	}

	/** Whether this key steers here. `areArrowsHere`: arrows steer where the focus is, and nowhere else, as one person alone expects. */
	owns(code: string, areArrowsHere?: boolean): boolean {
		if (areArrowsHere !== undefined && Object.hasOwn(ARROWS, code)) return areArrowsHere;
		return Object.hasOwn(this.#keys, code);
	}

	/** True where it was not held before. */
	press(code: string): boolean {
		if (!Object.hasOwn(KEYS.only, code) || this.#held.has(code)) return false;
		this.#held.add(code);
		return true;
	}

	release(code: string): void {
		this.#held.delete(code);
	}

	/** Where the finger is on the pad, from its middle; undefined once it is lifted. */
	drag(to: Direction | undefined): void {
		this.#pad = to;
	}

	releaseAll(): void {
		this.#held.clear();
		this.#pad = undefined;
	}

	get direction(): Direction {
		if (this.#pad) return ofLengthOne(this.#pad);
		let [x, y] = [0, 0];
		for (const code of this.#held) {
			const [dx, dy] = KEYS.only[code] ?? [0, 0];
			x += dx;
			y += dy;
		}
		return ofLengthOne({ x, y });
	}
}

/** Across is no faster than along. */
function ofLengthOne({ x, y }: Direction): Direction {
	const length = Math.hypot(x, y);
	return length === 0 ? { x: 0, y: 0 } : { x: x / length, y: y / length };
}
