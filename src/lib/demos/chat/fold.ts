import type { FeedEvent } from '#lib/protocol/event.ts';
import type { Message } from '#lib/protocol/rooms/chat.ts';
import type { Fold } from '#lib/state/seat.svelte.ts';

/** A chat as one has heard it. */
export interface Chat {
	readonly messages: readonly (Message & { readonly id: string; readonly at: number })[];
}

/** Messages in the order of the log. */
export const chatFold: Fold<Chat> = {
	initial: () => ({ messages: [] }),
	apply(chat, { id, at, type, data }: FeedEvent) {
		if (type !== 'message') return chat;
		return { messages: [...chat.messages, { ...(data as Message), id, at }] };
	}
};
