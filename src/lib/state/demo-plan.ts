import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import type { EventId } from '#lib/protocol/event.ts';
import type { RoomKind } from '#lib/protocol/rooms/index.ts';
import type { Fold, Seat, SeatName } from './seat.svelte.ts';

/** What a demo runs on. */
export interface DemoPlan<State = unknown, Settings extends DemoSettings = DemoSettings> {
	readonly fold: Fold<State>;
	/** What the people at the seats are called: one name a seat, one or two. */
	readonly people: readonly string[];
	/** What the person at this seat joins a room as, where it is not the name above. */
	nameOf?(seat: SeatName, settings: Settings): string | undefined;
	/** What a guest of these seats comes with, beside the room; unless told, with what a link without settings has. */
	invited?(seats: readonly Seat<State>[], settings: Settings): Partial<Settings>;
	/** The kind of room that the demo is; otherwise `feed` says what it follows. */
	readonly room?: RoomKind;
	/** The feed for these settings; undefined while there is none to follow. */
	feed?(settings: Settings): string | undefined;
	/** Where to begin; unless told, a room from its oldest event and any other feed from now on. */
	after?(feed: string): Promise<EventId | '0' | undefined>;
}

/** Whether these settings have anything to follow: where they have not, no seat holds a connection. */
export function hasFeed<Settings extends DemoSettings>(
	plan: Pick<DemoPlan<unknown, Settings>, 'room' | 'feed'>,
	settings: Settings
): boolean {
	return plan.room !== undefined || plan.feed?.(settings) !== undefined;
}
