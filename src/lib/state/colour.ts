/** The colour that a custom property stands for on this element, as a canvas takes it. */
export function resolveColour(element: HTMLElement, property: string): string {
	const probe = document.createElement('span');
	probe.style.color = `var(${property})`;
	element.append(probe);
	const { color } = getComputedStyle(probe);
	probe.remove();
	return color;
}

/** Calls back when colours may have changed: another theme, or the system turned to night. */
export function onColourChange(callback: () => void): () => void {
	const night = matchMedia('(prefers-color-scheme: dark)');
	const observer = new MutationObserver(callback);
	observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
	night.addEventListener('change', callback);
	return () => {
		observer.disconnect();
		night.removeEventListener('change', callback);
	};
}
