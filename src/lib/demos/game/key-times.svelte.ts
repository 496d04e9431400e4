import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { Quantiles } from '#lib/state/quantiles.ts';
import type { SeatName } from '#lib/state/seat.svelte.ts';

/** How long keys took over one pair of techniques, ms. */
export interface KeyTimesRow {
	/** The seat that drew them. */
	readonly seat: SeatName;
	/** What the position was sent over, and what it was received over. */
	readonly sent: TechniqueId;
	readonly drawn: TechniqueId;
	readonly keys: number;
	readonly last: number;
	readonly p50: number;
	readonly p95: number;
}

interface Press {
	readonly by: string;
	readonly n: number;
	readonly at: number;
	readonly sent: TechniqueId;
}

/** Keys that wait for their picture, at most: while the other seat draws nothing they pile up. */
const MAX_WAITING = 100;

/**
 * The time from a key to its picture in the other seat of the same page, on the page's one clock. A key is stamped with the
 * number of the position that it was sent with; the other seat has its picture once it draws that number or a later one.
 */
export class KeyTimes {
	/** One row a pair of techniques and seat; they stay when a technique is switched. */
	rows: readonly KeyTimesRow[] = $state.raw([]);
	#waiting: Press[] = [];
	/** Of each row. */
	readonly #times: Quantiles[] = [];

	/** A member's key, pressed at a moment of `performance.now`, went up with its position `n`. */
	pressed(press: Press): void {
		this.#waiting.push(press);
		if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
	}

	/** A seat has drawn a member as of position `n`. */
	drew(seat: SeatName, by: string, n: number, drawn: TechniqueId, at: number): void {
		const isDrawn = (press: Press) => press.by === by && press.n <= n;
		if (!this.#waiting.some(isDrawn)) return;
		for (const press of this.#waiting.filter(isDrawn)) this.#add(seat, press.sent, drawn, at - press.at);
		this.#waiting = this.#waiting.filter((press) => !isDrawn(press));
	}

	/** What waits is not waited for any more: the visitor has stopped listening. */
	forget(): void {
		this.#waiting = [];
	}

	#add(seat: SeatName, sent: TechniqueId, drawn: TechniqueId, ms: number): void {
		const found = this.rows.findIndex((row) => row.seat === seat && row.sent === sent && row.drawn === drawn);
		const index = found < 0 ? this.rows.length : found;
		const times = (this.#times[index] ??= new Quantiles());
		times.add(ms);
		const [p50 = ms, p95 = ms] = times.at(0.5, 0.95) ?? [];
		const row: KeyTimesRow = { seat, sent, drawn, keys: (this.rows[index]?.keys ?? 0) + 1, last: ms, p50, p95 };
		this.rows = [...this.rows.slice(0, index), row, ...this.rows.slice(index + 1)];
	}
}

const byRun = new WeakMap<object, KeyTimes>();

/** The table of a run, the same for both its seats. */
export function keyTimesOf(run: object): KeyTimes {
	const times = byRun.get(run) ?? new KeyTimes();
	byRun.set(run, times);
	return times;
}
