const IDLE_MS = 2000;

/** Hides the pointer while nobody moves it; the returned function shows it for good. */
export function hideIdlePointer(): () => void {
	const root = document.documentElement;
	const hide = () => root.toggleAttribute('data-idle', true);
	let timer = setTimeout(hide, IDLE_MS);
	const moved = () => {
		root.toggleAttribute('data-idle', false);
		clearTimeout(timer);
		timer = setTimeout(hide, IDLE_MS);
	};
	addEventListener('pointermove', moved);
	addEventListener('pointerdown', moved);
	return () => {
		clearTimeout(timer);
		removeEventListener('pointermove', moved);
		removeEventListener('pointerdown', moved);
		root.toggleAttribute('data-idle', false);
	};
}
