import type { RoomKind } from '#lib/protocol/rooms/index.ts';
import type { Fold } from '#lib/state/seat.svelte.ts';

/** Who acts in a script: a member of the room, what one knows, and a way to speak. */
export interface Actor<State> {
	/** Id of the member. */
	readonly by: string;
	/** What this member's own fold has made of the events so far. */
	readonly state: State;
	/** Seeded, from 0 to 1. */
	random(): number;
	/** Publishes in the member's name, over whatever technique the run uses. */
	publish(type: string, data: unknown): Promise<unknown>;
}

/** A demo as the matrix and the convergence runs play it. It runs in Chromium: nothing of Node, nothing of Svelte. */
export interface DemoScript<State = unknown> {
	readonly fold: Fold<State>;
	/** What of a state two seats must agree on; plain JSON. */
	read(state: State): unknown;
	/** The kind of room; undefined where the feed is no room. */
	readonly room?: RoomKind;
	/** The events that a room's script publishes, in this order, by two members. */
	events?(ada: string, grace: string): readonly { readonly by: string; readonly type: string; readonly data: unknown }[];
	/** One random thing that a member does; for the runs that must converge. */
	act?(actor: Actor<State>): Promise<unknown>;
	/** After the last `act`: what a member must still do for all to agree (send what it holds back, say). */
	settle?(actor: Actor<State>): Promise<unknown>;
}
