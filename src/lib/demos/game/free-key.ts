/**
 * Whether a key is free for the game: nobody types, no control needs it, and no dialog is open. Arrows scroll and choose;
 * they are free where the focus is in an arena, on a button or a link, or nowhere. `areLettersOn`: letters count without the
 * focus, too; a visitor may have switched them off.
 */
export function isFreeKey(event: KeyboardEvent, areLettersOn: boolean): boolean {
	if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
	const target = event.target instanceof Element ? event.target : document.body;
	if (target.closest('dialog[open], [data-arena]')) return target.closest('[data-arena]') !== null;
	if (target.matches('textarea, select, [contenteditable]')) return false;
	const isArrow = event.code.startsWith('Arrow');
	if (!isArrow && !areLettersOn) return false;
	if (target instanceof HTMLInputElement) return !isArrow && ['radio', 'range', 'checkbox', 'button'].includes(target.type);
	return !isArrow || target.matches('body, button, a, summary');
}
