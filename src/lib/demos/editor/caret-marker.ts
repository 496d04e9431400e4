import { EditorSelection } from '@codemirror/state';
import { RectangleMarker } from '@codemirror/view';
import type { EditorView, LayerMarker } from '@codemirror/view';
import { plainText } from '#lib/protocol/text.ts';
import type { ShownCursor } from './cursor-marks.ts';

/** How long a name stands beside a cursor that has moved. */
const NAME_MS = 3000;
/** Share of the width beyond which a name stands to the left of its stroke. */
const RIGHT_PART = 0.75;

/** The stroke and the name of somebody's cursor. It lies above the text and moves no letter of it. */
export class CaretMarker implements LayerMarker {
	readonly #cursor: ShownCursor;
	readonly #box: RectangleMarker;
	readonly #isRight: boolean;

	constructor(cursor: ShownCursor, box: RectangleMarker, isRight: boolean) {
		this.#cursor = cursor;
		this.#box = box;
		this.#isRight = isRight;
	}

	/** The marker of a cursor at `head`; none where that is out of sight. */
	static at(view: EditorView, cursor: ShownCursor, head: number): CaretMarker[] {
		const [box] = RectangleMarker.forRange(view, '', EditorSelection.cursor(head));
		return box ? [new CaretMarker(cursor, box, box.left > RIGHT_PART * view.scrollDOM.clientWidth)] : [];
	}

	eq(other: CaretMarker): boolean {
		return this.#isSameCursor(other) && this.#isRight === other.#isRight && this.#box.eq(other.#box);
	}

	draw(): HTMLElement {
		const caret = document.createElement('div');
		const name = document.createElement('bdi');
		name.textContent = plainText(this.#cursor.name);
		caret.append(name);
		this.#place(caret);
		showName(caret);
		return caret;
	}

	update(caret: HTMLElement, before: CaretMarker): boolean {
		if (before.#cursor.by !== this.#cursor.by || before.#cursor.name !== this.#cursor.name) return false;
		this.#place(caret);
		// The letters before it may have moved it: that is not worth a name.
		if (!this.#isSameCursor(before)) showName(caret);
		return true;
	}

	#isSameCursor(marker: CaretMarker): boolean {
		const other = marker.#cursor;
		return (['by', 'name', 'look', 'head'] as const).every((key) => other[key] === this.#cursor[key]);
	}

	#place(caret: HTMLElement): void {
		caret.className = `cm-other-caret cm-look-${this.#cursor.look}${this.#isRight ? ' cm-right' : ''}`;
		caret.style.left = `${this.#box.left - 1}px`;
		caret.style.top = `${this.#box.top}px`;
		caret.style.height = `${this.#box.height}px`;
	}
}

/** It would cover the line above for good; who it is stands below the text too. */
function showName(caret: HTMLElement): void {
	const name = caret.firstElementChild;
	for (const animation of name?.getAnimations() ?? []) animation.cancel();
	name?.animate([{ opacity: 1 }, { opacity: 1, offset: 0.9 }, { opacity: 0 }], { duration: NAME_MS, fill: 'forwards' });
}
