import type { FeedEvent, NewEvent } from '#lib/protocol/event.ts';

/** An event as the bus stored it. `isRepeat`: its key was stored before, and this is that event. */
export interface Entry extends FeedEvent {
	readonly isRepeat: boolean;
}

/** Events of a log after a seq, oldest first, and where the log stands: `oldest` and `newest` are seqs, `newest` 0 when empty. */
export interface Page {
	readonly events: readonly FeedEvent[];
	readonly epoch: string;
	readonly oldest: number;
	readonly newest: number;
}

export type Unsubscribe = () => void;

/** What joins the instances: ordered, bounded logs that every instance can append to, read and listen to. */
export interface Bus {
	/** Assigns the next seq; a key is stored once. */
	append(feed: string, event: NewEvent): Promise<Entry>;
	/** At most `limit` events after seq `after`; a feed that nobody wrote to is empty. */
	read(feed: string, after: number, limit: number): Promise<Page>;
	/** Calls back for each event from now on, in order. */
	subscribe(feed: string, onEvent: (event: FeedEvent) => void): Promise<Unsubscribe>;
	close(): Promise<void>;
}

/** Bounds of a log: the events it keeps, and how long it lives without a reader or writer. */
export interface BusLimits {
	readonly maxFeeds: number;
	readonly history: number;
	readonly idleMs: number;
}
