import type { RoomKind } from '#lib/protocol/rooms/index.ts';
import { keepPlaces, takeKeptPlaces } from './kept-places.ts';
import { joinRoom, leaveRoom, openRoom } from './room.ts';
import type { Membership } from './room.ts';

/** The places that the seats of a page have in a room, one each. */
export class Places {
	/** Code of the room, once there is one. */
	room = $state('');
	/** Whether this page has opened it. */
	isOpenedHere = false;
	/** Whether one was in it: what one has of it then stays, though it is lost. */
	hasBeenIn = $state(false);
	#feed: string | undefined;
	#memberships: Membership[] = [];
	#people: readonly { readonly person: string }[] = [];

	/** The place of the seat with this index. */
	at(index: number): Membership | undefined {
		return this.#memberships[index];
	}

	/**
	 * Takes a place for each person that has none yet, in the room that one is in, the one that is named, or a new one; whom this tab
	 * had there before gets that place and name again. Answers its feed. @throws {ServerError} when the room is gone or full.
	 */
	async join(kind: RoomKind, named: string, people: readonly { person: string }[]): Promise<string> {
		if (!this.room) {
			this.isOpenedHere = !named;
			this.room = named || (await openRoom(kind));
		}
		const feed = `${kind}:${this.room}`;
		this.#feed = feed;
		this.#people = people;
		const kept = takeKeptPlaces(feed);
		for (const [index, one] of people.entries()) {
			one.person = kept[index]?.name ?? one.person;
			this.#memberships[index] ??= await joinRoom(feed, one.person, kept[index]?.key);
		}
		this.hasBeenIn = true;
		return feed;
	}

	/** The server may have forgotten the members: the next `join` takes new places. */
	forget(): void {
		this.#memberships = [];
	}

	/** Gives the places back. */
	leave(): void {
		const feed = this.#feed;
		if (feed && this.#memberships.length > 0) {
			keepPlaces(
				feed,
				this.#memberships.map(({ key }, index) => ({ key, name: this.#people[index]?.person ?? '' }))
			);
			for (const { key } of this.#memberships) leaveRoom(feed, key);
		}
		this.forget();
		this.hasBeenIn = false;
		this.room = '';
		this.#feed = undefined;
	}
}
