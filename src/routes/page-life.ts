/** Ends what a page runs when the page goes; the returned function ends it too, once the component is gone. */
export function untilPageHides(end: () => void): () => void {
	// A page that comes back out of the browser's cache has ended what it ran; it begins anew.
	const onShow = ({ persisted }: PageTransitionEvent) => persisted && location.reload();
	addEventListener('pagehide', end);
	addEventListener('pageshow', onShow);
	return () => {
		removeEventListener('pagehide', end);
		removeEventListener('pageshow', onShow);
		end();
	};
}
