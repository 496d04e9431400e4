import type { Beating, Heart } from './limits/heart.ts';

/** Streams that may be ended in one go: few come back at once anyway. */
const AT_ONCE = 20;
const STEP_MS = 100;

/** Ends all open streams, spread over at most `maxMs`, so that their clients do not come back all at once. */
export async function drainHearts(hearts: readonly Heart[], maxMs: number): Promise<void> {
	const streams: Beating[] = hearts.flatMap((heart) => [...heart.streams]);
	const steps = Math.max(1, Math.min(maxMs / STEP_MS, Math.ceil(streams.length / AT_ONCE)));
	const perStep = Math.ceil(streams.length / steps);
	while (streams.length > 0) {
		for (const stream of streams.splice(0, perStep)) stream.end();
		if (streams.length > 0) await new Promise((resolve) => setTimeout(resolve, STEP_MS));
	}
	for (const heart of hearts) heart.stop();
}
