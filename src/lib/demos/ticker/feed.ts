import { eventId, parseEventId } from '#lib/protocol/event.ts';
import type { EventId } from '#lib/protocol/event.ts';
import { askJson } from '#lib/state/ask.ts';
import { MINUTE_MS } from './fold.ts';
import { RATE_BOUNDS } from './settings.ts';

/** The feed of this many prices a second. */
export function tickerFeed(rate: number): string {
	return rate === RATE_BOUNDS.initial ? 'ticker' : `ticker:${rate}`;
}

/** The id after which the last minute of a ticker comes; undefined where `newest` is no id. */
export function minuteBefore(newest: string, feed: string): EventId | undefined {
	const id = parseEventId(newest);
	const rate = Number(feed.split(':')[1] ?? RATE_BOUNDS.initial);
	return id && eventId(id.epoch, Math.max(0, id.seq - (rate * MINUTE_MS) / 1000));
}

/** Where to begin, so that the board is full at once. @throws {ServerError} */
export async function tickerAfter(feed: string): Promise<EventId | undefined> {
	const { last } = await askJson<{ last: string }>('GET', `/live/${feed}/polling`);
	return minuteBefore(last, feed);
}
