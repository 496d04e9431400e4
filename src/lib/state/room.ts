import type { RoomKind } from '#lib/protocol/rooms/index.ts';
import { ServerError, askJson } from './ask.ts';

/** A place in a room: the id that all see, and the key that only its owner knows. */
export interface Membership {
	readonly member: string;
	readonly key: string;
}

/** Opens a room and answers its code. @throws {ServerError} */
export async function openRoom(kind: RoomKind): Promise<string> {
	const { room } = await askJson<{ room: string }>('POST', '/rooms', { kind });
	return room.slice(room.indexOf(':') + 1);
}

/** Takes a place in a room; with the key of one that was given back the same again. @throws {ServerError} `room-gone`, `room-full`. */
export async function joinRoom(feed: string, name: string, key?: string): Promise<Membership> {
	try {
		return await askJson<Membership>('POST', `/rooms/${feed}/members`, { name, ...(key !== undefined && { key }) });
	} catch (error) {
		// What can be no room's name is as good as one that is gone.
		if (error instanceof ServerError && error.code === 'unknown-feed') throw new ServerError('room-gone', error.message);
		throw error;
	}
}

/** Gives a place back; the page may be closing. */
export function leaveRoom(feed: string, key: string): void {
	void fetch(`/rooms/${feed}/members?member=${key}`, { method: 'DELETE', keepalive: true }).catch(() => {});
}

/** Opens a presentation: its code, and the place of who drives it. @throws {ServerError} */
export async function openPresentation(): Promise<Membership & { readonly code: string }> {
	const { room, member, key } = await askJson<Membership & { room: string }>('POST', '/rooms', { kind: 'present' });
	return { code: room.slice(room.indexOf(':') + 1), member, key };
}
