/** What somebody may want to press. */
const PRESSED = 'a[href], button, input, select, textarea, summary, [tabindex="0"], [data-arena]';
/** From the one where least is; at the top stands the headline, which nobody presses. */
const CORNERS = ['bottom-right', 'bottom-left', 'top-right'] as const;

/** Keeps `bar` in a corner where it lies over nothing that one presses: found each time the pointer wakes, and when the page scrolls. */
export function keepFree(bar: HTMLElement): () => void {
	function look(): void {
		// What is pointed at stays where it is.
		if (bar.matches(':hover, :focus-within')) return;
		for (const corner of CORNERS) {
			bar.dataset.corner = corner;
			if (!isOverSomething(bar)) return;
		}
	}
	look();
	const waking = new MutationObserver(look);
	waking.observe(document.documentElement, { attributeFilter: ['data-idle'] });
	addEventListener('scroll', look, { passive: true });
	return () => {
		waking.disconnect();
		removeEventListener('scroll', look);
	};
}

function isOverSomething(bar: HTMLElement): boolean {
	const own = bar.getBoundingClientRect();
	return [...document.querySelectorAll(PRESSED)].some((other) => {
		if (bar.contains(other) || !other.checkVisibility({ visibilityProperty: true })) return false;
		const box = other.getBoundingClientRect();
		return box.right > own.left && box.left < own.right && box.bottom > own.top && box.top < own.bottom;
	});
}
