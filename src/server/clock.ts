/** The server's clock: ms since 1970 with fractions, monotonic while the process lives. */
export type Clock = () => number;

export const systemClock: Clock = () => performance.timeOrigin + performance.now();
