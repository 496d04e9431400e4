import type { Extension } from '@codemirror/state';
import { Decoration, MatchDecorator, ViewPlugin } from '@codemirror/view';
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view';

/** Marks on one letter beyond the fourth: no script needs them, and a few hundred cover the lines above. */
const piles = new MatchDecorator({ regexp: /(?<=\p{M}{4})\p{M}+/gu, decoration: Decoration.replace({}) });

/** Hides marks that are piled on one letter; they stay in the text. */
export const hidePiles: Extension = ViewPlugin.fromClass(
	class {
		decorations: DecorationSet;
		constructor(view: EditorView) {
			this.decorations = piles.createDeco(view);
		}
		update(update: ViewUpdate): void {
			this.decorations = piles.updateDeco(update, this.decorations);
		}
	},
	{ decorations: ({ decorations }) => decorations }
);
