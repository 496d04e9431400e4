import { RangeSet, StateEffect } from '@codemirror/state';
import type { Extension, Range } from '@codemirror/state';
import { Decoration, ViewPlugin, WidgetType } from '@codemirror/view';
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view';
import * as Y from 'yjs';
import { plainText } from '#lib/protocol/text.ts';
import { fromBase64 } from './bytes.ts';
import { TEXT } from './text-update.ts';

/** Somebody else's cursor, as it is to be shown. */
export interface ShownCursor {
	readonly by: string;
	readonly name: string;
	/** Which of the patterns. */
	readonly look: number;
	readonly anchor: string;
	readonly head: string;
}

/** How long a name stands beside a cursor that has moved. */
const NAME_MS = 3000;

interface Mark {
	readonly cursor: ShownCursor;
	readonly anchor: number;
	readonly head: number;
}

/** The cursors to show from now on. */
export const showCursors = StateEffect.define<readonly ShownCursor[]>();

/** Where an untrusted position is in the text; undefined where it names what has not come yet, or nothing. */
export function indexOf(position: string, text: Y.Text): number | undefined {
	const bytes = fromBase64(position);
	if (!bytes || !text.doc) return undefined;
	try {
		const relative = Y.decodeRelativePosition(bytes);
		// Asking for another name would make a type of that name.
		if (relative.tname !== null && relative.tname !== TEXT) return undefined;
		const absolute = Y.createAbsolutePositionFromRelativePosition(relative, text.doc);
		return absolute?.type === text ? Math.min(absolute.index, text.length) : undefined;
	} catch {
		return undefined;
	}
}

/** Shows the cursors of others: a stroke in a pattern of each one's own, the name beside it, and what is selected. */
export function cursorMarks(text: Y.Text): Extension {
	return ViewPlugin.define((view) => new CursorMarks(text, view), { decorations: ({ decorations }) => decorations });
}

class CursorMarks {
	decorations: DecorationSet = Decoration.none;
	readonly #text: Y.Text;
	#marks: readonly Mark[] = [];

	constructor(text: Y.Text, view: EditorView) {
		this.#text = text;
		this.#draw(view.state.doc.length);
	}

	update(update: ViewUpdate): void {
		const shown = update.transactions.flatMap(({ effects }) => effects).findLast((effect) => effect.is(showCursors));
		if (!shown && !update.docChanged) return;
		const cursors = (shown?.value as readonly ShownCursor[] | undefined) ?? this.#marks.map(({ cursor }) => cursor);
		const before = new Map(this.#marks.map((mark) => [mark.cursor.by, mark]));
		this.#marks = cursors.flatMap((cursor) => {
			const old = before.get(cursor.by);
			// A cursor may be ahead of the letter that it stands at: until that comes, it stays where it was.
			const place = (position: string, was: number | undefined) =>
				indexOf(position, this.#text) ?? (was === undefined ? undefined : update.changes.mapPos(was));
			const anchor = place(cursor.anchor, old?.anchor);
			const head = place(cursor.head, old?.head);
			return anchor === undefined || head === undefined ? [] : [{ cursor, anchor, head }];
		});
		this.#draw(update.state.doc.length);
	}

	#draw(length: number): void {
		const ranges = this.#marks.flatMap(({ cursor, anchor, head }) => {
			const [from, to, at] = [Math.min(anchor, head, length), Math.min(Math.max(anchor, head), length), Math.min(head, length)];
			const widget = Decoration.widget({ widget: new Caret(cursor), side: head > anchor ? -1 : 1 }).range(at);
			const selected: Range<Decoration>[] =
				from < to ? [Decoration.mark({ class: `cm-other-selection cm-look-${cursor.look}` }).range(from, to)] : [];
			return [...selected, widget];
		});
		this.decorations = RangeSet.of(ranges, true);
	}
}

/** The stroke and the name. */
class Caret extends WidgetType {
	readonly #cursor: ShownCursor;

	constructor(cursor: ShownCursor) {
		super();
		this.#cursor = cursor;
	}

	override eq(widget: Caret): boolean {
		const other = widget.#cursor;
		return (['by', 'name', 'look', 'head'] as const).every((key) => other[key] === this.#cursor[key]);
	}

	override toDOM(): HTMLElement {
		const caret = document.createElement('span');
		caret.className = `cm-other-caret cm-look-${this.#cursor.look}`;
		caret.ariaHidden = 'true';
		const name = document.createElement('bdi');
		name.textContent = plainText(this.#cursor.name);
		// It would cover the line above; who it is stands below the text too.
		name.animate([{ opacity: 1 }, { opacity: 1, offset: 0.9 }, { opacity: 0 }], { duration: NAME_MS, fill: 'forwards' });
		caret.append(name);
		return caret;
	}

	override ignoreEvent(): boolean {
		return true;
	}
}
