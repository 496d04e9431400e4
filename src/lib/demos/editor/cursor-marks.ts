import { RangeSet, StateEffect } from '@codemirror/state';
import type { Extension, Range } from '@codemirror/state';
import { Decoration, ViewPlugin, layer } from '@codemirror/view';
import type { DecorationSet, ViewUpdate } from '@codemirror/view';
import * as Y from 'yjs';
import { fromBase64 } from './bytes.ts';
import { CaretMarker } from './caret-marker.ts';
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
	const plugin = ViewPlugin.define(() => new CursorMarks(text), { decorations: ({ selections }) => selections });
	const carets = layer({
		above: true,
		class: 'cm-other-carets',
		markers: (view) => view.plugin(plugin)?.marks.flatMap(({ cursor, head }) => CaretMarker.at(view, cursor, head)) ?? [],
		update: ({ docChanged, geometryChanged, transactions }) =>
			docChanged || geometryChanged || transactions.some(({ effects }) => effects.some((effect) => effect.is(showCursors)))
	});
	return [plugin, carets];
}

class CursorMarks {
	selections: DecorationSet = Decoration.none;
	marks: readonly Mark[] = [];
	#cursors: readonly ShownCursor[] = [];
	readonly #text: Y.Text;

	constructor(text: Y.Text) {
		this.#text = text;
	}

	update(update: ViewUpdate): void {
		const shown = update.transactions.flatMap(({ effects }) => effects).findLast((effect) => effect.is(showCursors));
		if (!shown && !update.docChanged) return;
		if (shown) this.#cursors = shown.value as readonly ShownCursor[];
		const before = new Map(this.marks.map((mark) => [mark.cursor.by, mark]));
		this.marks = this.#cursors.flatMap((cursor) => {
			const old = before.get(cursor.by);
			// A cursor may be ahead of the letter that it stands at: until that comes, it stays where it was.
			const place = (position: string, was: number | undefined) =>
				indexOf(position, this.#text) ?? (was === undefined ? undefined : update.changes.mapPos(was));
			const anchor = place(cursor.anchor, old?.anchor);
			const head = place(cursor.head, old?.head);
			if (anchor === undefined || head === undefined) return [];
			const { length } = update.state.doc;
			return [{ cursor, anchor: Math.min(anchor, length), head: Math.min(head, length) }];
		});
		this.#select();
	}

	#select(): void {
		const ranges = this.marks.flatMap(({ cursor, anchor, head }): Range<Decoration>[] => {
			const mark = Decoration.mark({ class: `cm-other-selection cm-look-${cursor.look}` });
			return anchor === head ? [] : [mark.range(Math.min(anchor, head), Math.max(anchor, head))];
		});
		this.selections = RangeSet.of(ranges, true);
	}
}
