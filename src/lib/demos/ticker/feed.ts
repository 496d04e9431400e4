import { eventId, parseEventId } from '#lib/protocol/event.ts';
import type { EventId } from '#lib/protocol/event.ts';
import { tickerRate } from '#lib/protocol/ticker.ts';
import { askJson } from '#lib/state/ask.ts';
import { MINUTE_MS } from './fold.ts';

/** The id after which the last minute of a ticker comes; undefined where one of them is none. */
export function minuteBefore(newest: string, feed: string): EventId | undefined {
	const id = parseEventId(newest);
	const rate = tickerRate(feed);
	if (!id || rate === undefined) return undefined;
	return eventId(id.epoch, Math.max(0, id.seq - (rate * MINUTE_MS) / 1000));
}

/** Where to begin, so that the board is full at once. @throws {ServerError} */
export async function tickerAfter(feed: string): Promise<EventId | undefined> {
	const { last } = await askJson<{ last: string }>('GET', `/live/${feed}/polling`);
	return minuteBefore(last, feed);
}
