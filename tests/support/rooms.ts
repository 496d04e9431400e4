import type { RoomKind } from '#lib/protocol/rooms/index.ts';
import { fetchJson } from './fetch-json.ts';

/** Opens a room and answers the name of its feed. */
export async function openRoom(origin: string, kind: RoomKind): Promise<string> {
	return (await fetchJson<{ room: string }>('POST', `${origin}/rooms`, { kind })).room;
}

/** Takes a place in a room. */
export function joinRoom(origin: string, room: string, name: string): Promise<{ member: string; key: string }> {
	return fetchJson('POST', `${origin}/rooms/${room}/members`, { name });
}
