import { purposeSentence, requestsSentence, stalenessSentence } from './chart-sentences.ts';
import type { LaneFigures } from './chart-sentences.ts';
import { TECHNIQUE_TEXTS } from './techniques.ts';

/** What the bytes of a printed chart count, by layer. */
const LAYERS: Readonly<Record<string, string>> = {
	payload: 'payload alone',
	framing: 'payload and framing',
	head: 'payload, framing and HTTP heads: all of the TCP payload',
	tcp: 'all of it and an estimate of TCP and IP (MODEL)'
};

/** The texts of a handout. */
export const HANDOUT_TEXT = {
	figures: 'What was measured',
	requests: 'Requests over time',
	bytes: (count: string) => `Bytes over time, both ways: ${LAYERS[count] ?? ''}`,
	purposes: 'Bytes by purpose, both ways',
	staleness: 'Staleness: from publish to receipt',
	nothing: 'Nothing was measured yet when this was printed.',
	qr: 'QR code of the link',
	/** Where the code of a link would lead a phone to itself. */
	noCode: 'No QR code: no other device reaches this address.',
	date: (at: Date) => `Printed ${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' }).format(at)}.`,
	measured: 'Bytes and requests were measured at the server’s sockets, staleness in the browser.',
	key: (title: string) => `Answer key: ${title}`,
	fill: 'Run it, then fill in what you see.',
	sawYou: 'What you saw:',
	seven: 'The techniques',
	suits: 'Which technique suits it, and why?'
} as const;

/** Lanes that ask once, unless they are cut. */
const HELD: readonly string[] = ['sse', 'fetch-stream', 'websocket'];
/** Lanes that ask on a clock. */
const POLLED: readonly string[] = ['polling', 'conditional'];

/** What a class finds out with the Race on a sheet of paper: of the lanes that are on it alone, answered with their figures. */
export function worksheetRace(lanes: readonly LaneFigures[]) {
	const held = lanes.filter(({ technique }) => HELD.includes(technique)).map(({ technique }) => TECHNIQUE_TEXTS[technique].name);
	const isPolled = lanes.some(({ technique }) => POLLED.includes(technique));
	return [
		{
			question: 'Which technique asked most often, and how many of its questions were for nothing?',
			answer: requestsSentence(lanes)
		},
		held.length > 0 && {
			question: 'Which ones asked only once? Why was that enough?',
			answer: `${held.join(', ')}: the one answer or connection stays open and each event follows on it. After a cut each asks once more.`
		},
		{
			question: 'All carried the same events. What were the other bytes for?',
			answer: `${purposeSentence(lanes)} The others: HTTP heads with each question and each answer, what frames an event, heartbeats.`
		},
		{
			question: 'Whose events were oldest when they arrived?',
			answer: stalenessSentence(lanes) + (isPolled ? ' A poller’s are half an interval old on average.' : '')
		},
		{
			question: 'Cut the line. Who came back first, and what was lost?',
			answer: 'The order changes from run to run, as each waits a random time. Nothing is lost: each says which event it had last.'
		}
	].filter((each) => each !== false);
}
