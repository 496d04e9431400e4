import { ROOMS, ROOM_KINDS, roomKind } from '#lib/protocol/rooms/index.ts';
import type { RoomKind } from '#lib/protocol/rooms/index.ts';
import type { RoomRules } from '#lib/protocol/rooms/room.ts';
import { tickerRate } from '#lib/protocol/ticker.ts';
import type { Bus } from '../bus/bus.ts';
import type { Clock } from '../clock.ts';
import { createRate } from '../limits/rate.ts';
import type { TakeTurn } from '../limits/rate.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Feed } from './feed.ts';
import { Newsroom } from './newsroom.ts';
import { createRoom } from './room.ts';
import { createTicker } from './ticker.ts';

/** Finds the feed of a name; undefined where there is none. `member` is the key to a place in the room that it is. */
export type FindFeed = (name: string, member?: string) => Feed | undefined;

/** The feeds that all visitors share; `own` are those of this instance alone. */
export function createFeeds(bus: Bus, rooms: Rooms, history: number, clock: Clock, own: readonly Feed[] = []): FindFeed {
	const newsroom = new Newsroom(bus, clock);
	const tickers = new Map<string, Feed>();
	const turns = new Map<RoomKind, TakeTurn>();
	for (const kind of ROOM_KINDS) {
		const { rate } = ROOMS[kind] as RoomRules;
		if (rate) turns.set(kind, createRate(rate.perSecond, rate.burst));
	}
	return (name, member) => {
		const kind = roomKind(name);
		if (kind) {
			const room = createRoom(name, ROOMS[kind], member, bus, rooms, turns.get(kind));
			return kind === 'news' ? newsroom.watch(room) : room;
		}
		const rate = tickerRate(name);
		if (rate === undefined) return own.find((feed) => feed.name === name);
		const known = tickers.get(name) ?? createTicker(name, rate, history, clock);
		tickers.set(name, known);
		return known;
	};
}
