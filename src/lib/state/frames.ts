/** The one animation frame of the page: everything that draws is called from it, and it rests when nothing draws. */
const callbacks = new Set<(now: number) => void>();
let request = 0;

function frame(now: number): void {
	request = callbacks.size > 0 ? requestAnimationFrame(frame) : 0;
	for (const callback of callbacks) callback(now);
}

/** Calls back on each frame, with the time of `performance.now`, until the returned function is called. */
export function onFrame(callback: (now: number) => void): () => void {
	callbacks.add(callback);
	if (request === 0) request = requestAnimationFrame(frame);
	return () => callbacks.delete(callback);
}
