import * as Y from 'yjs';
import { MAX_MEMBERS } from '#lib/protocol/rooms/room.ts';
import { MAX_PARTS, MAX_PART_BYTES } from '#lib/protocol/rooms/editor.ts';
import type { SnapshotPart } from '#lib/protocol/rooms/editor.ts';
import { toBase64 } from './bytes.ts';
import type { EditorLog } from './fold.ts';
import { nextSlot } from './slots.ts';

/**
 * Updates after which a snapshot is due, and how many more each next member waits, so that mostly one makes it. The last of
 * sixty is due after 976: a room keeps twice as many, should all others be silent.
 */
export const SNAPSHOT_AFTER = 150;
const RANK_AFTER = 14;

/** Whether the member of this rank (0 is first) should publish a snapshot now. */
export function isSnapshotDue({ isWhole, uncovered, heard, seq, until }: EditorLog, rank: number): boolean {
	// What this member does not know itself, it must not claim to cover.
	if (!isWhole || seq < until) return false;
	if (uncovered.length > 0 && heard.size > MAX_MEMBERS) return true;
	return uncovered.length >= SNAPSHOT_AFTER + RANK_AFTER * rank;
}

/** The whole document as parts to be published one after the other; none where it is too large for that. */
export function snapshotParts({ doc, seq, slots }: EditorLog, id: string): Omit<SnapshotPart, 'by'>[] {
	const state = Y.encodeStateAsUpdate(doc);
	const of = Math.ceil(state.length / MAX_PART_BYTES);
	if (of > MAX_PARTS) return [];
	const slot = nextSlot(slots);
	return Array.from({ length: of }, (_, part) => ({
		id,
		covers: seq,
		slot,
		part,
		of,
		state: toBase64(state.subarray(part * MAX_PART_BYTES, (part + 1) * MAX_PART_BYTES))
	}));
}
