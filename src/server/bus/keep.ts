import { roomRules } from '#lib/protocol/rooms/index.ts';
import { DRIVER } from '#lib/protocol/rooms/room.ts';
import type { Config } from '../config.ts';
import type { Keep } from './bus.ts';

/** Volatile events that a room keeps, by what they are the latest of: more than all its members have at a time. */
const LATEST = 300;

/** What the log of a feed keeps: what its room's rules say, and no more than the process allows. */
export function keepOf(feed: string, config: Config): Keep {
	const { events = Infinity, bytes = Infinity } = roomRules(feed)?.keeps ?? {};
	return { events: Math.min(events, config.ROOM_HISTORY), bytes, latest: LATEST, pinned: [DRIVER] };
}
