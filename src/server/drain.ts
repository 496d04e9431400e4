import type { Beating, Heart } from './limits/heart.ts';
import { Problem } from './problem.ts';

const STEP_MS = 100;

/**
 * Ends all open streams, spread evenly over `overMs`, so that their clients do not come back all at once, and takes that
 * long in any case: who balances the load has to hear that this instance is going before it is gone.
 */
export async function drainHearts(hearts: readonly Heart[], overMs: number): Promise<void> {
	const streams: Beating[] = hearts.flatMap((heart) => [...heart.streams]);
	const count = streams.length;
	const steps = Math.max(1, Math.round(overMs / STEP_MS));
	for (let step = 1; step <= steps; step++) {
		if (overMs > 0) await new Promise((resolve) => setTimeout(resolve, overMs / steps));
		const due = Math.floor((count * step) / steps);
		for (const stream of streams.splice(0, due - (count - streams.length))) stream.end();
	}
	for (const heart of hearts) {
		// Those whose beginning was on its way when the drain began.
		for (const stream of [...heart.streams]) stream.end();
		heart.stop();
	}
}

/** What is answered to whoever comes meanwhile. */
export function drainingProblem(): Problem {
	return new Problem('draining', 'This instance is restarting. Try again in a moment.', { 'Retry-After': '2', Connection: 'close' });
}
