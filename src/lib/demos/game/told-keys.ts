import { MOST_KEYS, OLDEST_KEY_MS } from '#lib/protocol/rooms/game.ts';
import type { Keys } from '#lib/protocol/rooms/game.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';

/** Nobody waits so long for a picture. */
const IMPOSSIBLE_MS = 60_000;

/** Keys of a player on another page, as that page says: only to be measured with. */
export interface ToldKeys {
	/** So many were pressed so far. */
	readonly count: number;
	/** When the latest of them were, in order; undefined where that cannot be. Ms since 1970 on the server's clock. */
	readonly moments: readonly (number | undefined)[];
	/** What these may be wrong by, either way. */
	readonly errorMs: number;
	readonly sent: TechniqueId;
}

/** Reads what a position that was stored at this moment says of keys; a moment after it or long before it is none. */
export function readKeys({ count, at, before, error, over }: Keys, storedAt: number): ToldKeys {
	const moments = [...before.map((ms) => at - ms), at].map((moment) => {
		// NaN is neither.
		const isPossible = moment <= storedAt + error && moment >= storedAt - IMPOSSIBLE_MS;
		return isPossible ? moment : undefined;
	});
	return { count, moments, errorMs: error, sent: over };
}

/** One's own latest keys, for other pages to measure with. Each position tells them anew: of positions some are never read. */
export class OwnKeys {
	#count = 0;
	#moments: number[] = [];

	/** A key was pressed at a moment of the server's clock. */
	press(at: number): void {
		this.#count += 1;
		this.#moments = [...this.#moments.slice(1 - MOST_KEYS), Math.round(at)];
	}

	/** No picture of them is to come. */
	forget(): void {
		this.#moments = [];
	}

	/** What a position says at a moment of the server's clock, which may be wrong by `errorMs`. */
	tell(now: number, errorMs: number, over: TechniqueId): Keys | undefined {
		this.#moments = this.#moments.filter((moment) => now - moment < OLDEST_KEY_MS);
		const at = this.#moments.at(-1);
		// An error beyond what the room takes is no measure.
		const error = Math.ceil(errorMs + 0.5);
		if (at === undefined || error > 1000) return undefined;
		return { count: this.#count, at, before: this.#moments.slice(0, -1).map((moment) => Math.max(0, at - moment)), error, over };
	}
}
