import type { EventId } from '#lib/protocol/event.ts';
import { plainText } from '#lib/protocol/text.ts';
import { stageOf } from '../outbox.svelte.ts';
import type { Sending, Stage } from '../outbox.svelte.ts';
import type { ChatMessage } from './fold.ts';

/** A message as a seat shows it: from the log, or sent and not back yet. */
export interface Row {
	/** The same before and after the log has it. */
	readonly key: string;
	/** Absent while the log does not have it. */
	readonly id?: EventId;
	readonly by: string;
	readonly text: string;
	readonly at?: number;
	readonly isOwn: boolean;
	/** Whether the same person spoke just before. */
	readonly isNext: boolean;
	readonly state: Stage;
	readonly seen: ChatMessage['seen'];
	readonly error?: unknown;
}

/** Messages of one person within this time stand together, ms. */
const TOGETHER_MS = 120_000;

/** What a seat shows: the messages of the log, then its own that are on their way, one after the other, or wait for the line. */
export function rowsOf(
	messages: readonly ChatMessage[],
	pending: readonly Sending<{ text: string }>[],
	own: readonly string[],
	canSend: boolean
): readonly Row[] {
	const rows = messages.map<Row>(({ id, at, by, text, n, seen }, index) => {
		const before = messages[index - 1];
		const isNext = before?.by === by && at - before.at < TOGETHER_MS;
		const isOwn = own.includes(by);
		return { key: isOwn && n !== undefined ? n : id, id, by, text, at, isOwn, isNext, state: 'stored', seen };
	});
	for (const sending of pending) {
		const { key, data, error } = sending;
		const state = stageOf(sending, pending, canSend);
		rows.push({ key, by: '', text: data.text, isOwn: true, isNext: rows.at(-1)?.isOwn ?? false, state, seen: [], error });
	}
	return rows;
}

/** Lines of which nothing is to be seen, two or more. */
const HOLE = /\n(?:(?:[^\S\n]|\p{Default_Ignorable_Code_Point}|\u2800)*\n){2,}/gu;

/** A text with no more than one empty line at a time, as it is shown: a few line breaks would fill the whole log. */
export function withoutHoles(text: string): string {
	return plainText(text).replace(HOLE, '\n\n');
}

/** Who types at this moment (0: it is not known), but for oneself: a sign fades after three seconds. */
export function typists(typing: ReadonlyMap<string, number>, own: readonly string[], now: number): string[] {
	if (now === 0) return [];
	return [...typing].filter(([by, at]) => !own.includes(by) && now - at < TYPING_MS).map(([by]) => by);
}

/** How long a sign of typing stands, and how often one is sent, ms. */
const TYPING_MS = 3000;
export const TYPING_EVERY_MS = 1500;
/** How often it is said what was seen, on the whole, ms, and how often at once: what is written in quick succession is seen so, too. */
export const SEEN_EVERY_MS = 1000;
export const SEEN_BURST = 4;
