import { defaultKeymap } from '@codemirror/commands';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { yCollab, ySyncAnnotation, yUndoManagerKeymap } from 'y-codemirror.next';
import * as Y from 'yjs';
import type { Cursor } from '#lib/protocol/rooms/editor.ts';
import { toBase64 } from './bytes.ts';
import { cursorMarks, showCursors } from './cursor-marks.ts';
import type { ShownCursor } from './cursor-marks.ts';
import { EditorHand } from './editor-hand.ts';
import { editorTheme } from './editor-theme.ts';
import { hidePiles } from './piles.ts';
import type { Replica } from './replica.ts';
import { documentBytes, sizeLimit } from './size-limit.ts';

/** What an editor tells its page. */
export interface EditorHooks {
	/** The text has this many bytes now. */
	onBytes(bytes: number): void;
	/** An edit was refused, for the document would become too large. */
	onTooLarge(): void;
	/** An edit of one's own was taken. */
	onTyped(): void;
	onCursor(cursor: Omit<Cursor, 'by'>): void;
}

/** Turns of direction that CodeMirror does not show by itself. */
const TURNS = /[\u202a-\u202c\u2068]/g;

/** An editor on the page: what is typed goes into the replica, what comes into the replica is shown. */
export interface Editor {
	show(cursors: readonly ShownCursor[]): void;
	/** Gives it another label. */
	label(text: string): void;
	/** Writes a line above all others, a character at a time; false while it still writes one. */
	type(text: string): boolean;
	close(): void;
}

/**
 * Opens an editor in `parent`. This module alone imports CodeMirror; it is loaded once a page wants to show an editor.
 * Tab is not bound, so that it leads out of the editor as out of any field.
 */
export function createEditor(parent: HTMLElement, label: string, { text, undo }: Replica, hooks: EditorHooks): Editor {
	const labelled = new Compartment();
	const labelOf = (text: string) => EditorView.contentAttributes.of({ 'aria-label': text });
	const hand = new EditorHand();
	const view = new EditorView({
		parent,
		state: EditorState.create({
			doc: text.toString(),
			extensions: [
				lineNumbers(),
				highlightSpecialChars({ addSpecialChars: TURNS }),
				hidePiles,
				EditorView.lineWrapping,
				EditorView.perLineTextDirection.of(true),
				labelled.of(labelOf(label)),
				// What can be edited has the focus by itself; that it may says `tabindex` to checkers of what scrolls.
				EditorView.contentAttributes.of({ spellcheck: 'false', autocapitalize: 'off', tabindex: '0' }),
				keymap.of([...yUndoManagerKeymap, ...defaultKeymap]),
				sizeLimit((transaction) => transaction.annotation(ySyncAnnotation) !== undefined, hooks.onTooLarge),
				yCollab(text, null, { undoManager: undo }),
				cursorMarks(text),
				hand.extension,
				EditorView.updateListener.of(({ docChanged, selectionSet, state, transactions }) => {
					const isOwn = transactions.some((transaction) => transaction.annotation(ySyncAnnotation) === undefined);
					if (docChanged) hooks.onBytes(documentBytes(state.doc));
					if (docChanged && isOwn) hooks.onTyped();
					if (isOwn && (docChanged || selectionSet)) {
						const { anchor, head } = state.selection.main;
						hooks.onCursor({ anchor: positionAt(text, anchor), head: positionAt(text, head) });
					}
				}),
				editorTheme
			]
		})
	});
	hooks.onBytes(documentBytes(view.state.doc));
	return {
		show: (cursors) => view.dispatch({ effects: showCursors.of(cursors) }),
		label: (text) => view.dispatch({ effects: labelled.reconfigure(labelOf(text)) }),
		type: (text) => hand.type(view, text),
		close: () => {
			hand.close();
			view.destroy();
		}
	};
}

function positionAt(text: Y.Text, index: number): string {
	return toBase64(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, index)));
}
