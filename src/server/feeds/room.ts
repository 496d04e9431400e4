import type { Bus } from '../bus/bus.ts';
import type { Feed } from './feed.ts';

/** Kinds of rooms, and the code that is the key to one: 8 characters of base 32 (RFC 4648, lower case). */
const ROOM = /^(news|chat|editor|game|desk):[a-z2-7]{8}$/;

/** Whether this names the feed of a room. */
export function isRoom(name: string): boolean {
	return ROOM.test(name);
}

/** The feed of a room: a log on the bus that everybody who knows the code can follow and publish to. */
export function createRoom(name: string, bus: Bus): Feed {
	return {
		name,
		read: (after, limit) => bus.read(name, after, limit),
		subscribe: (onEvent) => bus.subscribe(name, onEvent),
		publish: (event) => bus.append(name, event)
	};
}
