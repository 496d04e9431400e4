import * as Y from 'yjs';
import { fromBase64 } from './bytes.ts';

/** Name of the one text in a document. */
export const TEXT = 'text';
/** Letters beyond which a document is not the work of this page: it refuses them at a quarter of that. */
export const MAX_LETTERS = 256_000;
/** Clocks beyond this are not counted but made up. */
const MAX_CLOCK = 2 ** 40;

/** An update that was looked through: it changes the text and nothing else. */
export interface TextUpdate {
	readonly bytes: Uint8Array;
	/** Letters that it brings. */
	readonly letters: number;
	/** Each run of ids that it brings, in order, and the ids that it stands on. */
	readonly brings: readonly { readonly client: number; readonly clock: number; readonly length: number }[];
	readonly needs: readonly Y.ID[];
}

/**
 * What an untrusted update of Yjs holds; undefined for what is not one, or holds anything but plain text and deletions: marks
 * and embedded objects have a length in Yjs and none in an editor, which would show the letters after them at wrong places.
 */
export function readUpdate(base64: string): TextUpdate | undefined {
	const bytes = fromBase64(base64);
	return bytes && lookThrough(bytes);
}

/** As `readUpdate`, of bytes. */
export function lookThrough(bytes: Uint8Array): TextUpdate | undefined {
	try {
		const { structs, ds } = Y.decodeUpdate(bytes);
		const needs: Y.ID[] = [];
		const brings: { client: number; clock: number; length: number }[] = [];
		let letters = 0;
		for (const struct of structs) {
			const { id, length } = struct;
			if (struct instanceof Y.Skip || id.clock + length > MAX_CLOCK) return undefined;
			if (struct instanceof Y.Item) {
				if (!isPlain(struct)) return undefined;
				if (struct.content instanceof Y.ContentString) letters += length;
				for (const need of [struct.origin, struct.rightOrigin]) if (need) needs.push(need);
			}
			brings.push({ client: id.client, clock: id.clock, length });
		}
		for (const [client, ranges] of ds.clients) {
			for (const { clock, len } of ranges) if (len > 0) needs.push(Y.createID(client, clock + len - 1));
		}
		return { bytes, letters, brings, needs };
	} catch {
		return undefined;
	}
}

function isPlain({ content, parent, parentSub }: Y.Item): boolean {
	if (parentSub !== null || (parent !== null && (parent as unknown) !== TEXT)) return false;
	// An editor takes a carriage return and a line feed for one letter.
	if (content instanceof Y.ContentString) return !content.str.includes('\r');
	return content instanceof Y.ContentDeleted;
}

/** An id that the update stands on and the document has not; undefined where it can be applied at once. */
export function missingOf({ brings, needs }: TextUpdate, doc: Y.Doc): Y.ID | undefined {
	const next = new Map<number, number>();
	const nextOf = (client: number) => next.get(client) ?? Y.getState(doc.store, client);
	for (const { client, clock, length } of brings) {
		if (clock > nextOf(client)) return Y.createID(client, clock - 1);
		next.set(client, Math.max(nextOf(client), clock + length));
	}
	return needs.find(({ client, clock }) => clock >= nextOf(client));
}

/** Applies an update that misses nothing. False when Yjs could not make all of it out; what it could is there then. */
export function applyTo(doc: Y.Doc, { bytes }: TextUpdate): boolean {
	try {
		Y.applyUpdate(doc, bytes);
	} catch {
		return false;
	}
	const { store } = doc;
	const isWhole = store.pendingStructs === null && store.pendingDs === null;
	// Nothing may wait inside Yjs, where each later update would have to carry it along.
	store.pendingStructs = null;
	store.pendingDs = null;
	return isWhole;
}
