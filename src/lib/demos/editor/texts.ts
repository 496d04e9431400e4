import { DEMO_PROBLEMS } from '#lib/content/demos.ts';
import { formatCount } from '#lib/content/numbers.ts';
import { DOCUMENT_TOO_LARGE, MAX_DOCUMENT_BYTES } from '#lib/protocol/rooms/editor.ts';

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

/** The text has no room, but may get one. */
export const ROOM_LOST = 'room-lost';

/** Sentences for what may go wrong here, by the code. */
const EDITOR_PROBLEMS: Readonly<Record<string, string>> = {
	[DOCUMENT_TOO_LARGE]: 'That would make more than 64 kB, which is all that a document holds. Delete something first, or paste less.',
	[ROOM_LOST]: 'The room is gone; the text is here. What stands in both editors begins the new room when you open one.',
	'not-a-member': 'The server does not know this seat any more. What you type is kept here and sent once the seat is back.'
};

/** Why nothing can be added to a text of so many bytes, and how much to delete. */
function grewSentence(bytes: number): string {
	const excess = bytes - MAX_DOCUMENT_BYTES;
	const over = excess === 1 ? '1 byte' : `${formatCount(excess)} bytes`;
	return `Edits made apart came together, and they are more than 64 kB, which is all that a document holds. Nothing is lost. Delete ${over}, a letter has one to four: until then nothing can be added.`;
}

/** What a visitor reads of a problem, in a text of so many bytes; what nobody foresaw is told as a server that does not answer. */
export function problemSentence(code: string, bytes: number): string {
	if (code === DOCUMENT_GREW) return grewSentence(bytes);
	return EDITOR_PROBLEMS[code] ?? DEMO_PROBLEMS[code] ?? DEMO_PROBLEMS[''] ?? '';
}
