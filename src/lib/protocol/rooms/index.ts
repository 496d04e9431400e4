import { chatRules } from './chat.ts';
import { deskRules } from './desk.ts';
import { editorRules } from './editor.ts';
import { gameRules } from './game.ts';
import { newsRules } from './news.ts';
import { presentRules } from './present.ts';
import type { RoomRules } from './room.ts';
import { scratchRules } from './scratch.ts';

/** Every kind of room, and what may happen in one. */
export const ROOMS = {
	news: newsRules,
	chat: chatRules,
	editor: editorRules,
	game: gameRules,
	desk: deskRules,
	present: presentRules,
	scratch: scratchRules
} as const satisfies Record<string, RoomRules>;
export type RoomKind = keyof typeof ROOMS;
export const ROOM_KINDS = Object.keys(ROOMS) as RoomKind[];
/** The kinds that have members. */
export const MEMBER_ROOM_KINDS = ROOM_KINDS.filter((kind) => !(ROOMS[kind] as RoomRules).isOpen);

/** A room's name: its kind, and the code that is the key to it: 8 characters of base 32 (RFC 4648, lower case). */
const ROOM = new RegExp(`^(${ROOM_KINDS.join('|')}):([a-z2-7]{8})$`);

/** The kind of room that a feed's name says; undefined where it names none. */
export function roomKind(feed: string): RoomKind | undefined {
	return ROOM.exec(feed)?.[1] as RoomKind | undefined;
}

/** The rules of the room of this name. */
export function roomRules(feed: string): RoomRules | undefined {
	const kind = roomKind(feed);
	return kind && ROOMS[kind];
}
