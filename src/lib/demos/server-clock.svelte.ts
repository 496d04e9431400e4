/** Often enough for "is typing" to fade in time. */
const TICK_MS = 500;

/** The server's clock for a component, read twice a second: ms since 1970; 0 before it is known. It stands, as all figures do, while the server is away or the room is lost. */
export function useServerClock(bench: { serverNow(): number | undefined; readonly readings: string }): { readonly now: number } {
	let now = $state(bench.serverNow() ?? 0);
	$effect(() => {
		const timer = setInterval(() => {
			if (bench.readings !== 'none') now = bench.serverNow() ?? now;
		}, TICK_MS);
		return () => clearInterval(timer);
	});
	return {
		get now() {
			return now;
		}
	};
}
