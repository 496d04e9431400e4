import * as v from 'valibot';
import { memberRules, memberSchema } from './room.ts';

/** What a document may hold as UTF-8, bytes; whoever types or pastes beyond it is refused with this code. */
export const MAX_DOCUMENT_BYTES = 64_000;
export const DOCUMENT_TOO_LARGE = 'document-too-large';

/** Bytes of one update: 4 kB of base64. */
export const MAX_UPDATE_BYTES = 3072;
/** Bytes of one part of a snapshot (10 kB of base64, for a publish holds 16 kB), and parts of one. */
export const MAX_PART_BYTES = 7680;
export const MAX_PARTS = 48;

/** Bytes as base 64. */
const bytesSchema = (maxBytes: number) =>
	v.pipe(v.string(), v.maxLength((maxBytes / 3) * 4), v.regex(/^[A-Za-z0-9+/]+={0,2}$/, 'bytes as base64'));

/** An update of the document as Yjs encodes one (version 1). */
export const updateSchema = v.strictObject({ by: memberSchema, update: bytesSchema(MAX_UPDATE_BYTES) });

/**
 * A part of a snapshot: of the whole document as it was after event `covers`. A room has two slots for snapshots: a new one is
 * written over the older of the two, so that one is whole at any time.
 */
export const snapshotSchema = v.pipe(
	v.strictObject({
		by: memberSchema,
		id: v.pipe(v.string(), v.regex(/^[a-z0-9]{1,24}$/, 'the id of a snapshot')),
		covers: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
		slot: v.picklist([0, 1]),
		part: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
		of: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MAX_PARTS)),
		state: bytesSchema(MAX_PART_BYTES)
	}),
	v.check(({ part, of }) => part < of, 'a part of its snapshot')
);
export type SnapshotPart = v.InferOutput<typeof snapshotSchema>;

/** Where a member's cursor is: two relative positions as Yjs encodes them. */
export const cursorSchema = v.strictObject({ by: memberSchema, anchor: bytesSchema(48), head: bytesSchema(48) });
export type Cursor = v.InferOutput<typeof cursorSchema>;

/** A shared text. It keeps many times the updates that lie between two snapshots. */
export const editorRules = memberRules(
	{
		update: { data: updateSchema },
		snapshot: { data: snapshotSchema, latest: ({ slot, part }: SnapshotPart) => `snapshot:${slot}:${part}` },
		cursor: { data: cursorSchema, latest: ({ by }: Cursor) => `cursor:${by}` }
	},
	{ rate: { perSecond: 20, burst: 40 }, keeps: { events: 2000, bytes: 4_194_304 } }
);
