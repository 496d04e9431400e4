import type { SnapshotPart } from '#lib/protocol/rooms/editor.ts';

/** The two slots of a room for snapshots, as its log holds them: the latest of each part. */
export type Slots = readonly [Slot, Slot];
type Slot = readonly (SnapshotPart | undefined)[];

export const NO_SLOTS: Slots = [[], []];

/** A part has come: it stands in its slot in place of the one before. */
export function placePart(slots: Slots, part: SnapshotPart): Slots {
	const slot = [...slots[part.slot]];
	slot[part.part] = part;
	return withSlot(slots, part.slot, slot);
}

/** What was in a slot turned out to be nothing. */
export function clearSlot(slots: Slots, index: 0 | 1): Slots {
	return withSlot(slots, index, []);
}

function withSlot(slots: Slots, index: 0 | 1, slot: Slot): Slots {
	return index === 0 ? [slot, slots[1]] : [slots[0], slot];
}

/** The snapshot in a slot, all its parts in order; undefined while parts are missing or belong to another. */
export function wholeIn(slot: Slot): readonly SnapshotPart[] | undefined {
	const first = slot[0];
	if (!first) return undefined;
	const parts: SnapshotPart[] = [];
	for (let index = 0; index < first.of; index += 1) {
		const part = slot[index];
		if (part?.id !== first.id || part.of !== first.of || part.covers !== first.covers || part.by !== first.by) return undefined;
		parts.push(part);
	}
	return parts;
}

/** The slot for the next snapshot: the one that holds no whole one, or the older. */
export function nextSlot(slots: Slots): 0 | 1 {
	const [first, second] = slots.map((slot) => wholeIn(slot)?.[0]?.covers ?? -1) as [number, number];
	return first <= second ? 0 : 1;
}
