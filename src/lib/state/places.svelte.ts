import type { RoomKind } from '#lib/protocol/rooms/index.ts';
import { joinRoom, leaveRoom, openRoom } from './room.ts';
import type { Membership } from './room.ts';

/** The places that the seats of a page have in a room, one each. */
export class Places {
	/** Code of the room, once there is one. */
	room = $state('');
	#feed: string | undefined;
	#memberships: Membership[] = [];

	/** The place of the seat with this index. */
	at(index: number): Membership | undefined {
		return this.#memberships[index];
	}

	/**
	 * Takes a place for each person that has none yet, in the room that one is in, the one that is named, or a new one. Answers its
	 * feed. @throws {ServerError} when the room is gone or full.
	 */
	async join(kind: RoomKind, named: string, people: readonly string[]): Promise<string> {
		this.room ||= named || (await openRoom(kind));
		const feed = `${kind}:${this.room}`;
		this.#feed = feed;
		for (const [index, person] of people.entries()) this.#memberships[index] ??= await joinRoom(feed, person);
		return feed;
	}

	/** The server may have forgotten the members: the next `join` takes new places. */
	forget(): void {
		this.#memberships = [];
	}

	/** Gives the places back. */
	leave(): void {
		for (const { key } of this.#memberships) if (this.#feed) leaveRoom(this.#feed, key);
		this.forget();
		this.room = '';
		this.#feed = undefined;
	}
}
