import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { foldMembers, presentMembers } from '#lib/protocol/presence.ts';
import type { Members } from '#lib/protocol/presence.ts';
import { ROOMS, roomRules } from '#lib/protocol/rooms/index.ts';
import type { RoomKind } from '#lib/protocol/rooms/index.ts';
import { DRIVER, HERE, MAX_MEMBERS, hasDriver, hereKey } from '#lib/protocol/rooms/room.ts';
import type { Here } from '#lib/protocol/rooms/room.ts';
import type { Bus } from '../bus/bus.ts';
import type { Clock } from '../clock.ts';
import { Problem } from '../problem.ts';

/** A place in a room. Whoever has the key is the member; the id is for all to see, and does not tell the key. */
export interface Membership {
	readonly member: string;
	readonly key: string;
}

const BASE_32 = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * Who is in which room. It keeps nothing itself: that a room exists, and who its members are, stands in the room's log, so
 * that every instance knows it.
 */
export class Rooms {
	readonly #bus: Bus;
	readonly #clock: Clock;

	constructor(bus: Bus, clock: Clock) {
		this.#bus = bus;
		this.#clock = clock;
	}

	/** Opens a room of its own: the name of its feed, and the driver's place where its kind has a driver. @throws {Problem} `full`. */
	async open(kind: RoomKind): Promise<{ readonly room: string } & Partial<Membership>> {
		const code = Array.from({ length: 8 }, () => BASE_32[randomInt(32)]).join('');
		const feed = `${kind}:${code}`;
		await this.#bus.append(feed, { type: 'opened', data: {}, key: 'opened' });
		return { room: feed, ...(hasDriver(ROOMS[kind]) && (await this.#openDriven(feed))) };
	}

	/** Whether this member is the room's driver. */
	async isDriver(feed: string, member: string): Promise<boolean> {
		const driver = (await this.#bus.latest(feed, DRIVER)) as FeedEvent<{ by: string }> | undefined;
		return driver?.data.by === member;
	}

	/** Takes a place: with the key of one that was given back the same again. @throws {Problem} `room-gone`, `room-full`. */
	async join(feed: string, name: string, key?: string): Promise<Membership> {
		const { events, newest } = await this.#bus.read(feed, 0, Number.MAX_SAFE_INTEGER);
		if (newest === 0) throw roomGone();
		const members = events.filter(({ type }) => type === HERE).reduce<Members>(foldMembers, new Map());
		const place = key !== undefined && members.has(memberOf(key)) ? { member: memberOf(key), key } : newPlace();
		const others = presentMembers(members, this.#clock()).filter(({ id }) => id !== place.member);
		if (others.length >= MAX_MEMBERS) {
			throw new Problem('room-full', `A room has at most ${MAX_MEMBERS} members. Open one of your own.`, { 'Retry-After': '30' });
		}
		await this.#say(feed, { by: place.member, name });
		return place;
	}

	/** Gives the place back: the key is worth nothing any more. @throws {Problem} `not-a-member`, `room-gone`. */
	async leave(feed: string, key: string): Promise<void> {
		const { by, name } = await this.admit(feed, key);
		await this.#say(feed, { by, name, left: true });
	}

	/** The member whose key this is, as the room knows one. @throws {Problem} `not-a-member`, `room-gone`. */
	async admit(feed: string, key: string | undefined): Promise<Here> {
		const here = key === undefined ? undefined : await this.#bus.latest(feed, hereKey(memberOf(key)));
		const data = (here as FeedEvent<Here> | undefined)?.data;
		if (data && !data.left) return data;
		if ((await this.#bus.read(feed, Number.MAX_SAFE_INTEGER, 0)).newest === 0 && !roomRules(feed)?.isOpen) throw roomGone();
		throw new Problem('not-a-member', 'Join this room first: POST your name to /rooms/{room}/members, and send the key as "member".');
	}

	/** The first place, and that it is the driver's: volatile, so that no number of events makes the room forget it. */
	async #openDriven(feed: string): Promise<Membership> {
		const place = newPlace();
		await this.#bus.append(feed, { type: DRIVER, data: { by: place.member }, key: DRIVER, latest: DRIVER });
		await this.#say(feed, { by: place.member, name: 'Presenter' });
		return place;
	}

	async #say(feed: string, here: Here): Promise<void> {
		await this.#bus.append(feed, { type: HERE, data: here, key: randomBytes(9).toString('base64url'), latest: hereKey(here.by) });
	}
}

function newPlace(): Membership {
	const key = randomBytes(16).toString('base64url');
	return { member: memberOf(key), key };
}

/** The id of the member whose key this is. */
export function memberOf(key: string): string {
	const digest = createHash('sha256').update(key).digest();
	return Array.from({ length: 12 }, (_, i) => BASE_32[(digest[i] ?? 0) & 31]).join('');
}

function roomGone(): Problem {
	return new Problem('room-gone', 'This room does not exist, or nobody was in it for two hours. Open a new one.');
}
