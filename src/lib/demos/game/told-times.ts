import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { SeatName } from '#lib/state/seat.svelte.ts';
import type { ToldKeys } from './told-keys.ts';

/** A seat that was drawn: over which technique, and when on the page's clock and on the server's. */
export interface DrawnFrame {
	readonly seat: SeatName;
	readonly drawn: TechniqueId;
	readonly at: number;
	/** As the page knows it, and what that may be wrong by, ms; undefined before it does. */
	readonly serverAt: number | undefined;
	readonly errorMs: number | undefined;
}

/** How long the keys took that another page told of. Each counts once, and only those pressed while the seat was being watched. */
export class ToldTimes {
	/** Since when a seat has been drawn without a break, on the server's clock. */
	readonly #since = new Map<SeatName, number>();
	/** Keys that a seat has counted, by seat and member. */
	readonly #counted = new Map<string, number>();

	/** A seat has drawn a member with the keys that the position told: the times of those that are new, ms, and their error. */
	drew({ seat, serverAt, errorMs }: DrawnFrame, by: string, keys: ToldKeys | undefined): { times: number[]; errorMs: number } {
		if (serverAt === undefined || errorMs === undefined) return { times: [], errorMs: 0 };
		const since = this.#since.get(seat) ?? serverAt;
		this.#since.set(seat, since);
		const counted = this.#counted.get(`${seat} ${by}`) ?? 0;
		if (!keys || keys.count <= counted) return { times: [], errorMs: 0 };
		this.#counted.set(`${seat} ${by}`, keys.count);
		const error = errorMs + keys.errorMs;
		const isNew = (index: number) => keys.moments.length - index <= keys.count - counted;
		const times = keys.moments.flatMap((moment, index) => {
			if (moment === undefined || moment < since || !isNew(index)) return [];
			const ms = serverAt - moment;
			// Drawn before it was pressed, by more than the clocks can be wrong: that was no key.
			return ms < -error ? [] : [Math.max(0, ms)];
		});
		return { times, errorMs: error };
	}

	/** What is on its way to this seat, or to all, is not waited for any more. */
	forget(seat?: SeatName): void {
		if (seat) this.#since.delete(seat);
		else this.#since.clear();
	}
}
