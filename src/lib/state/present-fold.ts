import * as v from 'valibot';
import { RESET } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { NO_MEMBERS, foldMembers } from '#lib/protocol/presence.ts';
import type { Members } from '#lib/protocol/presence.ts';
import { presentStateSchema } from '#lib/protocol/rooms/present.ts';
import type { PresentState } from '#lib/protocol/rooms/present.ts';
import { DRIVER } from '#lib/protocol/rooms/room.ts';

/** A presentation as somebody who follows it knows it. */
export interface Presentation {
	/** What the presenter shows; undefined until it was said. */
	readonly state: PresentState | undefined;
	/** The driver's id. */
	readonly driver: string | undefined;
	readonly members: Members;
	/** Whether the driver has left: nothing more comes. */
	readonly isOver: boolean;
	/** Whether the presenter's page has told its state since a remote asked for something: it tells it after each command. */
	readonly isAnswered: boolean;
}

/** Nothing heard yet. */
export const NO_PRESENTATION: Presentation = { state: undefined, driver: undefined, members: NO_MEMBERS, isOver: false, isAnswered: true };

/** The presentation after an event; what is no state of one changes nothing. */
export function foldPresentation(before: Presentation, event: FeedEvent): Presentation {
	// What is left of a log after a reset is the latest of each, and comes again.
	if (event.type === RESET) return { ...NO_PRESENTATION, state: before.state };
	const { by } = (event.data ?? {}) as { by?: string };
	const driver = event.type === DRIVER ? by : before.driver;
	const members = foldMembers(before.members, event);
	const isOver = driver !== undefined && members.get(driver)?.hasLeft === true;
	const state = event.type === 'state' && v.is(presentStateSchema, event.data) ? event.data : before.state;
	const isAnswered = event.type === 'state' || (event.type !== 'command' && before.isAnswered);
	return { state, driver, members, isOver, isAnswered };
}
