import type { EventId, FeedEvent } from '#lib/protocol/event.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { Membership } from './room.ts';

/** What a seat needs of its page. */
export interface SeatContext {
	readonly session: string;
	readonly feed: string;
	/** The place in the room, where the feed is one. */
	readonly membership: Membership | undefined;
	/** Where to begin a feed that this seat has not followed yet; undefined: from now on. */
	readonly after: EventId | '0' | undefined;
	serverNow(): number | undefined;
	/** Resolves when a polling technique may ask again. */
	untilNextAsk(signal: AbortSignal): Promise<void>;
	/** An event arrived over this technique, so old. */
	onArrived(technique: TechniqueId, event: FeedEvent, stalenessMs: number | undefined): void;
	onReconnected(technique: TechniqueId): void;
	/** The room does not take this member's sign of life. */
	onRefused(error: unknown): void;
}
