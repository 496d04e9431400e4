/** The longest wait before the second attempt, and before any. */
const BASE_MS = 500;
const CAP_MS = 30_000;
/** A connection that lived this long was a good one: the next drop starts from the base again. */
const STABLE_MS = 10_000;
/** A server may ask for patience, but not for more than this. */
const MAX_HINT_MS = 300_000;

/** The delay before attempt `attempt` (0, 1, 2…): anything up to `base × 2^attempt`, at most 30 s. */
function backoffMs(attempt: number): number {
	return Math.random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt);
}

/** Resolves after `ms`, or at once when `signal` aborts. */
export function delay(ms: number, signal: AbortSignal): Promise<void> {
	if (signal.aborted) return Promise.resolve();
	return new Promise((resolve) => {
		const finish = () => {
			clearTimeout(timer);
			signal.removeEventListener('abort', finish);
			resolve();
		};
		const timer = setTimeout(finish, ms);
		signal.addEventListener('abort', finish);
	});
}

/**
 * One lane's patience: `wait` before each new attempt, `opened` when one succeeded. Full jitter, so that many clients cut at once do
 * not come back at once.
 */
export class Backoff {
	#attempt = 0;
	#openedAt: number | undefined;

	opened(): void {
		this.#openedAt ??= performance.now();
	}

	/** Waits for the next attempt's delay, or for as long as the server asked (`Retry-After`, in seconds; at most 5 minutes). */
	async wait(signal: AbortSignal, retryAfter?: string | null): Promise<void> {
		const isStable = this.#openedAt !== undefined && performance.now() - this.#openedAt > STABLE_MS;
		if (isStable) this.#attempt = 0;
		this.#openedAt = undefined;
		const hintMs = Math.min(Number(retryAfter) * 1000, MAX_HINT_MS);
		await delay(hintMs > 0 ? hintMs : backoffMs(this.#attempt++), signal);
	}
}
