/** The texts of sharing and printing. */
export const SHARE_TEXT = {
	button: 'Share',
	title: 'Share this page',
	link: 'Link, with every setting',
	room: 'Your room is not in it: for that there is the invite link below the seats.',
	qr: 'QR code of the link',
	large: 'Show it large',
	small: 'Smaller',
	embed: 'Embed it',
	view: 'Show',
	views: { demo: 'what runs', charts: 'what it costs', both: 'both' },
	still: 'A still picture until somebody clicks it; nothing connects before that. This is how it looks:',
	iframe: 'A frame of a fixed height, for any site',
	iframeWithHeight: 'A frame that becomes as high as it needs to be',
	element: 'An element of its own, for a site that allows our script (1 kB)',
	url: 'The plain address, alone on a line, where the host knows oEmbed (WordPress, Ghost, Discourse)',
	markdown: 'Markdown without oEmbed: a picture of a real run that links here',
	reproduce: 'Reproduce it',
	settings: 'The settings as JSON',
	print: 'Print it',
	handout: 'Handout',
	worksheet: 'Worksheet',
	printing:
		'A handout has the explanation, the charts and figures of this run, the link and its code. A worksheet leaves the figures blank; its last page is the answer key.',
	close: 'Close'
} as const;

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
	staleness: 'Staleness: from publish to receipt',
	nothing: 'Nothing was measured yet when this was printed.',
	qr: 'QR code of the link',
	date: (at: Date) =>
		`Printed ${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' }).format(at)}. Bytes and requests were measured at the server’s sockets, staleness in the browser.`,
	key: (title: string) => `Answer key: ${title}`,
	fill: 'Run it, then fill in what you see.',
	sawYou: 'What you saw:',
	seven: 'The techniques'
} as const;

/** What a class finds out with the Race on a sheet of paper. */
export const WORKSHEET_RACE = [
	{
		question: 'Which technique asked most often, and how many of its questions were for nothing?',
		answer: 'See “requests” and “for nothing”: the pollers ask on a clock, whether there is news or not.'
	},
	{
		question: 'Which ones asked only once? Why was that enough?',
		answer: 'SSE, the fetch stream and WebSocket: the one answer or connection stays open and each event follows on it.'
	},
	{
		question: 'All carried the same events. What were the other bytes for?',
		answer: 'HTTP heads above all, with each question and each answer; then what frames an event, and heartbeats.'
	},
	{
		question: 'Whose events were oldest when they arrived?',
		answer: 'See “median staleness”: a poller’s are half an interval old on average; what is pushed is there in milliseconds.'
	},
	{
		question: 'Cut the line. Who came back first, and what was lost?',
		answer: 'The order changes from run to run, as each waits a random time. Nothing is lost: each says which event it had last.'
	}
] as const;

/** What of a link is not as it says, by the kind of its fault. */
type Fault = { readonly parameter: string; readonly fault: 'unread' | 'incomplete' | 'bounded' };

/** What is told of a link that is not restored as it says; nothing where it is. */
export function brokenLinkSentence(faults: readonly Fault[]): string {
	const named = (fault: Fault['fault']) => faults.filter((each) => each.fault === fault).map(({ parameter }) => `“${parameter}”`);
	const clause = (names: readonly string[], one: string, many: string) =>
		names.length === 0 ? [] : [`${listed(names)} ${names.length === 1 ? one : many}`];
	const clauses = [
		...clause(named('unread'), 'stands at its default', 'stand at their defaults'),
		...clause(named('incomplete'), 'is without what is unknown', 'are without what is unknown'),
		...clause(named('bounded'), 'is as high as the other settings allow', 'are as high as the other settings allow')
	];
	return clauses.length === 0
		? ''
		: `Not all of this link could be ${named('bounded').length === faults.length ? 'kept' : 'read'}: ${clauses.join('; ')}.`;
}

function listed(names: readonly string[]): string {
	return names.length === 1 ? `${names[0]}` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
