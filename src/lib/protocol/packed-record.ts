import { KINDS, WAYS } from '#lib/wire/record.ts';
import type { WireRecord } from '#lib/wire/record.ts';

/** A record on its way to the page: lane, ms since the batch's `at`, way, kind, head, framing, heartbeat, payload, events. */
export type PackedRecord = [string, number, number, number, number, number, number, number, number];

/** A record in few bytes, its moment relative to the batch's. */
export function packRecord(record: WireRecord, batchAt: number): PackedRecord {
	const at = Math.round((record.at - batchAt) * 10) / 10;
	const { head, framing, heartbeat, payload, events } = record;
	return [record.lane, at, WAYS.indexOf(record.way), KINDS.indexOf(record.kind), head, framing, heartbeat, payload, events];
}

/** The record that was packed. @throws {RangeError} on a way or kind that this page does not know. */
export function unpackRecord(packed: PackedRecord, batchAt: number): WireRecord {
	const [lane, at, wayIndex, kindIndex, head, framing, heartbeat, payload, events] = packed;
	const way = WAYS[wayIndex];
	const kind = KINDS[kindIndex];
	if (!way || !kind) throw new RangeError('A record of an unknown way or kind: the page is older than the server.');
	return { lane, at: batchAt + at, way, kind, head, framing, heartbeat, payload, events };
}
