/** The server's clock: ms since 1970 with fractions, monotonic while the process lives. */
export type Clock = () => number;

/** The clock of this process. */
export const systemClock: Clock = () => performance.timeOrigin + performance.now();

/** This moment as events carry it: to a tenth of a millisecond. */
export function stamp(clock: Clock): number {
	return Math.round(clock() * 10) / 10;
}
