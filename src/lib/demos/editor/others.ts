import { presentMembers } from '#lib/protocol/presence.ts';
import type { Members } from '#lib/protocol/presence.ts';
import type { Cursor } from '#lib/protocol/rooms/editor.ts';
import { namesOf } from '../names.ts';
import type { ShownCursor } from './cursor-marks.ts';
import { STROKES } from './strokes.ts';

/** Somebody else in the room; the look is a pattern of the cursor. */
export interface Other {
	readonly by: string;
	readonly name: string;
	readonly look: number;
}

/** Who else is there at a moment of the server's clock. */
export function othersHere(members: Members, me: string | undefined, now: number): Other[] {
	const names = namesOf(members);
	return presentMembers(members, now)
		.filter(({ id }) => id !== me)
		.map(({ id }, index) => ({ by: id, name: names.get(id) ?? '', look: index % STROKES.length }));
}

/** The cursors of those who have one. */
export function cursorsOf(others: readonly Other[], cursors: ReadonlyMap<string, Cursor>): ShownCursor[] {
	return others.flatMap((other) => {
		const cursor = cursors.get(other.by);
		return cursor ? [{ ...other, anchor: cursor.anchor, head: cursor.head }] : [];
	});
}
