import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventId } from '#lib/protocol/event.ts';
import type { EventId, FeedEvent, ResetData } from '#lib/protocol/event.ts';
import { RESET } from '#lib/protocol/event.ts';
import { PublishError } from '#lib/techniques/post.ts';
import { editorFold, textOf } from '#lib/demos/editor/fold.ts';
import type { EditorLog } from '#lib/demos/editor/fold.ts';
import { SharedText } from '#lib/demos/editor/shared-text.svelte.ts';
import type { TextSeat } from '#lib/demos/editor/shared-text.svelte.ts';
import { START_TEXT } from '#lib/demos/editor/start-text.ts';
import { foldMembers, NO_MEMBERS } from '#lib/protocol/presence.ts';
import { Writer } from './writer.ts';

const ADA = 'aaaaaaaaaaaa';
const GRACE = 'bbbbbbbbbbbb';

/** A room and a seat in it, whose line can be down. */
class Room {
	events: FeedEvent[] = [];
	readonly keys = new Map<string, EventId>();
	/** Publishes that wait for the line, oldest first. */
	waiting: (() => void)[] = [];
	isDown = false;
	refusal: string | undefined;
	/** Publishes that the refusal is still for. */
	refusals = Infinity;
	inFlight = 0;
	mostInFlight = 0;
	#newest = 0;

	readonly seat: TextSeat = {
		membership: { member: ADA, key: 'key' },
		members: NO_MEMBERS,
		publish: async (type, data, key = '') => {
			if (type !== 'cursor') this.mostInFlight = Math.max(this.mostInFlight, (this.inFlight += 1));
			try {
				if (this.isDown) await new Promise<void>((resolve) => this.waiting.push(resolve));
				if (this.refusal && this.refusals-- > 0) throw new PublishError(this.refusal, 'No.');
				return this.keys.get(key) ?? this.add(type, data, key);
			} finally {
				if (type !== 'cursor') this.inFlight -= 1;
			}
		}
	};

	add(type: string, data: unknown, key = `k${this.#newest}`): EventId {
		this.#newest += 1;
		const id = eventId('log', this.#newest);
		this.keys.set(key, id);
		this.events.push({ id, at: 0, type, data });
		return id;
	}

	mend(): void {
		this.isDown = false;
		for (const resolve of this.waiting.splice(0)) resolve();
	}

	get updates(): number {
		return this.events.filter(({ type }) => type === 'update').length;
	}
}

/** A seat's fold, and the text that follows it. */
class Desk {
	room: Room;
	readonly text: SharedText;
	log: EditorLog = editorFold.initial();
	#read = 0;

	constructor(room: Room) {
		this.room = room;
		this.text = new SharedText(room.seat, 'room');
	}

	/** Takes a seat in another room, with the text that there is. */
	moveTo(room: Room): void {
		Object.assign(this.room.seat, { publish: room.seat.publish, members: NO_MEMBERS });
		Object.assign(room, { seat: this.room.seat });
		this.room = room;
		this.#read = 0;
		this.log = editorFold.initial();
		this.text.moveTo('new');
	}

	get letters(): string {
		return this.text.replica.text.toString();
	}

	/** Hears all that is new. */
	hear(): void {
		const news = this.room.events.slice(this.#read);
		this.#read = this.room.events.length;
		this.log = news.reduce((log, event) => editorFold.apply(log, event), this.log);
		const seat = this.room.seat as { members: TextSeat['members'] };
		seat.members = news.reduce(foldMembers, seat.members);
		this.text.follow(this.log, 0);
	}

	/** Time passes, and all that is published is heard. */
	async pass(ms: number): Promise<void> {
		for (let left = ms; left > 0; left -= 20) {
			await vi.advanceTimersByTimeAsync(20);
			this.hear();
		}
	}

	/** The log was lost up to `from`: a reset, and what is kept. */
	reset(from: number): void {
		const kept = this.room.events.slice(from);
		const newest = this.room.events.at(-1)?.id as EventId;
		const data: ResetData = { reason: 'too-old', oldest: kept[0]?.id ?? newest, newest };
		this.log = [{ id: eventId('log', from), at: 0, type: RESET, data }, ...kept].reduce(
			(log: EditorLog, event) => editorFold.apply(log, event),
			editorFold.initial()
		);
		this.text.follow(this.log, 0);
	}
}

let room: Room;
let desk: Desk;
beforeEach(() => {
	vi.useFakeTimers();
	room = new Room();
	desk = new Desk(room);
	room.add('opened', {});
});
afterEach(() => {
	desk.text.close();
	vi.useRealTimers();
});
const type = (text: string, at = desk.letters.length) => desk.text.replica.text.insert(at, text);

describe('the text of one seat', () => {
	it('begins a room that is empty, once it knows that it is', async () => {
		await desk.pass(100);
		expect(room.updates).toBe(0);
		room.add('here', { by: ADA, name: 'Ada' });
		await desk.pass(100);
		expect(desk.letters).toBe(START_TEXT);
		await desk.pass(500);
		expect(room.updates).toBe(1);
	});

	it('begins a new room with what was written in one that was lost, sent or not', async () => {
		room.add('here', { by: ADA, name: 'Ada' });
		await desk.pass(500);
		type('sent ', 0);
		await desk.pass(500);
		room.isDown = true;
		type('unsent ', 0);
		desk.text.replica.text.delete(20, 5);
		await desk.pass(500);
		const { letters } = desk;
		room.refusal = 'unknown-session';
		room.mend();
		desk.moveTo(new Room());
		desk.room.add('opened', {});
		desk.room.add('here', { by: ADA, name: 'Ada' });
		await desk.pass(3000);
		expect(desk.letters).toBe(letters);
		expect(textOf(desk.log)).toBe(letters);
		expect(desk.log).toMatchObject({ unreadable: 0, waiting: [] });
	});

	it('leaves a room alone in which somebody has written', async () => {
		const grace = new Writer(GRACE);
		room.add(
			'update',
			grace.edit((text) => text.insert(0, 'mine'))
		);
		room.add('here', { by: ADA, name: 'Ada' });
		await desk.pass(500);
		expect(desk.letters).toBe('mine');
		expect(room.updates).toBe(1);
	});

	it('gathers what is typed fast into few updates, one at a time', async () => {
		for (let count = 0; count < 50; count += 1) {
			type('x');
			await desk.pass(20);
		}
		await desk.pass(500);
		expect(room.updates).toBeGreaterThan(5);
		expect(room.updates).toBeLessThanOrEqual(14);
		expect(room.mostInFlight).toBe(1);
		expect(textOf(desk.log)).toBe('x'.repeat(50));
	});

	it('sends what was typed while the line was down as one update, once, and loses nothing of others', async () => {
		const grace = new Writer(GRACE);
		type('ada ');
		await desk.pass(300);
		room.isDown = true;
		for (const word of ['cut ', 'and ', 'on ']) {
			type(word);
			await desk.pass(300);
		}
		expect(desk.text.outbox.count).toBeGreaterThan(0);
		const before = room.updates;
		room.add(
			'update',
			grace.edit((text) => text.insert(0, 'grace '))
		);
		await desk.pass(100);
		room.mend();
		await desk.pass(1000);
		expect(desk.letters).toContain('ada cut and on ');
		expect(desk.letters).toContain('grace ');
		expect(textOf(desk.log)).toBe(desk.letters);
		expect(room.updates - before).toBeLessThanOrEqual(3);
		expect(desk.text.outbox.count).toBe(0);
	});

	it('cuts a paste into updates that fit, and they make the same text', async () => {
		const paste = 'ein Satz, 日本語, 🦊 und so weiter\n'.repeat(1500);
		type(paste);
		await desk.pass(12_000);
		expect(room.updates).toBeGreaterThan(15);
		expect(desk.log.unreadable).toBe(0);
		expect(textOf(desk.log)).toBe(paste);
	});

	it('keeps what was typed over a reset, and gives the log what it has lost', async () => {
		type('typed before the reset, ');
		await desk.pass(500);
		room.isDown = true;
		type('and while the line was down');
		await desk.pass(200);
		// The update before is gone from the log, and no snapshot has it.
		desk.reset(room.events.length);
		expect(desk.letters).toBe('typed before the reset, and while the line was down');
		room.add('opened', {});
		room.mend();
		await desk.pass(1500);
		expect(desk.letters).toBe('typed before the reset, and while the line was down');
		expect(textOf(desk.log)).toBe(desk.letters);
		expect(desk.text.isStray).toBe(false);
	});

	it('says so when it was refused, keeps it, and sends it when it may', async () => {
		room.refusal = 'not-a-member';
		type('patience');
		await desk.pass(500);
		expect(desk.text.outbox.problem).toBe('not-a-member');
		expect(desk.text.outbox.count).toBe(1);
		room.refusal = undefined;
		await desk.pass(3000);
		expect(desk.text.outbox).toMatchObject({ problem: undefined, count: 0 });
		expect(textOf(desk.log)).toBe('patience');
	});

	it('finds out that it came apart from the log, and offers what it has before it gives up', async () => {
		type('one');
		await desk.pass(500);
		room.refusal = 'bad-event';
		room.refusals = 1;
		type(' two');
		await desk.pass(1000);
		expect(textOf(desk.log)).toBe('one two');
		expect(desk.text.isStray).toBe(false);
		room.refusals = 2;
		type(' three');
		await desk.pass(1000);
		expect(desk.text.isStray).toBe(true);
	});

	it('takes back its own words alone', async () => {
		const grace = new Writer(GRACE);
		desk.text.replica.undo.addTrackedOrigin('typed');
		desk.text.replica.doc.transact(() => type('mine '), 'typed');
		room.add(
			'update',
			grace.edit((text) => text.insert(0, 'theirs '))
		);
		await desk.pass(500);
		desk.text.replica.undo.undo();
		await desk.pass(500);
		expect(textOf(desk.log)).toBe('theirs ');
		desk.text.replica.undo.redo();
		await desk.pass(500);
		expect(textOf(desk.log)).toContain('mine ');
	});

	it('publishes a snapshot after 150 updates, once, and the next into the other slot', async () => {
		room.add('here', { by: ADA, name: 'Ada' });
		const slots = () => room.events.filter((event) => event.type === 'snapshot').map(({ data }) => (data as { slot: number }).slot);
		for (let count = 0; count < 160; count += 1) {
			type('word ');
			await desk.pass(100);
		}
		expect(slots()).toEqual([0]);
		for (let count = 0; count < 160; count += 1) {
			type('word ');
			await desk.pass(100);
		}
		expect(slots()).toEqual([0, 1]);
		expect(desk.log.uncovered.length).toBeLessThan(40);
	});

	it('tells where its cursor is five times a second at most, and the last place always', async () => {
		const cursors = () => room.events.filter((event) => event.type === 'cursor').map(({ data }) => (data as { anchor: string }).anchor);
		for (let count = 0; count < 50; count += 1) {
			desk.text.moveCursor({ anchor: `AA${count}A`.slice(0, 4), head: 'AAAA' });
			await desk.pass(20);
		}
		await desk.pass(500);
		expect(cursors().length).toBeLessThanOrEqual(7);
		expect(cursors().at(-1)).toBe('AA49');
	});
});
