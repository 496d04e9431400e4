import * as Y from 'yjs';
import { toBase64 } from './bytes.ts';
import { TEXT } from './text-update.ts';

/** What an empty room begins with. */
export const START_TEXT = `One text, two people, no owner.

Type here, then in the other editor.
Each keystroke becomes an update in the log of this room,
and every editor makes the same text of the same log.
`;

/** Key under which it is published: the log stores it once, whoever is first. */
export const START_KEY = 'start';

/** The first update of a room, in base64. It is the same bytes whoever makes it: applied twice it changes nothing. */
export function startUpdate(): string {
	const doc = new Y.Doc();
	doc.clientID = 1;
	doc.getText(TEXT).insert(0, START_TEXT);
	return toBase64(Y.encodeStateAsUpdate(doc));
}
