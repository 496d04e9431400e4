import * as v from 'valibot';
import { parseEventId, seqOf } from '#lib/protocol/event.ts';
import type { EventId, FeedEvent } from '#lib/protocol/event.ts';
import { messageSchema, seenSchema, typingSchema } from '#lib/protocol/rooms/chat.ts';
import type { Message } from '#lib/protocol/rooms/chat.ts';
import type { Fold } from '#lib/state/seat.svelte.ts';

/** Messages that a page keeps: the newest. */
export const KEPT = 500;

/** A message as the log holds it, and which of the others have seen it, in the order in which they said so. */
export interface ChatMessage extends Message {
	readonly id: EventId;
	/** When the log took it, ms since 1970 on the server's clock. */
	readonly at: number;
	readonly seen: readonly Sight[];
}

/** That a member has seen a message. */
export interface Sight {
	readonly by: string;
	/** When it first said so; undefined where it may have said so before and that was missed: of its signs the log keeps the latest. */
	readonly at: number | undefined;
}

/** A chat as one has heard it. */
export interface Chat {
	readonly messages: readonly ChatMessage[];
	/** Messages heard, with those that are not kept. */
	readonly heard: number;
	/** Whether it was heard from its beginning. */
	readonly isWhole: boolean;
	/** When each member last said it was typing, and has sent nothing since. */
	readonly typing: ReadonlyMap<string, number>;
	/** Seq up to which each member has seen all. */
	readonly seen: ReadonlyMap<string, number>;
	/** Seqs between which no event was missed, up to the last one heard. */
	readonly unbroken: { readonly from: number; readonly to: number };
}

/** Messages in the order of the log; who types, and who has seen what. What breaks the room's rules changes nothing. */
export const chatFold: Fold<Chat> = {
	initial: () => ({ messages: [], heard: 0, isWhole: false, typing: new Map(), seen: new Map(), unbroken: { from: 0, to: 0 } }),
	apply(before, event) {
		const chat = heard(before, event);
		switch (event.type) {
			case 'opened':
				return { ...chat, isWhole: true };
			case 'message':
				return said(chat, event);
			case 'typing':
				return typed(chat, event);
			case 'seen':
				return saw(chat, event);
			default:
				return chat;
		}
	}
};

function heard(chat: Chat, { id }: FeedEvent): Chat {
	const { from, to } = chat.unbroken;
	const seq = seqOf(id);
	return { ...chat, unbroken: { from: seq === to + 1 ? from : seq, to: seq } };
}

function said(chat: Chat, { id, at, data }: FeedEvent): Chat {
	if (!v.is(messageSchema, data)) return chat;
	const typing = new Map(chat.typing);
	typing.delete(data.by);
	const messages = [...chat.messages, { ...data, id, at, seen: [] }].slice(-KEPT);
	return { ...chat, messages, heard: chat.heard + 1, typing };
}

function typed(chat: Chat, { at, data }: FeedEvent): Chat {
	return v.is(typingSchema, data) ? { ...chat, typing: new Map(chat.typing).set(data.by, at) } : chat;
}

function saw(chat: Chat, { id, at, data }: FeedEvent): Chat {
	if (!v.is(seenSchema, data) || parseEventId(data.id)?.epoch !== parseEventId(id)?.epoch) return chat;
	const { by } = data;
	const from = chat.seen.get(by) ?? 0;
	// Nobody has seen what was not there yet.
	const to = Math.min(seqOf(data.id), seqOf(id));
	if (to <= from) return chat;
	const messages = chat.messages.map((message) => {
		const seq = seqOf(message.id);
		if (message.by === by || seq <= from || seq > to) return message;
		const sight: Sight = { by, at: seq >= chat.unbroken.from ? at : undefined };
		return { ...message, seen: [...message.seen, sight] };
	});
	return { ...chat, messages, seen: new Map(chat.seen).set(by, to) };
}
