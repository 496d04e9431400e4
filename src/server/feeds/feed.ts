import type { FeedEvent, NewEvent } from '#lib/protocol/event.ts';
import type { Entry, Page, Unsubscribe } from '../bus/bus.ts';

/** A named, ordered, bounded log of events. */
export interface Feed {
	readonly name: string;
	/** At most `limit` events after seq `after`, oldest first, and where the log stands. */
	read(after: number, limit: number): Promise<Page>;
	/** Calls back for each event from now on, in order. The same event is the same object for every subscriber. */
	subscribe(onEvent: (event: FeedEvent) => void): Promise<Unsubscribe>;
	/** Absent where the feed is generated. */
	publish?(event: NewEvent): Promise<Entry>;
}
