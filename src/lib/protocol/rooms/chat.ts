import * as v from 'valibot';
import { textSchema } from '../text.ts';
import { memberRules, memberSchema } from './room.ts';

/** A message: who says it, and what. */
const messageSchema = v.strictObject({ by: memberSchema, text: textSchema(500) });
export type Message = v.InferOutput<typeof messageSchema>;

/** A chat. */
export const chatRules = memberRules({ message: { data: messageSchema } });
