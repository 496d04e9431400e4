import { MAX_TEXT, MAX_TITLE, NEWSROOM, isPost } from '#lib/protocol/rooms/news.ts';
import { formatCount } from '#lib/content/numbers.ts';
import { sentenceOf } from '../problems.ts';
import type { ProblemTexts } from '../problems.ts';

/** What is in the fields. */
export interface Draft {
	readonly title: string;
	readonly text: string;
}

/** The data of a post but for its author. */
export interface PostDraft {
	readonly title: string;
	readonly text?: string;
}

/** The post of a draft; an empty text is left out. */
export function postOf({ title, text }: Draft): PostDraft {
	return text.trim() === '' ? { title } : { title, text };
}

/** Characters as the log counts them. */
export function lengthOf(text: string): number {
	return [...text].length;
}

/** What must be mended before this can be posted; undefined when nothing must. */
export function draftProblem({ title, text }: Draft): string | undefined {
	if (title.trim() === '') return 'Write a headline first.';
	if (lengthOf(title) > MAX_TITLE) return tooLong('A headline', MAX_TITLE, lengthOf(title));
	if (lengthOf(text) > MAX_TEXT) return tooLong('A text', MAX_TEXT, lengthOf(text));
	return isPost({ by: NEWSROOM, ...postOf({ title, text }) })
		? undefined
		: 'Nothing can be seen of this. Write letters, the headline on one line.';
}

function tooLong(what: string, max: number, length: number): string {
	return `${what} has at most ${max} characters, this one has ${formatCount(length)}. Shorten it by ${formatCount(length - max)}.`;
}

/** What may go wrong with a post, by the problem's code. */
export const POST_PROBLEMS = {
	'bad-event': 'The server does not take this post. Shorten it, or leave out what is no text.',
	'too-large': 'This post is larger than the server takes. Shorten it.',
	'too-fast': 'Too fast: a room takes five posts a second from each of us. Wait a moment, then post it again.',
	'room-gone': 'Not posted: the room that it was for is gone. In a new one you can post it.',
	'not-a-member': 'Your place in this room has lapsed. The page takes a new one within 20 s: post again then.',
	'not-yours': 'Your place in this room has lapsed. The page takes a new one within 20 s: post again then.'
} as const satisfies ProblemTexts;

/** Why the server refused a post, and what to do. */
export function refusalSentence(error: unknown): string {
	return sentenceOf(error, POST_PROBLEMS);
}
