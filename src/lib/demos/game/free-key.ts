/**
 * Which keys count without the focus in an arena: a visitor may have switched off letters; on a page that is presented
 * the presenter has use for all of them.
 */
export type FreeKeys = 'all' | 'arrows' | 'none';

/**
 * Whether a key is free for the game: nobody types, no control needs it, and no dialog is open. Arrows scroll and choose;
 * they are free where the focus is in an arena, on a button or a link, or nowhere.
 */
export function isFreeKey(event: KeyboardEvent, free: FreeKeys): boolean {
	if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
	const target = event.target instanceof Element ? event.target : document.body;
	if (target.closest('dialog[open], [data-arena]')) return target.closest('[data-arena]') !== null;
	if (target.matches('textarea, select, [contenteditable]')) return false;
	const isArrow = event.code.startsWith('Arrow');
	if (free !== 'all' && !(isArrow && free === 'arrows')) return false;
	if (target instanceof HTMLInputElement) return !isArrow && ['radio', 'range', 'checkbox', 'button'].includes(target.type);
	return !isArrow || target.matches('body, button, a, summary');
}
