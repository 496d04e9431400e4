/** `<epoch>-<seq>`: seq counts 1, 2, 3… without a hole; the epoch changes when the log was lost. Seq 0 is "before the first". */
export type EventId = `${string}-${number}`;

/** One entry of a feed. `at` is ms since 1970 on the server's clock. */
export interface FeedEvent<Data = unknown> {
	readonly id: EventId;
	readonly at: number;
	readonly type: string;
	readonly data: Data;
}

/** An event to publish; `key` makes it idempotent: the log stores a key once. */
export interface NewEvent {
	readonly type: string;
	readonly data: unknown;
	readonly key: string;
}

/** The type of the event that says "events were missed and are gone"; the log goes on after its id. */
export const RESET = 'reset';
/** Data of a reset event: why, and the ids between which the log stands. */
export interface ResetData {
	readonly reason: 'too-old' | 'other-epoch' | 'malformed';
	readonly oldest: EventId;
	readonly newest: EventId;
}

const ID = /^([a-z0-9]{1,16})-(0|[1-9]\d{0,14})$/;

/** The id of the entry `seq` of a log. */
export function eventId(epoch: string, seq: number): EventId {
	return `${epoch}-${seq}`;
}

/** Epoch and seq of an id, or undefined for anything that is not one. */
export function parseEventId(text: string): { epoch: string; seq: number } | undefined {
	const match = ID.exec(text);
	return match ? { epoch: match[1] as string, seq: Number(match[2]) } : undefined;
}

/** The seq of an id that is known to be one. */
export function seqOf(id: EventId): number {
	return Number(id.slice(id.lastIndexOf('-') + 1));
}
