import { seqOf } from '#lib/protocol/event.ts';
import type { Role, Service, ServiceState } from '#lib/protocol/rooms/desk.ts';
import type { Stage } from '../outbox.svelte.ts';
import type { ProblemTexts } from '../problems.ts';
import type { Case } from './fold.ts';

/** What stands on the desk. */
export const DESK_TEXT = {
	board: 'Status board',
	queue: 'Queue',
	nobody: 'Nobody waits.',
	takeNext: 'Take the next',
	yours: 'yours',
	ownOnly: 'Nobody takes a case of one’s own: that is for another agent.',
	rush: 'Rehearse a rush',
	rushHint: 'Five rehearsal cases arrive, opened in your own name, so that the queue is worth watching.',
	rehearsal: 'Rehearsal',
	gone: 'gone',
	channel: 'Agents’ channel',
	channelEmpty: 'Agents only. Say who takes what.',
	talk: 'Write to the agents',
	case: 'Your case',
	/** The number counts the room's cases: it is no place in the queue. */
	ofRoom: 'of this room',
	noCaseYet: 'Your place in the queue will stand here, and then what your agent writes.',
	noCase: 'You have no case. Take the next one from the queue.',
	caseEmpty: 'Nothing said yet.',
	answer: 'Write an answer',
	close: 'Close the case',
	others: 'With other agents:',
	none: ' none.',
	takeOver: 'Take over',
	trouble: 'What is wrong?',
	open: 'Open a case',
	opening: 'Your case is on its way.',
	next: 'You are next.',
	withdraw: 'Withdraw',
	has: ' has your case.',
	hasLeft: ' has left. Another agent can take your case over.',
	reply: 'Write to the agent',
	late: (name: string) => `Case ${name} was closed before this came, and nobody else has read it. Say it in another case.`
} as const;

/** `#3`: what a case is called, the same for everybody. `log 812`, its place in the log, where its number is not known. */
export function caseName({ id, number }: Pick<Case, 'id' | 'number'>): string {
	return number === undefined ? `log ${seqOf(id)}` : `#${number}`;
}

/** How far something has come that is on its way. */
export const MARKS = {
	waiting: 'waiting, not sent yet',
	sent: 'sent, not stored yet',
	stored: 'stored',
	refused: 'not sent'
} as const satisfies Record<Stage, string>;

/** What a role is called. */
export const ROLE_WORDS = { agent: 'Agent', customer: 'Customer' } as const satisfies Record<Role, string>;

/** What a service of the board is called. */
export const SERVICE_WORDS = { payments: 'Payments', login: 'Login', search: 'Search', mail: 'Mail' } as const satisfies Record<
	Service,
	string
>;

/** How a service stands, in a word. */
export const SERVICE_STATE_WORDS = { ok: 'ok', degraded: 'degraded', down: 'down' } as const satisfies Record<ServiceState, string>;

/** What the cases of a rehearsal are about. */
export const REHEARSAL = [
	'The invoice came out blank.',
	'The password mail does not come.',
	'My order is there twice.',
	'The search finds nothing, not even itself.',
	'The card was charged, the seat is not booked.'
] as const;

/** What may go wrong, by the problem's code. */
export const DESK_PROBLEMS: ProblemTexts = {
	'bad-event': 'The desk does not take that: a case has 1 to 200 characters, a line 1 to 500. Shorten it, or send it in parts.',
	'too-large': 'That is too long: a case has 1 to 200 characters, a line 1 to 500. Shorten it, or send it in parts.',
	'too-fast': 'Too fast: the desk takes five things a second from each of us. Wait a moment, then do it again.',
	'not-a-member': 'The desk does not know you any more. This page takes a seat again within 20 seconds: then send it again.',
	'not-yours': 'The desk knows you as somebody else by now. Send it again.',
	'room-gone': 'Not sent: the room that it was for is gone. In a new one you can send it again.'
};
