import { EMBED_SOURCE } from '#lib/protocol/embed-message.ts';
import type { HeightMessage } from '#lib/protocol/embed-message.ts';

/** Tells the page that holds this frame how high `element` is, now and whenever that changes. What it says is no secret, and any host may hear it. */
export function tellHeight(element: Element): void {
	let told = 0;
	new ResizeObserver(() => {
		const px = Math.ceil(element.getBoundingClientRect().height);
		if (px === told) return;
		told = px;
		parent.postMessage({ source: EMBED_SOURCE, type: 'height', px } satisfies HeightMessage, '*');
	}).observe(element);
}
