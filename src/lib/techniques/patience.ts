import { WATCHDOG_MS } from '#lib/protocol/limits.ts';

/**
 * The patience of who asks one question after another: each ends with `signal`, and with a TimeoutError where its answer takes
 * longer than any honest one; on a silent line it would wait for ever. Of a question nothing is kept once the next is asked.
 */
export class Patience {
	readonly #signal: AbortSignal;
	readonly #ms: number;
	#forget = () => {};

	constructor(signal: AbortSignal, ms = WATCHDOG_MS) {
		this.#signal = signal;
		this.#ms = ms;
	}

	/** The signal of the next question. The one before is answered, or given up. */
	ask(): AbortSignal {
		this.#forget();
		const signal = this.#signal;
		const question = new AbortController();
		const stop = () => {
			this.#forget();
			question.abort(signal.reason);
		};
		const timer = setTimeout(() => question.abort(new DOMException('No answer came in time.', 'TimeoutError')), this.#ms);
		this.#forget = () => {
			clearTimeout(timer);
			signal.removeEventListener('abort', stop);
		};
		signal.addEventListener('abort', stop);
		if (signal.aborted) stop();
		return question.signal;
	}

	/** No more questions. */
	end(): void {
		this.#forget();
	}
}
