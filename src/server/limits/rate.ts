import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../problem.ts';

/** Takes a turn for this key. @throws {Problem} `too-fast`, with the seconds to wait. */
export type TakeTurn = (key: string) => Promise<void>;

/** Allows `perSecond` turns a second to each key, and a burst of `burst` at once. */
export function createRate(perSecond: number, burst: number): TakeTurn {
	const limiter = new RateLimiterMemory({ points: burst, duration: burst / perSecond });
	return async (key) => {
		try {
			await limiter.consume(key);
		} catch (refused) {
			if (!(refused instanceof RateLimiterRes)) throw refused;
			throw tooFast(Math.max(1, Math.ceil(refused.msBeforeNext / 1000)));
		}
	};
}

/** The problem of who has no turn for so many seconds. */
export function tooFast(seconds: number): Problem {
	return new Problem('too-fast', `Too many at once. Try again in ${seconds} s.`, { 'Retry-After': String(seconds) });
}
