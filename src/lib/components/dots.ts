import { totalBytes } from '#lib/wire/record.ts';
import type { WireRecord } from '#lib/wire/record.ts';

/** Time that a dot takes from end to end: slow motion, since the real way takes microseconds on loopback. */
export const FLIGHT_MS = 700;
/** What waited longer than this (in a hidden tab) is not shown any more. */
const STALE_MS = 1000;

/** One thing on its way. */
export interface Dot {
	readonly startAt: number;
	readonly isUp: boolean;
	/** `full`: it carries an event or a publish. `hollow`: a question, or an answer that was for nothing. `tick`: a heartbeat. */
	readonly shape: 'full' | 'hollow' | 'tick';
	readonly radius: number;
}

/** Radius of a dot, px: 1.5 for 2 bytes, 3.3 for 100, 5.5 for 8000. */
function dotRadius(bytes: number): number {
	return 1 + 1.15 * Math.log10(bytes + 1);
}

/** The dots of these records, spaced in time as the records were, from `now` on. Connections opened and closed have none. */
export function dotsOf(records: readonly WireRecord[], now: number): Dot[] {
	const newest = records.at(-1)?.at ?? 0;
	const shown = records.filter((record) => newest - record.at < STALE_MS && totalBytes(record) > 0);
	const first = shown[0]?.at ?? 0;
	return shown.map((record) => ({
		startAt: now + record.at - first,
		isUp: record.way === 'up',
		shape: record.kind === 'heartbeat' ? 'tick' : record.payload > 0 ? 'full' : 'hollow',
		radius: dotRadius(totalBytes(record))
	}));
}
