import type { Bus } from '../bus/bus.ts';
import type { Clock } from '../clock.ts';
import type { Feed } from './feed.ts';
import { createRoom, isRoom } from './room.ts';
import { createTicker, tickerRate } from './ticker.ts';

/** Finds a feed by its name; undefined where there is none of that name. `race` is a session's own: see `sessions`. */
export type FindFeed = (name: string) => Feed | undefined;

/** The feeds that all visitors share. */
export function createFeeds(bus: Bus, history: number, clock: Clock): FindFeed {
	const tickers = new Map<string, Feed>();
	return (name) => {
		if (isRoom(name)) return createRoom(name, bus);
		const rate = tickerRate(name);
		if (rate === undefined) return undefined;
		const known = tickers.get(name) ?? createTicker(name, rate, history, clock);
		tickers.set(name, known);
		return known;
	};
}
