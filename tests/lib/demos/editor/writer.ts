import * as Y from 'yjs';
import { eventId } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { toBase64 } from '#lib/demos/editor/bytes.ts';
import { editorFold } from '#lib/demos/editor/fold.ts';
import type { EditorLog } from '#lib/demos/editor/fold.ts';
import { TEXT } from '#lib/demos/editor/text-update.ts';

/** A member of a room that writes: a document of its own, and the updates that it makes. */
export class Writer {
	readonly doc = new Y.Doc();
	readonly text = this.doc.getText(TEXT);
	readonly by: string;
	#updates: Uint8Array[] = [];

	constructor(by: string) {
		this.by = by;
		this.doc.on('update', (update: Uint8Array) => this.#updates.push(update));
	}

	/** Makes an edit and answers it as the data of an update. */
	edit(change: (text: Y.Text) => void): { by: string; update: string } {
		this.#updates = [];
		this.doc.transact(() => change(this.text));
		return { by: this.by, update: toBase64(Y.mergeUpdates(this.#updates)) };
	}
}

/** The update of a document that somebody has made. */
export function updateOf(make: (doc: Y.Doc) => void): string {
	const doc = new Y.Doc();
	make(doc);
	return toBase64(Y.encodeStateAsUpdate(doc));
}

/** Events of a log, numbered from `first` on. */
export function eventsOf(entries: readonly (readonly [type: string, data: unknown])[], first = 1): FeedEvent[] {
	return entries.map(([type, data], index) => ({ id: eventId('log', first + index), at: index, type, data }));
}

/** A log folded from the beginning, or further. */
export function fold(events: readonly FeedEvent[], from: EditorLog = editorFold.initial()): EditorLog {
	return events.reduce((log, event) => editorFold.apply(log, event), from);
}

/** Seeded numbers from 0 to 1 (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
