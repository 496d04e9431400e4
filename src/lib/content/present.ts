import { formatBytes, formatMs, formatNoun, formatSeconds, formatTimes } from './numbers.ts';

/** The texts of presenting. */
export const PRESENT_TEXT = {
	guess: 'What do you think?',
	follow: 'Open this link to follow on your own device:',
	followLabel: 'QR code of the audience’s link',
	following: 'You follow the presenter.',
	resting: 'The presenter is not presenting just now. You follow again when it goes on.',
	gone: 'The presenter’s page is closed, or has lost its line. You follow again when it is back.',
	onOwn: 'You are on your own.',
	paused: 'paused',
	leave: 'Leave',
	leaveLabel: 'Leave presenter mode',
	letGo: 'Let go',
	comeBack: 'Come back to the presenter',
	joining: 'Joining the presentation…',
	lost: 'No line to the presenter. Trying again…',
	commands: { next: 'Next', back: 'Back', blank: 'Blank', pause: 'Pause, go on', cut: 'Cut the line', invite: 'Show the audience’s link' },
	speaker: {
		title: 'Speaker',
		waiting: 'Waiting for the presenter’s window. Open this one with S, from a page that is presented.',
		notPresenting: 'The page is not presented at the moment. Press P there.',
		onScreen: 'On the screen',
		soFar: (question: string) => `The figures so far, and again: ${question}`,
		then: 'Then',
		/** Of a window that was opened meanwhile it may be less. */
		toGo: (seconds: number) => `Measured in about ${Math.ceil(seconds)} s.`,
		notes: 'Notes',
		next: 'Next',
		last: 'This is the last step.',
		remote: 'The remote: whoever has this code drives. Show it to your own phone alone.',
		remoteLabel: 'QR code of the remote',
		remoteLink: 'Link of the remote',
		audienceLink: 'Link of the audience',
		audience: 'The audience: whoever has this one follows.',
		opening: 'Opening the room for phones…',
		maySleep: 'The screen may sleep: this browser does not keep it awake.',
		ended: 'The presentation has ended: the links that were here are worth nothing any more.',
		anew: 'Open it anew, with new links',
		gone: 'The presenter’s window is closed, or does not answer. Open any page of this site in the same browser and press P: it goes on with this talk, and its links stay good.',
		cutOff: 'No line to the room: remote and audience hear nothing. Trying again…',
		listeners: (count: number) => `${formatNoun(count, 'browser')} in the audience.`,
		end: 'End the presentation for all',
		endSurely: 'End it: all links become worthless',
		endNot: 'Go on'
	},
	remote: {
		noScript: 'The remote needs JavaScript: it presses its buttons over a line to the presenter.',
		title: 'Remote',
		noKey: 'This link is not whole. Scan the code on the speaker’s window again.',
		opening: 'Opening the line…',
		waiting: 'Waiting for the presenter’s page…',
		gone: 'The presenter’s page is closed, or has lost its line. What is pressed meanwhile is not kept.',
		unanswered: 'The presenter’s page does not answer. What is pressed meanwhile is not kept.'
	}
} as const;

/** Sentences for what may go wrong, by the problem's code. */
const PRESENT_PROBLEMS: Readonly<Record<string, string>> = {
	'room-gone': 'This presentation does not exist any more. Ask for a new link.',
	'room-full': 'Sixty browsers are in this presentation already; trying again. You can look at the same page on your own.',
	'not-a-member':
		'The key in this link opens nothing: it is wrong, or the presentation has ended. Scan the code on the speaker’s window again.',
	ended: 'The presenter has ended the presentation. This link is worth nothing any more.',
	'not-the-driver': 'This link is for listening. The code of the remote is on the speaker’s window.',
	'too-fast': 'Too many at once. Trying again…',
	'bad-event': 'The audience stays where it was: the room does not take this page’s settings. The next step is told again.',
	full: 'The server is full. Try again in a minute.',
	over: 'The presentation is over. The page is yours.',
	unanswered: 'The server does not answer. Trying again…'
};

/** The sentence of a problem. */
export function presentProblem(code: string): string {
	return PRESENT_PROBLEMS[code] ?? 'Something went wrong. Reload the page.';
}

/** One technique's figure in an answer. */
export interface AnswerPart {
	readonly name: string;
	readonly value: number | undefined;
}

const SAID: Readonly<Record<string, (part: AnswerPart) => string>> = {
	requests: ({ name, value = 0 }) => `${name} asked ${value === 0 ? 'not once' : formatTimes(value)}`,
	empty: ({ name, value = 0 }) => `${name} asked ${value === 0 ? 'never' : formatTimes(value)} for nothing`,
	events: ({ name, value = 0 }) => `${name} brought ${formatNoun(value, 'event')}`,
	bytes: ({ name, value = 0 }) => `${name} moved ${formatBytes(value)}`,
	back: ({ name, value }) => (value === undefined ? `${name} is not back yet` : `${name} was back after ${formatMs(value)}`),
	staleness: ({ name, value }) => (value === undefined ? `${name} brought nothing new` : `over ${name} an event was ${formatMs(value)} old`)
};

/** "In 30 s short polling asked 30 times, WebSocket asked not once." Of what was measured, and of nothing else. */
export function answerSentence(figure: string, seconds: number, parts: readonly AnswerPart[]): string {
	const said = parts.map((part) => SAID[figure]?.(part) ?? '').join(', ');
	return `In ${formatSeconds(seconds)} ${said}.`;
}

/** How far a measurement is; and of how many seconds the figures below it are, where there are some and those are not the same. */
export function progressText(seconds: number, of: number, ran = seconds): string {
	const far = seconds < of ? `Measuring: ${Math.floor(seconds)} of ${of} s.` : `Measured: ${of} s.`;
	return Math.floor(ran) === Math.floor(seconds) ? far : `${far} Figures below: the whole run, ${formatSeconds(ran)}.`;
}
