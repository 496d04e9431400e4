/**
 * Keeps the screen on where a browser can (a secure context), and again after the tab was hidden; the returned function lets it
 * sleep. `onChange` hears whether it is kept on, once that is known and whenever it changes.
 */
export function keepAwake(onChange: (isAwake: boolean) => void): () => void {
	let lock: WakeLockSentinel | undefined;
	let isWanted = true;
	const taken = (granted: WakeLockSentinel) => {
		if (!isWanted) return void granted.release();
		lock = granted;
		// A hidden tab loses it and asks again; a low battery takes it for good.
		granted.addEventListener('release', () => isWanted && !document.hidden && onChange(false));
		onChange(true);
	};
	const ask = () => {
		if (document.hidden || lock?.released === false) return;
		if (!('wakeLock' in navigator)) return onChange(false);
		navigator.wakeLock.request('screen').then(taken, () => isWanted && onChange(false));
	};
	ask();
	document.addEventListener('visibilitychange', ask);
	return () => {
		isWanted = false;
		document.removeEventListener('visibilitychange', ask);
		void lock?.release();
	};
}
