import type { RoomKind } from '#lib/protocol/rooms/index.ts';
import { askJson } from './lab.ts';

/** Opens a room and answers the name of its feed. */
export async function openRoom(origin: string, kind: RoomKind): Promise<string> {
	return (await askJson<{ room: string }>(`${origin}/rooms`, 'POST', { kind })).room;
}

/** Takes a place in a room. */
export function joinRoom(origin: string, room: string, name: string): Promise<{ member: string; key: string }> {
	return askJson(`${origin}/rooms/${room}/members`, 'POST', { name });
}
