/** Keeps the screen on where a browser can (a secure context), and again after the tab was hidden; the returned function lets it sleep. */
export function keepAwake(): () => void {
	let lock: WakeLockSentinel | undefined;
	let isWanted = true;
	const ask = () => {
		if (document.hidden || !('wakeLock' in navigator)) return;
		navigator.wakeLock.request('screen').then(
			(granted) => {
				if (isWanted) lock = granted;
				else void granted.release();
			},
			// A battery that is low, or a policy: the screen sleeps as it always does.
			() => {}
		);
	};
	ask();
	document.addEventListener('visibilitychange', ask);
	return () => {
		isWanted = false;
		document.removeEventListener('visibilitychange', ask);
		void lock?.release();
	};
}
