import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { eventId, seqOf } from '#lib/protocol/event.ts';
import { editorRules } from '#lib/protocol/rooms/editor.ts';
import { editorFold, textOf } from '#lib/demos/editor/fold.ts';
import type { EditorLog } from '#lib/demos/editor/fold.ts';
import { isSnapshotDue, snapshotParts } from '#lib/demos/editor/snapshot.ts';
import type { Bus, NewEntry } from '../../../../src/server/bus/bus.ts';
import { createMemoryBus } from '../../../../src/server/bus/memory.ts';
import { Writer, fold, seeded } from './writer.ts';

/* A joiner reads what a room keeps, a page at a time, while others write and publish snapshots: it must end with the whole text. */
const ROOM = 'editor:aaaaaaaa';
const MEMBERS = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb'] as const;
/** Few events are kept, so that much is gone; still twice of what lies between two snapshots. */
const KEPT = 450;

let bus: Bus;
let keys = 0;
beforeEach(() => {
	const keep = () => ({ events: KEPT, bytes: 4_194_304, latest: 300, pinned: [] });
	bus = createMemoryBus({ maxFeeds: 5, isSpare: () => false, idleMs: 60_000, keep }, () => performance.now());
});
afterEach(() => bus.close());

/** A member of the room as the bus sees it: writes, follows, and publishes snapshots part by part. */
class Member {
	readonly by: string;
	readonly rank: number;
	readonly writer: Writer;
	log: EditorLog = editorFold.initial();
	parts: NewEntry[] = [];

	constructor(by: string, rank: number) {
		this.by = by;
		this.rank = rank;
		this.writer = new Writer(by);
		this.log.doc.on('update', (update: Uint8Array) => Y.applyUpdate(this.writer.doc, update));
	}

	hear(event: FeedEvent): void {
		this.log = editorFold.apply(this.log, event);
	}

	write(random: () => number): NewEntry {
		const data = this.writer.edit((text) => {
			const at = Math.floor(random() * (text.length + 1));
			if (text.length > 3000 && random() < 0.6) text.delete(Math.min(at, text.length - 40), 40);
			else text.insert(at, `${Math.floor(random() * 1e6)} `.repeat(8));
		});
		return { type: 'update', data, key: `k${(keys += 1)}` };
	}

	/** The next part of a snapshot, begun where one is due or `isForced`. */
	part(isForced: boolean): NewEntry | undefined {
		if (this.parts.length === 0 && (isForced || isSnapshotDue(this.log, this.rank))) {
			this.parts = snapshotParts(this.log, `${this.by}${(keys += 1)}`).map((part) => entryOf({ by: this.by, ...part }));
		}
		return this.parts.shift();
	}
}

function entryOf(data: object): NewEntry {
	const latest = editorRules.events.snapshot?.latest?.(data as never);
	return { type: 'snapshot', data, key: `k${(keys += 1)}`, ...(latest !== undefined && { latest }) };
}

async function openRoom(): Promise<Member[]> {
	const members = MEMBERS.map((by, rank) => new Member(by, rank));
	await bus.subscribe(ROOM, (event) => members.forEach((member) => member.hear(event)));
	await bus.append(ROOM, { type: 'opened', data: {}, key: 'opened' });
	return members;
}

/** One random thing: an update, or the next part of a snapshot. */
async function step(members: readonly Member[], random: () => number, forced = 0): Promise<void> {
	const member = members[Math.floor(random() * members.length)] as Member;
	const part = random() < 0.5 ? member.part(random() < forced) : undefined;
	await bus.append(ROOM, part ?? member.write(random));
}

/** Reads the room as a joiner does: from its oldest event, a page at a time, then what comes. `between` happens after each page. */
async function join(limit: number, between: () => Promise<void>): Promise<EditorLog> {
	let log = editorFold.initial();
	for (let after = 0; ;) {
		const { events, newest } = await bus.read(ROOM, after, limit);
		log = fold(events, log);
		after = events.length > 0 ? seqOf((events.at(-1) as FeedEvent).id) : newest;
		if (after >= newest) return log;
		await between();
	}
}

describe('a joiner whose log begins in the middle', () => {
	it.each([1, 2, 3, 4])('ends with the whole text: run %i', async (seed) => {
		const random = seeded(seed);
		const members = await openRoom();
		for (let count = 0; count < 1500; count += 1) await step(members, random);
		// What is written while it reads comes to an end, or it would never be through.
		let rest = 300;
		const joined = await join(60, async () => {
			for (let count = 0; count < 50 && rest > 0; count += 1, rest -= 1) await step(members, random);
		});
		const [ada] = members as [Member];
		expect((await bus.read(ROOM, 0, 1)).oldest).toBeGreaterThan(500);
		expect(textOf(joined)).toBe(textOf(ada.log));
		expect(joined).toMatchObject({ unreadable: 0, waiting: [], isWhole: true, seq: ada.log.seq });
	});

	it.each([1, 2, 3])(
		'ends with the whole text where two members publish snapshots at once, part by part, over and over: run %i',
		async (seed) => {
			const random = seeded(100 + seed);
			const members = await openRoom();
			for (let count = 0; count < 1000; count += 1) await step(members, random, 0.2);
			const joined = await join(25, async () => {
				if (random() < 0.8) for (let count = 0; count < 20; count += 1) await step(members, random, 0.2);
			});
			expect(textOf(joined)).toBe(textOf((members[0] as Member).log));
			expect(joined).toMatchObject({ unreadable: 0, waiting: [] });
		}
	);

	it('finds the snapshot before where the newest was broken off half way', async () => {
		const members = await openRoom();
		const [ada, grace] = members as [Member, Member];
		const random = seeded(7);
		for (let count = 0; count < 900; count += 1) await step(members, random);
		ada.parts = [];
		const first = grace.part(true);
		expect(grace.parts.length).toBeGreaterThan(0);
		if (first) await bus.append(ROOM, first);
		for (let count = 0; count < 100; count += 1) await bus.append(ROOM, ada.write(random));
		const joined = await join(500, async () => {});
		expect(textOf(joined)).toBe(textOf(ada.log));
		expect(joined).toMatchObject({ isWhole: true, waiting: [] });
	});

	it('reads all that a room keeps at once', async () => {
		const ada = new Writer(MEMBERS[0]);
		const random = seeded(3);
		const events = Array.from({ length: 4000 }, (_, index): FeedEvent => {
			const at = Math.floor(random() * (ada.text.length + 1));
			return { id: eventId('log', index + 1), at: index, type: 'update', data: ada.edit((text) => text.insert(at, 'a few letters')) };
		});
		const whole = fold(events);
		const parts = snapshotParts(whole, 'last').map((part, index): FeedEvent => ({
			id: eventId('log', 4001 + index),
			at: 0,
			type: 'snapshot',
			data: { by: MEMBERS[0], ...part }
		}));
		const startedAt = performance.now();
		const joined = fold([...events.slice(2000), ...parts]);
		expect(performance.now() - startedAt).toBeLessThan(5000);
		expect(textOf(joined)).toBe(textOf(whole));
	});
});
