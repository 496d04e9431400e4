/** Bytes that differ by less than a tenth are hardly different. */
const HARDLY = 0.1;

/** Who moved less: as the figures say, and as everybody sees beside it. */
function concludeBytes([polling = 0, stream = 0]: readonly number[]): string {
	if (Math.abs(polling - stream) < HARDLY * Math.max(polling, stream)) return 'Hardly any difference.';
	return polling < stream ? 'Polling moved less.' : 'The stream moved less.';
}

/** What a presenter of the Race goes through. */
export const RACE_SCRIPT = [
	{
		look: 'Seven ways to hear one event a second. Each dot is a request, an answer or an event on its way.',
		notes:
			'Everything is real: seven connections of this browser. Dots above a line go up, below it come down. Let them watch for half a minute, then ask which lane is busy and which is quiet.',
		anew: 'changed',
		spotlight: 'lanes'
	},
	{
		look: 'The same events came. The one asked once, when it began; the other has to go on asking.',
		notes:
			'Short polling asks every second, an event comes every five. Let them bet before you go on; the race begins anew with the question, so that all figures are of the same time. WebSocket asks once: that opens its line.',
		settings: { techniques: ['polling', 'websocket'], rate: 0.2, interval: 1 },
		anew: true,
		spotlight: 'lanes',
		ask: { question: 'How many requests in 30 seconds?', figure: 'requests', of: ['polling', 'websocket'], seconds: 30 }
	},
	{
		look: 'Black is what one came for. Most of polling is headers, which say the same each time.',
		notes:
			'An event a second, and a question a second. The race begins anew with the step, so that all four are of the same time; give it half a minute. Payload is equal in all lanes; the rest is what each technique costs. The server counted it at its sockets.',
		settings: { techniques: ['polling', 'conditional', 'sse', 'websocket'], rate: 1, size: 100, interval: 1 },
		anew: true,
		spotlight: 'purpose'
	},
	{
		look: 'Forty events share one question; each event of a stream pays for itself.',
		notes:
			'Twenty events a second, and a poll every two seconds. Most will bet on polling. Each event of a stream has an id, a line and a chunk of its own; a poll pays one head for forty. What it comes to is said after twenty seconds, by the figures. The next step shows what it pays instead.',
		settings: { techniques: ['polling', 'sse'], rate: 20, interval: 2 },
		anew: true,
		spotlight: 'lanes',
		ask: {
			question: 'Twenty events a second: who moves more bytes in 20 seconds?',
			figure: 'bytes',
			of: ['polling', 'sse'],
			seconds: 20,
			conclude: concludeBytes
		}
	},
	{
		look: 'Polling pays in age: its events wait for the next question. Mind the scale: each line is ten times the one below.',
		notes:
			'The same race as before. A stream brings an event in some milliseconds; a poll every two seconds brings it a second late, on average.',
		settings: { techniques: ['polling', 'sse', 'websocket'], rate: 20, interval: 2 },
		spotlight: 'staleness'
	},
	{
		look: 'Every line is cut at the same moment. Each comes back by itself, says what it had last, and misses nothing.',
		notes:
			'The race begins anew, with all seven. Three seconds after that the server closes all connections of all lanes at once. Press C to cut again. Those that hold a line lose it and come back for it. A poller between two questions has nothing to lose: its “back after” is the time until its next question was answered.',
		settings: { rate: 5, interval: 1 },
		anew: true,
		cut: true,
		spotlight: 'lanes'
	}
] as const;
