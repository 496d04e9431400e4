import { WATCHDOG_MS } from '#lib/protocol/limits.ts';

/** Aborts with `signal`, or when an answer takes longer than any honest one: on a silent line a question would wait for ever. */
export function withPatience(signal: AbortSignal, ms = WATCHDOG_MS): AbortSignal {
	const patient = new AbortController();
	const timer = setTimeout(() => patient.abort(new DOMException('No answer came in time.', 'TimeoutError')), ms);
	const stop = () => {
		clearTimeout(timer);
		patient.abort(signal.reason);
	};
	if (signal.aborted) stop();
	else signal.addEventListener('abort', stop, { signal: patient.signal });
	return patient.signal;
}
