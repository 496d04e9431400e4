import { WATCHDOG_MS } from '#lib/protocol/limits.ts';

/** Aborts with `signal`, or when an answer takes longer than any honest one: on a silent line a question would wait for ever. */
export function withPatience(signal: AbortSignal, ms = WATCHDOG_MS): AbortSignal {
	return AbortSignal.any([signal, AbortSignal.timeout(ms)]);
}
