import * as v from 'valibot';
import { KINDS, WAYS } from '#lib/wire/record.ts';
import type { WireRecord } from '#lib/wire/record.ts';
import { objectSchema } from './object.ts';
import { sessionChangeSchema } from './session.ts';
import type { SessionView } from './session.ts';

/** What a console says to the server: a clock probe with the sender's own clock, or a change of the session. */
export const consoleCommandSchema = v.union([objectSchema({ probe: v.pipe(v.number(), v.finite()) }), sessionChangeSchema]);
export type ConsoleCommand = v.InferOutput<typeof consoleCommandSchema>;

/** A record on its way to the page: lane, ms since the batch's `at`, way, kind, head, framing, heartbeat, payload, events. */
export type PackedRecord = [string, number, number, number, number, number, number, number, number];

/**
 * What the server says over a console. `session` comes first and whenever readings had to be dropped: ledgers start anew
 * from it. `records` follow it without a hole. `settings` say what became of a change, and what still holds where one came
 * too soon. `probe` answers a probe. `cut` says when the line was cut, and
 * until when it stays so; one that was mended is cut until that moment.
 */
export type ConsoleMessage =
	| { readonly session: SessionView }
	| { readonly settings: SessionView['settings']; readonly newest: number }
	| { readonly records: readonly PackedRecord[]; readonly at: number }
	| { readonly probe: number; readonly now: number }
	| { readonly cut: number; readonly until: number };

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
