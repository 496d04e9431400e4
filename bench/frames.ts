import type { Page } from 'playwright-core';

/** Frame times being taken. */
export interface Frames {
	/** The times between frames, ms. */
	stop(): Promise<number[]>;
}

/** A text, so that no build step of ours reaches into the page. */
const TAKE_FRAMES = `(() => {
	const times = [];
	let last;
	const onFrame = (now) => {
		if (last !== undefined) times.push(now - last);
		last = now;
		requestAnimationFrame(onFrame);
	};
	requestAnimationFrame(onFrame);
	return times;
})()`;

/** Takes the times between animation frames of a page from now on. */
export async function startFrames(page: Page): Promise<Frames> {
	const taken = await page.evaluateHandle<number[]>(TAKE_FRAMES);
	return { stop: () => taken.jsonValue() };
}
