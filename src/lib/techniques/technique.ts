import type { EventId, FeedEvent, NewEvent } from '#lib/protocol/event.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';

/** Told of each attempt to send something up by POST: a line may carry down what it does not carry up. */
export interface Upstream {
	/** The server answered. */
	answered(): void;
	/** No answer came, and it will be sent again: as soon as the signal aborts, or after the back-off. */
	failed(): AbortSignal;
}

/** Where a feed is, and who asks. One object per lane: a technique with a socket finds the lane's socket by it. */
export interface FeedAddress {
	/** Name of the feed, such as `ticker` or `race`. */
	readonly feed: string;
	/** The site, `https://host`; unless told, the page's own. */
	readonly origin?: string;
	/** The session that measures, and the lane it is measured as. `race` needs both. */
	readonly session?: string;
	readonly lane?: string;
	/** The key to a place in the room that the feed is. */
	readonly member?: string;
	/** Hears of what is published whether it gets through. */
	readonly upstream?: Upstream;
	/** Socket.IO alone: begin with WebSocket, without the polling start. */
	readonly websocketOnly?: boolean;
}

/** `connecting`: no answer yet. `open`: the last answer was good. `retrying`: dropped, waiting to come back. `closed`: ended by the visitor. */
export type LaneState = 'connecting' | 'open' | 'retrying' | 'closed';

/** How a feed is followed. */
export interface FollowOptions {
	/** The last event already known; unless told, the feed is followed from now on. */
	readonly after?: EventId;
	/** Ends the following. */
	readonly signal: AbortSignal;
	/** Told of each change of state. */
	onState?(state: LaneState): void;
	/** Resolves when a polling technique may ask again; unless told, a second later. */
	untilNextAsk?(signal: AbortSignal): Promise<void>;
}

/** Browser half. Follows a feed until `signal` aborts; yields each event once, in order; survives drops by itself. */
export interface Technique {
	readonly id: TechniqueId;
	follow(feed: FeedAddress, options: FollowOptions): AsyncIterable<FeedEvent>;
	/** Sends upstream: on the same socket where the technique has one, otherwise by POST. Resolves when the log has it. */
	publish(feed: FeedAddress, event: NewEvent): Promise<EventId>;
}
