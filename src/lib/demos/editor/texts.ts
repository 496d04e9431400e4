import { DOCUMENT_TOO_LARGE } from '#lib/protocol/rooms/editor.ts';

/** What the editor says beside its text. */
export const EDITOR_TEXT = {
	loading: 'Loading the editor…',
	undo: 'Undo mine',
	redo: 'Redo mine',
	stored: 'All of it is in the log.',
	here: 'Also here:'
} as const;

/** What is on its way to the log. */
export function waitingSentence(count: number): string {
	return count === 1 ? '1 edit is on its way to the log.' : `${count} edits are on their way to the log.`;
}

/** What was left out of the text. */
export function unreadableSentence(count: number): string {
	return count === 1 ? '1 unreadable update was left out.' : `${count} unreadable updates were left out.`;
}

/** What stands in the way of the text's beginning. */
export function missingSentence(count: number): string {
	return `${count === 1 ? '1 update stands' : `${count} updates stand`} on others that have not come. A snapshot will bring them.`;
}

/** Nobody wrote too much; what several wrote came together and is. */
export const DOCUMENT_GREW = 'document-grew';

/** Sentences for what may go wrong here, by the code. */
export const EDITOR_PROBLEMS: Readonly<Record<string, string>> = {
	[DOCUMENT_TOO_LARGE]: 'That would make more than 64 kB, which is all that a document holds. Delete something first, or paste less.',
	[DOCUMENT_GREW]:
		'Edits made apart came together, and they are more than 64 kB, which is all that a document holds. Nothing is lost. Delete what is too much: until then nothing can be added.',
	'not-a-member': 'The server does not know this seat any more. What you type is kept here and sent once the seat is back.'
};
