/** What a key does, by `KeyboardEvent.key`. */
export type KeyMap = Readonly<Record<string, () => void>>;

/** Whether it is the browser's or a writing system's own. */
function isChord(event: KeyboardEvent): boolean {
	return event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
}

function isInDialog(event: KeyboardEvent): boolean {
	return (event.target as HTMLElement).closest('dialog[open]') !== null;
}

/** Whether the visitor is typing or working a control that needs the key itself. */
function isTaken(event: KeyboardEvent): boolean {
	if (isChord(event) || event.defaultPrevented || isInDialog(event)) return true;
	const target = event.target as HTMLElement;
	// What scrolls by keys keeps them.
	if (target.closest('[role=region][tabindex]') && /^(Arrow|Page)| /.test(event.key)) return true;
	if (target.isContentEditable || target.matches('textarea, select')) return true;
	if (target instanceof HTMLInputElement)
		return target.type === 'range' || target.type === 'radio'
			? /^(Arrow|Page)/.test(event.key)
			: target.type !== 'checkbox' || event.key === ' ';
	return event.key === ' ' && target === document.activeElement && target.matches('button, a, summary');
}

/** A held key repeats where it moves something by steps, and nowhere else. */
function isRepeated(event: KeyboardEvent): boolean {
	return event.repeat && !/^(Arrow|Page)/.test(event.key);
}

/** Keys that stay when those of one letter are switched off. */
function isLong(event: KeyboardEvent): boolean {
	return event.key.length > 1 || event.key === '?';
}

/**
 * Listens for keys, off while typing in a field; the returned function ends it. `areOn` says whether keys of one letter count,
 * `evenTyping` names keys that count wherever the focus is, and that nothing else gets to hear: an editor moves its page by them.
 */
export function onKeys(keys: () => KeyMap, areOn: () => boolean, evenTyping: readonly string[] = []): () => void {
	const act = (event: KeyboardEvent) => {
		const action = keys()[event.key.length === 1 ? event.key.toLowerCase() : event.key];
		if (!action || isRepeated(event) || (!areOn() && !isLong(event))) return;
		event.preventDefault();
		event.stopPropagation();
		action();
	};
	/** The button that was pressed by a pointer last: it has the focus still, but who presses Space now does not mean it. */
	let clicked: Element | null = null;
	const onClick = ({ detail, target }: MouseEvent) => (clicked = detail > 0 ? (target as Element).closest('button') : null);
	const onWayDown = (event: KeyboardEvent) => {
		if (event.key === 'Tab') clicked = null;
		else if (event.key === ' ' && event.target === clicked && areOn() && keys()[' '] && !isInDialog(event)) (clicked as HTMLElement).blur();
		if (evenTyping.includes(event.key) && !isChord(event) && !isInDialog(event)) act(event);
	};
	const onWayUp = (event: KeyboardEvent) => {
		if (!evenTyping.includes(event.key) && !isTaken(event)) act(event);
	};
	addEventListener('click', onClick);
	addEventListener('keydown', onWayDown, true);
	addEventListener('keydown', onWayUp);
	return () => {
		removeEventListener('click', onClick);
		removeEventListener('keydown', onWayDown, true);
		removeEventListener('keydown', onWayUp);
	};
}
