/**
 * Has the browser ask who leaves the page whether to stay, as long as something is on its way that would be lost. Not in a frame: a host's
 * page is not kept by what it holds. Answers how to stop.
 */
export function guardLeaving(isUnsent: () => boolean): () => void {
	if (window !== window.top) return () => {};
	const ask = (event: BeforeUnloadEvent) => {
		if (isUnsent()) event.preventDefault();
	};
	addEventListener('beforeunload', ask);
	return () => removeEventListener('beforeunload', ask);
}
