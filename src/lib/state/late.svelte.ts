/** Whether something has been waited for so long, ms, that it is said. Call it while a component is set up. */
export function useLate(isWaiting: () => boolean, ms: number): { readonly isLate: boolean } {
	let isLate = $state(false);
	$effect(() => {
		if (!isWaiting()) return;
		const timer = setTimeout(() => (isLate = true), ms);
		return () => {
			clearTimeout(timer);
			isLate = false;
		};
	});
	return {
		get isLate() {
			return isLate;
		}
	};
}
