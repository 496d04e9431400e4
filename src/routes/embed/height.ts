import { EMBED_SOURCE } from '#lib/protocol/embed-message.ts';
import type { HeightMessage } from '#lib/protocol/embed-message.ts';

/** A height that has stood for so long is told, ms: what starts is laid out in steps, and the host's page shall move once. */
const QUIET_MS = 250;
/** One that never stands is told all the same, so long after it began to change, ms. */
const LATEST_MS = 1000;

/**
 * Tells the page that holds this frame how high `element` would be by itself: at once, and after each change as soon as it stands. What
 * it says is no secret, and any host may hear it.
 */
export function tellHeight(element: Element): void {
	let told = 0;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let changedAt: number | undefined;

	function tell(): void {
		changedAt = undefined;
		const px = Math.ceil(naturalHeight(element));
		if (px === told) return;
		told = px;
		parent.postMessage({ source: EMBED_SOURCE, type: 'height', px } satisfies HeightMessage, '*');
	}

	const observer = new ResizeObserver(() => {
		if (told === 0) return tell();
		changedAt ??= performance.now();
		clearTimeout(timer);
		timer = setTimeout(tell, Math.min(QUIET_MS, changedAt + LATEST_MS - performance.now()));
	});
	// In a low frame what comes to a still takes its room from the picture.
	for (const part of [element, ...element.querySelectorAll('img')]) observer.observe(part);
}

/** A still fits into its frame; a host that gives a frame the height of what is in it must not hear that it has it already. */
function naturalHeight(element: Element): number {
	element.toggleAttribute('data-natural', true);
	const { height } = element.getBoundingClientRect();
	element.toggleAttribute('data-natural', false);
	return height;
}
