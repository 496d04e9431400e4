import * as Y from 'yjs';
import type { EditorLog } from './fold.ts';
import { textOf } from './fold.ts';
import { TEXT } from './text-update.ts';

/** Where a change comes from that the log brought. */
const LOG = Symbol('log');

/**
 * The document that one person types into: what the log tells, and what of one's own is still on its way there. It outlives the
 * log's own document, so that a reset takes nothing away.
 */
export class Replica {
	readonly doc = new Y.Doc();
	readonly text = this.doc.getText(TEXT);
	/** Takes back what was typed here, and nothing of others. */
	readonly undo = new Y.UndoManager(this.text, { trackedOrigins: new Set() });
	#followed: Y.Doc | undefined;
	#arrived: Uint8Array[] = [];

	/** `onTyped` hears each update that was made here. */
	constructor(onTyped: (update: Uint8Array) => void) {
		this.doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin !== LOG) onTyped(update);
		});
	}

	/** The document of the log that it follows. */
	get followed(): Y.Doc | undefined {
		return this.#followed;
	}

	/** Nothing was ever written. */
	get isUntouched(): boolean {
		return this.doc.store.clients.size === 0;
	}

	/** Takes what has arrived since the last call; after a reset from the log's new document. */
	follow({ doc }: EditorLog): void {
		if (doc !== this.#followed) {
			this.#followed?.off('update', this.#collect);
			this.#followed = doc;
			doc.on('update', this.#collect);
			this.#arrived = [Y.encodeStateAsUpdate(doc)];
		}
		if (this.#arrived.length === 0) return;
		const arrived = this.#arrived;
		this.#arrived = [];
		Y.applyUpdate(this.doc, arrived.length === 1 ? (arrived[0] as Uint8Array) : Y.mergeUpdates(arrived), LOG);
	}
	readonly #collect = (update: Uint8Array): void => void this.#arrived.push(update);

	/** Whether it reads as the log does. */
	isAs(log: EditorLog): boolean {
		return this.text.length === log.doc.getText(TEXT).length && this.text.toString() === textOf(log);
	}

	/** What the log lacks of it. */
	beyond({ doc }: EditorLog): Uint8Array {
		return Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(doc));
	}

	close(): void {
		this.#followed?.off('update', this.#collect);
		this.undo.destroy();
		this.doc.destroy();
	}
}
