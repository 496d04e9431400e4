import * as v from 'valibot';
import * as Y from 'yjs';
import { RESET, seqOf } from '#lib/protocol/event.ts';
import type { FeedEvent, ResetData } from '#lib/protocol/event.ts';
import { cursorSchema, snapshotSchema, updateSchema } from '#lib/protocol/rooms/editor.ts';
import type { Cursor, SnapshotPart } from '#lib/protocol/rooms/editor.ts';
import { HERE } from '#lib/protocol/rooms/room.ts';
import type { Here } from '#lib/protocol/rooms/room.ts';
import type { Fold } from '#lib/state/seat.svelte.ts';
import { fromBase64, joinBytes } from './bytes.ts';
import { NO_SLOTS, clearSlot, placePart, wholeIn } from './slots.ts';
import type { Slots } from './slots.ts';
import { MAX_LETTERS, TEXT, applyTo, lookThrough, missingOf, readUpdate } from './text-update.ts';
import type { TextUpdate } from './text-update.ts';

/** An update that stands on what has not come yet. */
interface Waiting {
	readonly update: TextUpdate;
	readonly missing: Y.ID;
}

/**
 * A document as the log tells it. The record is replaced with each event; the Yjs document in it is one, and grows. Nobody
 * types into it: what a seat types comes back by the log.
 */
export interface EditorLog {
	readonly doc: Y.Doc;
	/** Seq of the last event, and the one at which the log stood when it was begun anew. */
	readonly seq: number;
	readonly until: number;
	/** Nothing is missing: the log was read from its first event, or a snapshot stood for what is gone. */
	readonly isWhole: boolean;
	/** Nothing was ever written. */
	readonly isEmpty: boolean;
	/** Updates and snapshots that were left out, because they could not be made out or were beyond all measure. */
	readonly unreadable: number;
	readonly cursors: ReadonlyMap<string, Cursor>;
	readonly slots: Slots;
	/** Seqs of the updates that no whole snapshot covers, and members heard since the last: each has pushed older volatile events out. */
	readonly uncovered: readonly number[];
	readonly heard: ReadonlySet<string>;
	readonly waiting: readonly Waiting[];
}

/** As many updates as a room keeps, for a joiner whose log begins in the middle waits for a snapshot with all of them. */
const MAX_WAITING = 2500;

/** The text as the log tells it. */
export function textOf({ doc }: EditorLog): string {
	return doc.getText(TEXT).toString();
}

/** Updates in the order of the log, snapshots as soon as they are whole. */
export const editorFold: Fold<EditorLog> = {
	initial: () => ({
		doc: new Y.Doc(),
		seq: 0,
		until: 0,
		isWhole: false,
		isEmpty: true,
		unreadable: 0,
		cursors: new Map(),
		slots: NO_SLOTS,
		uncovered: [],
		heard: new Set(),
		waiting: []
	}),
	apply(before, { id, type, data }: FeedEvent) {
		const log = { ...before, seq: seqOf(id) };
		if (type === RESET) return { ...log, until: seqOf((data as ResetData).newest) };
		if (type === 'opened') return { ...log, isWhole: true };
		if (type === HERE) return { ...log, heard: new Set(log.heard).add((data as Here | null)?.by ?? '') };
		if (type === 'update') return v.is(updateSchema, data) ? withUpdate(log, data.update) : leftOut(log);
		if (type === 'snapshot') return v.is(snapshotSchema, data) ? withPart(log, data) : leftOut(log);
		if (type === 'cursor' && v.is(cursorSchema, data)) return { ...log, cursors: new Map(log.cursors).set(data.by, data) };
		return log;
	}
};

function leftOut(log: EditorLog): EditorLog {
	return { ...log, unreadable: log.unreadable + 1 };
}

function withUpdate(log: EditorLog, base64: string): EditorLog {
	const update = readUpdate(base64);
	const counted = { ...log, isEmpty: false, uncovered: [...log.uncovered.slice(-MAX_WAITING), log.seq] };
	if (!update) return leftOut(counted);
	const missing = missingOf(update, log.doc);
	if (missing) return dropOldest({ ...counted, waiting: [...log.waiting, { update, missing }] });
	return withWaiting(take(log.doc, update) ? counted : leftOut(counted));
}

function take(doc: Y.Doc, update: TextUpdate): boolean {
	return doc.getText(TEXT).length + update.letters <= MAX_LETTERS && applyTo(doc, update);
}

function dropOldest(log: EditorLog): EditorLog {
	return log.waiting.length > MAX_WAITING ? leftOut({ ...log, waiting: log.waiting.slice(1) }) : log;
}

/** Applies what waited for what has come now; in the order of the log, until nothing moves any more. */
function withWaiting(log: EditorLog): EditorLog {
	let { waiting, unreadable } = log;
	for (let count = -1; count !== waiting.length && waiting.length > 0;) {
		count = waiting.length;
		waiting = waiting.flatMap((one) => {
			if (one.missing.clock >= Y.getState(log.doc.store, one.missing.client)) return [one];
			const missing = missingOf(one.update, log.doc);
			if (missing) return [{ ...one, missing }];
			if (!take(log.doc, one.update)) unreadable += 1;
			return [];
		});
	}
	return waiting === log.waiting ? log : { ...log, waiting, unreadable };
}

function withPart(log: EditorLog, part: SnapshotPart): EditorLog {
	const placed = { ...log, isEmpty: false, slots: placePart(log.slots, part) };
	const parts = wholeIn(placed.slots[part.slot]);
	if (!parts) return placed;
	const snapshot = lookThrough(joinBytes(parts.map(({ state }) => fromBase64(state) ?? new Uint8Array())));
	const isSound = snapshot && part.covers < log.seq && snapshot.letters <= MAX_LETTERS && !missingOf(snapshot, log.doc);
	if (!isSound || !applyTo(log.doc, snapshot)) return leftOut({ ...placed, slots: clearSlot(placed.slots, part.slot) });
	const uncovered = log.uncovered.filter((seq) => seq > part.covers);
	return withWaiting({ ...placed, isWhole: true, uncovered, heard: new Set() });
}
