import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { MEMBER_ROOM_KINDS, roomKind } from '#lib/protocol/rooms/index.ts';
import { MAX_MEMBERS } from '#lib/protocol/rooms/room.ts';
import { nameSchema } from '#lib/protocol/text.ts';
import { clientAddress } from '../address.ts';
import { readBody } from '../body.ts';
import type { Config } from '../config.ts';
import { sendJson } from '../json.ts';
import { createFailureGuard, createRate } from '../limits/rate.ts';
import { Problem } from '../problem.ts';
import type { Target } from '../target.ts';
import type { Rooms } from './rooms.ts';

const newRoomSchema = v.strictObject({ kind: v.picklist(MEMBER_ROOM_KINDS) });
const newMemberSchema = v.strictObject({ name: nameSchema, key: v.optional(v.pipe(v.string(), v.maxLength(64))) });

/** Rooms that one address may ask for in vain a minute; then it waits, for a right name too: names are keys, and shall not be guessed. */
const FAILED_JOINS = { most: 10, withinSeconds: 60 } as const;

/** The routes below `/rooms`. */
export class RoomsApi {
	readonly #config: Config;
	readonly #rooms: Rooms;
	readonly #takeTurn;
	readonly #takeJoin;
	readonly #failures;

	constructor(config: Config, rooms: Rooms) {
		this.#config = config;
		this.#rooms = rooms;
		this.#takeTurn = createRate(config.NEW_ROOMS_PER_SECOND, 10 * config.NEW_ROOMS_PER_SECOND);
		// A class joins at once, from behind one address.
		this.#takeJoin = createRate(3 * config.NEW_ROOMS_PER_SECOND, MAX_MEMBERS * config.NEW_ROOMS_PER_SECOND);
		this.#failures = createFailureGuard(FAILED_JOINS.most, FAILED_JOINS.withinSeconds);
	}

	/** `POST /rooms` `{"kind"}`: `201 {"room"}`, with `"member"` and `"key"` of the driver where rooms of this kind have one. */
	async open(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { kind } = await readBody(request, newRoomSchema, 'bad-room', this.#config.MAX_BODY_BYTES);
		await this.#takeTurn(this.#address(request));
		sendJson(response, 201, await this.#rooms.open(kind));
	}

	/** `POST /rooms/{room}/members` `{"name","key"?}`: `201 {"member","key"}`. */
	async join(room: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { name, key } = await readBody(request, newMemberSchema, 'bad-room', this.#config.MAX_BODY_BYTES);
		const address = this.#address(request);
		await this.#takeJoin(address);
		await this.#failures.check(address);
		try {
			sendJson(response, 201, await this.#rooms.join(roomName(room), name, key));
		} catch (error) {
			if (error instanceof Problem && error.code === 'room-gone') await this.#failures.count(address);
			throw error;
		}
	}

	/** `DELETE /rooms/{room}/members?member=KEY`. */
	async leave(room: string, { query }: Target, response: ServerResponse): Promise<void> {
		await this.#rooms.leave(roomName(room), query.get('member') ?? '');
		response.writeHead(204, { 'Cache-Control': 'no-store' });
		response.end();
	}

	#address(request: IncomingMessage): string {
		return clientAddress(request, this.#config.TRUSTED_PROXIES);
	}
}

/** @throws {Problem} `unknown-feed` */
function roomName(text: string): string {
	const kind = roomKind(text);
	if (kind && kind !== 'scratch') return text;
	throw new Problem('unknown-feed', 'There is no room of that name.');
}
