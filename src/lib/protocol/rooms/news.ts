import * as v from 'valibot';
import { textSchema } from '../text.ts';
import { memberRules, memberSchema } from './room.ts';

/** Characters of a headline and of the text below it, at most. */
export const MAX_TITLE = 120;
export const MAX_TEXT = 500;

const titleSchema = v.pipe(
	textSchema(MAX_TITLE),
	v.check((title) => !/[\n\r\u2028\u2029]/.test(title), 'a headline on one line')
);
const postSchema = v.strictObject({ by: memberSchema, title: titleSchema, text: v.optional(textSchema(MAX_TEXT)) });
/** A post: who wrote it, its headline, and a text where there is more to say. */
export type Post = v.InferOutput<typeof postSchema>;

/** Who the scripted posts are by. No member has this id: a member's is made from a key, and nobody publishes under another's. */
export const NEWSROOM = 'newsroomdesk';

/** A news feed. */
export const newsRules = memberRules({ post: { data: postSchema } });

/** Whether this is the data of a post. */
export function isPost(data: unknown): data is Post {
	return v.is(postSchema, data);
}
