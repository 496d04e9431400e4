import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import * as v from 'valibot';
import { RESET } from '#lib/protocol/event.ts';
import { editorRules, updateSchema } from '#lib/protocol/rooms/editor.ts';
import { toBase64 } from '#lib/demos/editor/bytes.ts';
import { editorFold, textOf } from '#lib/demos/editor/fold.ts';
import { snapshotParts } from '#lib/demos/editor/snapshot.ts';
import { START_TEXT, startUpdate } from '#lib/demos/editor/start-text.ts';
import { MAX_LETTERS, TEXT } from '#lib/demos/editor/text-update.ts';
import { Writer, eventsOf, fold, updateOf } from './editor/writer.ts';

const ADA = 'aaaaaaaaaaaa';
const GRACE = 'bbbbbbbbbbbb';
const update = (base64: string) => ['update', { by: ADA, update: base64 }] as const;
const garbage = (bytes: number) => toBase64(Uint8Array.from({ length: bytes }, (_, index) => (index * 151 + 7) % 256));

describe('the fold of the editor', () => {
	it('makes a text of the updates, in whatever order two people typed', () => {
		const ada = new Writer(ADA);
		const grace = new Writer(GRACE);
		const first = ada.edit((text) => text.insert(0, 'one three'));
		Y.applyUpdate(grace.doc, Y.encodeStateAsUpdate(ada.doc));
		const second = grace.edit((text) => text.insert(4, 'two '));
		const third = ada.edit((text) => text.delete(0, 4));
		const log = fold(
			eventsOf([
				['opened', {}],
				['update', first],
				['update', second],
				['update', third]
			])
		);
		expect(textOf(log)).toBe('two three');
		expect(log).toMatchObject({ seq: 4, isEmpty: false, unreadable: 0, waiting: [] });
	});

	it('takes the same update twice for one', () => {
		const first = new Writer(ADA).edit((text) => text.insert(0, 'once'));
		const log = fold(eventsOf(Array.from({ length: 3 }, () => ['update', first] as const)));
		expect(textOf(log)).toBe('once');
	});

	it('knows a room that nobody wrote to from one that was emptied', () => {
		const ada = new Writer(ADA);
		const opened = fold(eventsOf([['opened', {}]]));
		expect(opened.isEmpty).toBe(true);
		const events = eventsOf([
			['update', ada.edit((text) => text.insert(0, 'x'))],
			['update', ada.edit((text) => text.delete(0, 1))]
		]);
		expect(fold(events)).toMatchObject({ isEmpty: false });
		expect(textOf(fold(events))).toBe('');
	});

	it('begins with the same first lines, however often they are published', () => {
		const log = fold(eventsOf([update(startUpdate()), update(startUpdate())]));
		expect(textOf(log)).toBe(START_TEXT);
		expect(v.is(updateSchema, { by: ADA, update: startUpdate() })).toBe(true);
	});

	it('keeps the latest cursor of each member', () => {
		const cursor = (by: string, anchor: string) => ['cursor', { by, anchor, head: 'AAAA' }] as const;
		const log = fold(eventsOf([cursor(ADA, 'AAAA'), cursor(GRACE, 'AAAA'), cursor(ADA, 'BBBB')]));
		expect([...log.cursors.values()].map(({ by, anchor }) => [by, anchor])).toEqual([
			[ADA, 'BBBB'],
			[GRACE, 'AAAA']
		]);
	});

	it('after a reset is made of what the log still has, and knows how far it must read', () => {
		const ada = new Writer(ADA);
		const events = eventsOf([['update', ada.edit((text) => text.insert(0, 'all of it'))]], 9);
		const reset = { id: 'log-8', at: 0, type: RESET, data: { reason: 'too-old', oldest: 'log-9', newest: 'log-9' } } as const;
		const log = fold([reset, ...events]);
		expect(textOf(log)).toBe('all of it');
		expect(log).toMatchObject({ seq: 9, until: 9 });
	});

	it('lets an update wait for what it stands on', () => {
		const ada = new Writer(ADA);
		const [first, second, third] = ['a', 'b', 'c'].map((letter) => ada.edit((text) => text.insert(text.length, letter)));
		const early = fold(
			eventsOf([
				['update', third],
				['update', second]
			])
		);
		expect(early.waiting).toHaveLength(2);
		const log = fold(eventsOf([['update', first]], 3), early);
		expect(textOf(log)).toBe('abc');
		expect(log).toMatchObject({ waiting: [], unreadable: 0 });
	});
});

describe('what is hostile', () => {
	const hostile: [name: string, data: unknown][] = [
		['nothing', null],
		['another form', { by: ADA, update: 7 }],
		['no base64', { by: ADA, update: '<script>alert(1)</script>' }],
		['bytes that are no update', { by: ADA, update: garbage(600) }],
		['an update cut short', { by: ADA, update: startUpdate().slice(0, 40) }],
		['bold letters', { by: ADA, update: updateOf((doc) => doc.getText(TEXT).insert(0, 'bold', { bold: true })) }],
		['an embedded object', { by: ADA, update: updateOf((doc) => doc.getText(TEXT).insertEmbed(0, { image: 'x' })) }],
		['a carriage return', { by: ADA, update: updateOf((doc) => doc.getText(TEXT).insert(0, 'a\r\nb')) }],
		['an attribute of the text', { by: ADA, update: updateOf((doc) => doc.getText(TEXT).setAttribute('x', 'y')) }],
		['another document', { by: ADA, update: updateOf((doc) => doc.getMap('other').set('a', new Y.Map())) }],
		['a document in the document', { by: ADA, update: updateOf((doc) => doc.getArray(TEXT).insert(0, [new Y.Doc()])) }],
		['a clock that is made up', { by: ADA, update: 'AQEBgICAgICAgAgEAQR0ZXh0AWEA' }]
	];

	it.each(hostile)('%s is left out and counted, and the text goes on', (_, data) => {
		const ada = new Writer(ADA);
		const before = fold(eventsOf([['update', ada.edit((text) => text.insert(0, 'before'))]]));
		const after = fold(
			eventsOf(
				[
					['update', data],
					['update', ada.edit((text) => text.insert(6, ', after'))]
				],
				2
			),
			before
		);
		expect(textOf(after)).toBe('before, after');
		expect(after).toMatchObject({ unreadable: 1, waiting: [], seq: 3 });
		expect([...after.doc.share.keys()]).toEqual([TEXT]);
	});

	it('two structs that stand on each other are left out', () => {
		const cycle = new Y.UpdateEncoderV1();
		cycle.writeLen(2);
		for (const [client, other] of [
			[8, 7],
			[7, 8]
		] as const) {
			cycle.writeLen(1);
			cycle.writeClient(client);
			cycle.writeLen(0);
			new Y.Item(Y.createID(client, 0), null, Y.createID(other, 0), null, null, null, null, new Y.ContentString('x')).write(cycle, 0);
		}
		cycle.writeLen(0);
		const ada = new Writer(ADA);
		const log = fold(eventsOf([update(toBase64(cycle.toUint8Array())), ['update', ada.edit((text) => text.insert(0, 'fine'))]]));
		expect(textOf(log)).toBe('fine');
		expect(log.unreadable).toBe(1);
		expect(log.doc.store.pendingStructs).toBe(null);
	});

	it('updates that stand on nothing cost little and are forgotten in the end', () => {
		const entries = Array.from({ length: 3000 }, (_, index) => {
			const liar = new Writer(GRACE);
			liar.edit((text) => text.insert(0, 'never sent'));
			return ['update', liar.edit((text) => text.insert(3, `${index}`))] as const;
		});
		const ada = new Writer(ADA);
		const events = eventsOf([...entries, ['update', ada.edit((text) => text.insert(0, 'still here'))]]);
		const startedAt = performance.now();
		const log = fold(events);
		// Half a second on an idle machine; left to Yjs itself it is most of a minute.
		expect(performance.now() - startedAt).toBeLessThan(10_000);
		expect(textOf(log)).toBe('still here');
		expect(log).toMatchObject({ unreadable: 500 });
		expect(log.waiting).toHaveLength(2500);
	});

	it('a document that exceeds 64 kB is still folded; beyond four times that, insertions are left out', () => {
		const ada = new Writer(ADA);
		const chunk = 'x'.repeat(2000);
		const entries = Array.from({ length: 140 }, () => ['update', ada.edit((text) => text.insert(0, chunk))] as const);
		const log = fold(eventsOf(entries));
		expect(textOf(log).length).toBe(MAX_LETTERS);
		expect(log.unreadable).toBeGreaterThan(0);
		const shorter = fold(eventsOf([['update', { by: ADA, update: deleteAll(log.doc) }]], 200), log);
		expect(textOf(shorter)).toBe('');
	});

	it('a snapshot that is none is left out, and is not taken for one', () => {
		const part = { by: ADA, id: 'x', covers: 1, slot: 0, part: 0, of: 1, state: garbage(300) };
		const log = fold(
			eventsOf([
				['update', new Writer(ADA).edit((text) => text.insert(0, 'text'))],
				['snapshot', part],
				['snapshot', { ...part, part: 3 }],
				['snapshot', { ...part, covers: Number.NaN }],
				['snapshot', { ...part, covers: 1e15, state: toBase64(Y.encodeStateAsUpdate(new Y.Doc())) }]
			])
		);
		expect(textOf(log)).toBe('text');
		expect(log).toMatchObject({ unreadable: 4, uncovered: [1] });
	});

	it('the room refuses what is beyond its form', () => {
		const { update, snapshot, cursor } = editorRules.events;
		const fits = (rule: typeof update, data: unknown) => rule !== undefined && v.is(rule.data, data);
		expect(fits(update, { by: ADA, update: 'A'.repeat(4096) })).toBe(true);
		expect(fits(update, { by: ADA, update: 'A'.repeat(4100) })).toBe(false);
		expect(fits(update, { by: ADA, update: 'not base64!' })).toBe(false);
		expect(fits(cursor, { by: ADA, anchor: 'AAAA', head: 'A'.repeat(100) })).toBe(false);
		const part = { by: ADA, id: 'a', covers: 1, slot: 0, part: 0, of: 1, state: 'AAAA' };
		expect(fits(snapshot, part)).toBe(true);
		for (const wrong of [{ part: 1 }, { of: 49 }, { slot: 2 }, { covers: -1 }, { covers: 0.5 }, { state: 'A'.repeat(10_244) }]) {
			expect(fits(snapshot, { ...part, ...wrong })).toBe(false);
		}
	});
});

describe('a snapshot', () => {
	it('brings the whole text to who has read nothing before it', () => {
		const ada = new Writer(ADA);
		const entries = Array.from({ length: 40 }, (_, index) => ['update', ada.edit((text) => text.insert(0, `line ${index}\n`))] as const);
		const log = fold(eventsOf(entries));
		const later = ['update', ada.edit((text) => text.insert(0, 'later\n'))] as const;
		const parts = snapshotParts(log, 'snap').map((part) => ['snapshot', { by: ADA, ...part }] as const);
		// The log of the joiner begins in the middle: what it holds stands on what is gone.
		const joined = fold(eventsOf([...entries.slice(20), later, ...parts], 21));
		expect(textOf(joined)).toBe(`later\n${textOf(log)}`);
		expect(joined).toMatchObject({ waiting: [], unreadable: 0, uncovered: [41], isWhole: true });
	});

	it('does not count before its last part is there, in whatever order they come', () => {
		const ada = new Writer(ADA);
		const page = 'a page of a long text\n'.repeat(70);
		const log = fold(eventsOf(Array.from({ length: 30 }, () => ['update', ada.edit((text) => text.insert(0, page))] as const)));
		const parts = snapshotParts(log, 'snap').map((part) => ['snapshot', { by: ADA, ...part }] as const);
		expect(parts.length).toBeGreaterThan(4);
		const [first, ...rest] = parts.reverse();
		const almost = fold(eventsOf(rest, 31));
		expect(textOf(almost)).toBe('');
		expect(textOf(fold(eventsOf([first as (typeof parts)[number]], 50), almost))).toBe(textOf(log));
	});

	it('is the same object to nobody: an event of another kind only moves the seq', () => {
		const log = fold(eventsOf([['opened', {}]]));
		expect(editorFold.apply(log, { id: 'log-2', at: 0, type: 'unknown', data: null })).toEqual({ ...log, seq: 2 });
	});
});

function deleteAll(doc: Y.Doc): string {
	const copy = new Y.Doc();
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
	const before = Y.encodeStateVector(copy);
	copy.getText(TEXT).delete(0, copy.getText(TEXT).length);
	return toBase64(Y.encodeStateAsUpdate(copy, before));
}
