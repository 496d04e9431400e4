import type { Attachment } from 'svelte/attachments';

/**
 * Hands the focus on when the control that had it goes, or goes off: to what `heir` finds inside, so that the keyboard goes on where
 * it was. Whoever was elsewhere stays there.
 */
export function keepFocus(heir: (root: HTMLElement) => HTMLElement | null): Attachment<HTMLElement> {
	return (root) => {
		let held: HTMLElement | undefined;
		const onFocus = ({ target }: FocusEvent) => (held = target instanceof HTMLElement && root.contains(target) ? target : undefined);
		const onPointer = ({ target }: PointerEvent) => {
			if (held && !held.contains(target as Node)) held = undefined;
		};
		/** It was off for a moment, as while something is on its way. */
		let wasOff = false;
		const observer = new MutationObserver(() => {
			const { activeElement } = document;
			if (!held || (activeElement && activeElement !== document.body && activeElement !== held)) return;
			const isGone = !root.contains(held) || held.matches(':disabled');
			if (isGone) heir(root)?.focus();
			else if (wasOff) held.focus();
			wasOff = isGone;
		});
		document.addEventListener('focusin', onFocus);
		document.addEventListener('pointerdown', onPointer);
		observer.observe(root, { childList: true, subtree: true, attributeFilter: ['disabled'] });
		return () => {
			observer.disconnect();
			document.removeEventListener('focusin', onFocus);
			document.removeEventListener('pointerdown', onPointer);
		};
	};
}
