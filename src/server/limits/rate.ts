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
			throw tooFast(secondsUntil(refused));
		}
	};
}

/** Refuses for a time who has failed too often, whatever is asked then. */
export interface FailureGuard {
	/** @throws {Problem} `too-fast`, where there were too many failures of this key lately. */
	check(key: string): Promise<void>;
	/** Counts one. */
	count(key: string): Promise<void>;
}

/** Allows each key `most` failures within a time. */
export function createFailureGuard(most: number, withinSeconds: number): FailureGuard {
	const limiter = new RateLimiterMemory({ points: most, duration: withinSeconds });
	return {
		async check(key) {
			const failed = await limiter.get(key);
			if (failed && failed.consumedPoints >= most) throw tooFast(secondsUntil(failed));
		},
		async count(key) {
			await limiter.penalty(key);
		}
	};
}

function secondsUntil({ msBeforeNext }: RateLimiterRes): number {
	return Math.max(1, Math.ceil(msBeforeNext / 1000));
}

/** The problem of who has no turn for so many seconds. */
export function tooFast(seconds: number): Problem {
	return new Problem('too-fast', `Too many at once. Try again in ${seconds} s.`, { 'Retry-After': String(seconds) });
}
