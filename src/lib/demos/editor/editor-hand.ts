import { EditorView } from '@codemirror/view';
import type { ViewUpdate } from '@codemirror/view';

/** Between two characters, ms. */
const STROKE_MS = 60;

/** Types into an editor beside the person at it: each has a place of one's own. */
export class EditorHand {
	/** Where it types. */
	#at = 0;
	#strokes: ReturnType<typeof setInterval> | undefined;

	/** Keeps its place while others write. */
	readonly extension = EditorView.updateListener.of(({ changes }: ViewUpdate) => {
		this.#at = changes.mapPos(this.#at, 1);
	});

	/** Writes a line above all others, a character at a time; false while it still writes one. */
	type(view: EditorView, text: string): boolean {
		if (this.#strokes !== undefined) return false;
		const left = [...text];
		// The line is there first: what is typed stands in front of its end.
		view.dispatch({ changes: { from: 0, insert: '\n' } });
		this.#at = 0;
		this.#strokes = setInterval(() => {
			const insert = left.shift() ?? '';
			// The cursor of somebody who writes stays where it is.
			const selection = { anchor: this.#at + insert.length };
			view.dispatch({ changes: { from: this.#at, insert }, ...(!view.hasFocus && { selection }) });
			if (left.length === 0) this.close();
		}, STROKE_MS);
		return true;
	}

	/** Types nothing more. */
	close(): void {
		clearInterval(this.#strokes);
		this.#strokes = undefined;
	}
}
