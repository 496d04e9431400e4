/** Often enough for "is typing" to fade in time. */
const TICK_MS = 500;

/** The server's clock for a component, read twice a second: ms since 1970; 0 before it is known. */
export function useServerClock(bench: { serverNow(): number | undefined }): { readonly now: number } {
	let now = $state(bench.serverNow() ?? 0);
	$effect(() => {
		const timer = setInterval(() => (now = bench.serverNow() ?? 0), TICK_MS);
		return () => clearInterval(timer);
	});
	return {
		get now() {
			return now;
		}
	};
}
