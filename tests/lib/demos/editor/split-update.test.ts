import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { splitUpdate } from '#lib/demos/editor/split-update.ts';
import { TEXT, lookThrough } from '#lib/demos/editor/text-update.ts';

const MAX = 3072;
const textOf = (doc: Y.Doc) => doc.getText(TEXT).toString();

/** A document of these updates, one after the other. */
function docOf(updates: readonly Uint8Array[]): Y.Doc {
	const doc = new Y.Doc();
	for (const update of updates) Y.applyUpdate(doc, update);
	return doc;
}

describe('an update that is too large', () => {
	it('is left as it is where it fits', () => {
		const doc = new Y.Doc();
		doc.getText(TEXT).insert(0, 'x'.repeat(3000));
		const update = Y.encodeStateAsUpdate(doc);
		expect(splitUpdate(update, MAX)).toEqual([update]);
	});

	it.each([
		['Latin letters', 'a line of text\n', 60_000],
		['letters of three bytes', '日本語', 20_000],
		['letters of two halves, at odd places', 'x🦊', 12_001]
	])('is cut into updates that fit and make the same text: %s', (_, unit, letters) => {
		const doc = new Y.Doc();
		const text = unit.repeat(letters / unit.length);
		doc.getText(TEXT).insert(0, text);
		const pieces = splitUpdate(Y.encodeStateAsUpdate(doc), MAX);
		expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(MAX);
		expect(pieces.length).toBeLessThan(30);
		expect(pieces.every((piece) => lookThrough(piece) !== undefined)).toBe(true);
		expect(textOf(docOf(pieces))).toBe(text);
	});

	it('is cut where it is all deletions, too', () => {
		const doc = new Y.Doc();
		const text = doc.getText(TEXT);
		text.insert(0, 'ab'.repeat(5000));
		const before = Y.encodeStateAsUpdate(doc);
		doc.transact(() => {
			for (let at = 4999; at >= 0; at -= 1) text.delete(2 * at, 1);
		});
		const pieces = splitUpdate(Y.encodeStateAsUpdate(doc, Y.encodeStateVectorFromUpdate(before)), MAX);
		expect(pieces.length).toBeGreaterThan(3);
		expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(MAX);
		expect(textOf(docOf([before, ...pieces]))).toBe('b'.repeat(5000));
	});

	it('makes the same text of whatever two people typed, in whatever size', () => {
		const edit = fc.record({ who: fc.nat(1), at: fc.nat(), remove: fc.nat(30), insert: fc.string({ maxLength: 900, unit: 'grapheme' }) });
		fc.assert(
			fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
				const docs = [new Y.Doc(), new Y.Doc()] as const;
				for (const { who, at, remove, insert } of edits) {
					const doc = docs[who] as Y.Doc;
					const text = doc.getText(TEXT);
					text.insert(at % (text.length + 1), insert);
					text.delete(0, Math.min(remove, text.length));
					if (remove % 3 === 0) Y.applyUpdate(doc, Y.encodeStateAsUpdate(docs[1 - who] as Y.Doc));
				}
				Y.applyUpdate(docs[0], Y.encodeStateAsUpdate(docs[1]));
				const pieces = splitUpdate(Y.encodeStateAsUpdate(docs[0]), 1200);
				expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(1300);
				expect(textOf(docOf(pieces))).toBe(textOf(docs[0]));
			}),
			{ numRuns: 60 }
		);
	});
});
