import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { Quantiles } from '#lib/state/quantiles.ts';
import type { SeatName } from '#lib/state/seat.svelte.ts';
import type { ToldKeys } from './told-keys.ts';
import { ToldTimes } from './told-times.ts';
import type { DrawnFrame } from './told-times.ts';

/** How long keys took over one pair of techniques, ms. */
export interface KeyTimesRow {
	/** The seat that drew them. */
	readonly seat: SeatName;
	/** What the position was sent over, and what it was received over. */
	readonly sent: TechniqueId;
	readonly drawn: TechniqueId;
	/** What the times may be wrong by, for keys of other pages; undefined: pressed and drawn on this page's one clock. */
	readonly errorMs: number | undefined;
	readonly keys: number;
	/** The slowest of the latest picture, which may be that of several: whose, when it was drawn on the page's clock, how long it took. */
	readonly by: string;
	readonly at: number;
	readonly last: number;
	/** Of the last `WINDOW_KEYS`; the percentiles are undefined before there are `ENOUGH_KEYS`. */
	readonly slowest: number;
	readonly p50: number | undefined;
	readonly p95: number | undefined;
}

/**
 * The row of a seat's latest key, of what the seat is drawn over now; of the keys of this page's other seat, only of what that one
 * sends over now.
 */
export function latestRow(rows: readonly KeyTimesRow[], drawn: TechniqueId, sent: TechniqueId | undefined): KeyTimesRow | undefined {
	return rows
		.filter((row) => row.drawn === drawn && (row.errorMs !== undefined || row.sent === sent))
		.reduce<KeyTimesRow | undefined>((latest, row) => (latest && latest.at >= row.at ? latest : row), undefined);
}

interface Press {
	/** The seat at which it was pressed. */
	readonly seat: SeatName;
	readonly by: string;
	readonly n: number;
	readonly at: number;
	readonly sent: TechniqueId;
}

/** With fewer keys than this a percentile is one of them; what is older than so many keys does not count any more. */
export const ENOUGH_KEYS = 20;
export const WINDOW_KEYS = 200;
/** Keys that wait for their picture, at most: while the other seat draws nothing they pile up. */
const MAX_WAITING = 100;

/**
 * The time from a key to its picture in another seat. On the same page it is the page's one clock: a key is stamped with the
 * number of the position that it was sent with, and the other seat has its picture once it draws that number or a later one.
 * Another page says when its keys were pressed on the server's clock; these times are as good as the two pages know it.
 */
export class KeyTimes {
	/** One row a pair of techniques, seat and kind of clock; they stay when a technique is switched. */
	rows: readonly KeyTimesRow[] = $state.raw([]);
	#waiting: Press[] = [];
	/** Of each row. */
	readonly #times: { readonly ms: Quantiles; readonly errorMs: Quantiles }[] = [];
	readonly #told = new ToldTimes();

	/** A member's key, pressed at a moment of `performance.now`, went up with its position `n`. */
	pressed(press: Press): void {
		this.#waiting.push(press);
		if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
	}

	/** A seat has drawn a member of this page as of position `n`. */
	drew(seat: SeatName, by: string, n: number, drawn: TechniqueId, at: number): void {
		const isDrawn = (press: Press) => press.by === by && press.n <= n;
		if (!this.#waiting.some(isDrawn)) return;
		for (const press of this.#waiting.filter(isDrawn)) this.#add({ seat, by, sent: press.sent, drawn, at, ms: at - press.at });
		this.#waiting = this.#waiting.filter((press) => !isDrawn(press));
	}

	/** A seat has drawn a member of another page, with the keys that its position told. */
	drewTold(frame: DrawnFrame, by: string, keys: ToldKeys | undefined): void {
		const { times, errorMs } = this.#told.drew(frame, by, keys);
		if (!keys) return;
		const { seat, drawn, at } = frame;
		for (const ms of times) this.#add({ seat, by, sent: keys.sent, drawn, at, ms, errorMs });
	}

	/** What waits is not waited for any more: the visitor has stopped listening. */
	forget(): void {
		this.#waiting = [];
		this.#told.forget();
	}

	/** Nobody sees this seat, or a line is down: what comes meanwhile is no picture. */
	away(seat: SeatName): void {
		this.#waiting = this.#waiting.filter((press) => press.seat === seat);
		this.#told.forget(seat);
	}

	#add({ ms, errorMs, ...of }: Pick<KeyTimesRow, 'seat' | 'by' | 'sent' | 'drawn' | 'at'> & { ms: number; errorMs?: number }): void {
		const isSame = (row: KeyTimesRow) =>
			row.seat === of.seat && row.sent === of.sent && row.drawn === of.drawn && (row.errorMs === undefined) === (errorMs === undefined);
		const found = this.rows.findIndex(isSame);
		const index = found < 0 ? this.rows.length : found;
		const times = (this.#times[index] ??= { ms: new Quantiles(WINDOW_KEYS), errorMs: new Quantiles(WINDOW_KEYS) });
		times.ms.add(ms);
		if (errorMs !== undefined) times.errorMs.add(errorMs);
		const before = this.rows[index];
		const keys = (before?.keys ?? 0) + 1;
		const isOfOnePicture = before?.at === of.at && before.last > ms;
		const { by, last } = isOfOnePicture ? before : { by: of.by, last: ms };
		const [p50, p95] = (keys >= ENOUGH_KEYS && times.ms.at(0.5, 0.95)) || [];
		const [slowest = ms] = times.ms.at(1) ?? [];
		const row: KeyTimesRow = { ...of, by, errorMs: times.errorMs.at(1)?.[0], keys, last, slowest, p50, p95 };
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
