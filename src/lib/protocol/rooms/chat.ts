import * as v from 'valibot';
import { textSchema } from '../text.ts';
import { ownKeySchema, referenceSchema } from './reference.ts';
import { memberRules, memberSchema } from './room.ts';

/** Characters of a message, at most. */
export const MAX_MESSAGE = 500;

/** A message: who says it, what, and the sender's own key of it. */
export const messageSchema = v.strictObject({ by: memberSchema, text: textSchema(MAX_MESSAGE), n: v.optional(ownKeySchema) });
export type Message = v.InferOutput<typeof messageSchema>;

/** Somebody is typing. Volatile: a member's latest counts, and for a moment only. */
export const typingSchema = v.strictObject({ by: memberSchema });

/** Somebody has read everything up to this message. Volatile: a member's latest counts. */
export const seenSchema = v.strictObject({ by: memberSchema, id: referenceSchema });

type Of = { by: string };

/** A chat. */
export const chatRules = memberRules({
	message: { data: messageSchema },
	typing: { data: typingSchema, latest: ({ by }: Of) => `typing:${by}` },
	seen: { data: seenSchema, latest: ({ by }: Of) => `seen:${by}` }
});
