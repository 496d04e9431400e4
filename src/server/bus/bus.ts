import type { EventId, FeedEvent, NewEvent } from '#lib/protocol/event.ts';

/** An event to append; `latest` makes it volatile: of all with the same one the log keeps only the newest. */
export interface NewEntry extends NewEvent {
	readonly latest?: string;
}

/** An event as a log holds it. */
export interface LoggedEvent extends FeedEvent {
	readonly latest?: string;
}

/** Where the log has an event. `isRepeat`: its key was stored before, and this is where. */
export interface Entry {
	readonly id: EventId;
	readonly isRepeat: boolean;
}

/**
 * Events of a log after a seq, oldest first, and where the log stands: `oldest` and `newest` are seqs, `newest` 0 when empty.
 * From `oldest` on nothing is gone but volatile events that newer ones replaced; those that were not stay, however old.
 */
export interface Page {
	readonly events: readonly FeedEvent[];
	readonly epoch: string;
	readonly oldest: number;
	readonly newest: number;
}

/** Stops listening; a second call does nothing. */
export type Unsubscribe = () => void;

/** What joins the instances: ordered, bounded logs that every instance can append to, read and listen to. */
export interface Bus {
	/** Assigns the next seq; a key is stored once (a volatile event's is not kept). */
	append(feed: string, entry: NewEntry): Promise<Entry>;
	/** At most `limit` events after seq `after`; a feed that nobody wrote to is empty. */
	read(feed: string, after: number, limit: number): Promise<Page>;
	/** The newest volatile event of this key. */
	latest(feed: string, key: string): Promise<FeedEvent | undefined>;
	/** Calls back for each event from now on, in order. */
	subscribe(feed: string, onEvent: (event: FeedEvent) => void): Promise<Unsubscribe>;
	close(): Promise<void>;
}

/**
 * What one log keeps: events and bytes of their JSON, besides volatile ones, of which it keeps `latest`, and those that are the
 * latest of something `pinned` in any case.
 */
export interface Keep {
	readonly events: number;
	readonly bytes: number;
	readonly latest: number;
	readonly pinned: readonly string[];
}

/** Bounds of the logs, and how long one lives without a reader or writer. */
export interface BusLimits {
	readonly maxFeeds: number;
	/** Whether this log may be forgotten for another, while nobody listens; such logs take half of the places at most. */
	isSpare(feed: string): boolean;
	keep(feed: string): Keep;
	readonly idleMs: number;
}
