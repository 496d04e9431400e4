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

/** What a class finds out with the Race on a sheet of paper. */
export const WORKSHEET_RACE = [
	{
		question: 'Which technique asked most often, and how many of its questions were for nothing?',
		answer:
			'See “requests” and “for nothing”. Long polling asks again after each answer: once for each event, and hardly ever for nothing. The two that poll ask on a clock, whether there is news or not.'
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
