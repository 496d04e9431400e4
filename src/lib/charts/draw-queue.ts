import { onFrame } from '#lib/state/frames.ts';

/** Charts take turns, one a frame: each costs some milliseconds, and all in one frame would be felt. */
const waiting = new Set<() => void>();
let stop: (() => void) | undefined;

/** Draws in one of the next frames; the returned function takes it back. */
export function drawSoon(draw: () => void): () => void {
	waiting.add(draw);
	stop ??= onFrame(drawNext);
	return () => waiting.delete(draw);
}

function drawNext(): void {
	const [next] = waiting;
	if (next) {
		waiting.delete(next);
		next();
		return;
	}
	stop?.();
	stop = undefined;
}
