import { presentMembers } from '#lib/protocol/presence.ts';
import type { Cursor } from '#lib/protocol/rooms/editor.ts';
import { randomKey } from '#lib/state/random-key.ts';
import type { Seat } from '#lib/state/seat.svelte.ts';
import type { EditorLog } from './fold.ts';
import { UpdateOutbox } from './update-outbox.svelte.ts';
import { Replica } from './replica.ts';
import { SNAPSHOT_AFTER, isSnapshotDue, snapshotParts } from './snapshot.ts';
import { START_KEY, startUpdate } from './start-text.ts';

/** What a text needs of the seat that it is typed at. */
export type TextSeat = Pick<Seat<EditorLog>, 'publish' | 'membership' | 'members'>;

/** Two cursors of a member are at least this far apart, ms. */
const CURSOR_MS = 200;

/** The text of a room as one seat writes it: the replica, its way to the log, and the snapshots that are this seat's turn. */
export class SharedText {
	room: string;
	readonly outbox: UpdateOutbox;
	readonly replica: Replica;
	/** It came apart from the log and could not be mended: the text must be begun anew. */
	isStray = $state(false);

	readonly #seat: TextSeat;
	#hasStarted = false;
	/** What the log lacked was sent to it. */
	#isOffered = false;
	#nextSnapshotAt = 0;
	#cursor: Omit<Cursor, 'by'> | undefined;
	#isCursorResting = false;
	#isClosed = false;

	constructor(seat: TextSeat, room: string) {
		this.#seat = seat;
		this.room = room;
		this.outbox = new UpdateOutbox((type, data, key) => this.#publish(type, data, key), randomKey);
		this.replica = new Replica((update) => this.outbox.add(update));
	}

	/** Takes what the log has told since the last call; `now` is the server's clock. */
	follow(log: EditorLog, now: number): void {
		this.replica.follow(log);
		this.#begin(log);
		this.#snapshot(log, now);
		this.#compare(log);
	}

	/** Tells the others where the cursor is, five times a second at most. */
	moveCursor(cursor: Omit<Cursor, 'by'>): void {
		this.#cursor = cursor;
		if (!this.#isCursorResting) this.#sendCursor();
	}

	/** Goes on in a new room, as after a reset: what its log lacks is all of the text, and is sent. */
	moveTo(room: string): void {
		this.room = room;
		this.outbox.forget();
		this.#hasStarted = !this.replica.isUntouched;
		this.#isOffered = false;
		this.#nextSnapshotAt = 0;
	}

	/** Ends it; what was not sent yet is lost. */
	close(): void {
		this.#isClosed = true;
		this.outbox.close();
		this.replica.close();
	}

	#publish(type: string, data: object, key: string) {
		return this.#seat.publish(type, { by: this.#seat.membership?.member, ...data }, key);
	}

	/** A room that is empty gets its first lines. That it is empty is certain once one's own coming was heard in its log. */
	#begin({ isEmpty }: EditorLog): void {
		const me = this.#seat.membership?.member;
		if (this.#hasStarted || !me || !this.#seat.members.has(me)) return;
		this.#hasStarted = true;
		if (isEmpty) this.#publish('update', { update: startUpdate() }, START_KEY).catch(() => (this.#hasStarted = false));
	}

	#snapshot(log: EditorLog, now: number): void {
		const me = this.#seat.membership?.member ?? '';
		const rank = presentMembers(this.#seat.members, now).filter(({ id }) => id < me).length;
		if (log.seq < this.#nextSnapshotAt || !isSnapshotDue(log, rank)) return;
		this.#nextSnapshotAt = log.seq + SNAPSHOT_AFTER;
		this.outbox.addSnapshot(snapshotParts(log, randomKey()));
	}

	/**
	 * When nothing of one's own is under way, the text must read as the log does. After a reset it may hold more: that is sent. If
	 * it differs still, an update was left out, or somebody has written in this seat's name.
	 */
	#compare(log: EditorLog): void {
		const isQuiet = this.outbox.isIdle && log.seq >= this.outbox.newest && log.seq >= log.until && log.isWhole;
		if (!isQuiet) return;
		if (this.replica.isAs(log)) this.#isOffered = false;
		else if (this.#isOffered) this.isStray = true;
		else {
			this.#isOffered = true;
			this.outbox.add(this.replica.beyond(log));
		}
	}

	#sendCursor(): void {
		const cursor = this.#cursor;
		if (!cursor || this.#isClosed || !this.#seat.membership) return;
		this.#cursor = undefined;
		this.#isCursorResting = true;
		const rest = new Promise((resolve) => setTimeout(resolve, CURSOR_MS));
		// A cursor that was not stored is no loss: the next one takes its place.
		const sent = this.#publish('cursor', cursor, randomKey()).catch(() => {});
		void Promise.all([rest, sent]).then(() => {
			this.#isCursorResting = false;
			this.#sendCursor();
		});
	}
}
