import type { ProblemTexts } from '../problems.ts';

/** What stands around the messages. */
export const CHAT_TEXT = {
	log: 'Messages',
	compose: 'Write a message',
	empty: 'Nobody has said anything yet.',
	/** The time stands behind it, and is not to be read as the end of a number. */
	seenBy: (count: number) => (count > 1 ? `seen by ${count} ·` : 'seen'),
	earlier: 'Earlier messages are gone: a room keeps its last 200.'
} as const;

/** What a mark at one's own message means. */
export const MARKS = {
	waiting: 'waiting: shown here alone, until the line carries it up',
	sent: 'sent: shown here, on its way',
	stored: 'stored: it stands in the room’s log',
	refused: 'not sent',
	seen: 'seen: it has stood on another’s screen, so long after the log had it',
	missed: 'seen, and nobody here knows when: the log keeps the latest sign alone, and an earlier one may have been missed',
	late: 'seen more than a minute after the log had it: it waited for a reader, not for the line'
} as const;

/** What may go wrong with a message, by the problem's code. */
export const CHAT_PROBLEMS: ProblemTexts = {
	'bad-event': 'A message has 1 to 500 characters. Shorten it, or send it in parts.',
	'too-large': 'A message has 1 to 500 characters. Shorten it, or send it in parts.',
	'too-fast': 'Too fast: a room takes five messages a second from each of us. Wait a moment, then send it again.',
	'not-a-member': 'The room does not know you any more. This page takes a seat again within 20 seconds: then send it again.',
	'not-yours': 'The room knows you as somebody else by now. Send it again.',
	'room-gone': 'Not sent: the room that it was for is gone. In a new one you can send it again.'
};
