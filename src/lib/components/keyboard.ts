/** What a key does, by `KeyboardEvent.key`. */
export type KeyMap = Readonly<Record<string, () => void>>;

/** Whether the visitor is typing or working a control that needs the key itself. */
function isTaken(event: KeyboardEvent): boolean {
	if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
	const target = event.target as HTMLElement;
	if (target.closest('dialog[open]')) return true;
	if (target.isContentEditable || target.matches('textarea, select')) return true;
	if (target instanceof HTMLInputElement)
		return target.type === 'range' || target.type === 'radio'
			? event.key.startsWith('Arrow')
			: target.type !== 'checkbox' || event.key === ' ';
	return event.key === ' ' && target.matches('button, a, summary');
}

/** Listens for keys, off while typing in a field; the returned function ends it. */
export function onKeys(keys: () => KeyMap): () => void {
	const listener = (event: KeyboardEvent) => {
		const action = keys()[event.key.length === 1 ? event.key.toLowerCase() : event.key];
		if (!action || isTaken(event)) return;
		event.preventDefault();
		action();
	};
	addEventListener('keydown', listener);
	return () => removeEventListener('keydown', listener);
}
