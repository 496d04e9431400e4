import type { DemoWords } from '../demo.ts';

/** The texts of the face. */
export const TEXT = {
	waiting: 'The first figures come within a second…',
	fine: 'Nothing is above its threshold.',
	instance: 'Measured at the instance',
	ago: 'ago.',
	charts: 'The server’s last minutes',
	show: 'Show the last',
	table: 'Every figure of the server'
} as const;

/** What it is, what to try, and when its technique is right. */
export const words: DemoWords = {
	about: [
		'What the server feels, taken once a second from the running process while anybody looks; where nobody did, the charts have a hole. Nobody answers: a stream in one direction will do.',
		'A timer that fires late may be the server’s own work, or another program’s that took the processor. Whoever calls in that moment waits as long.'
	],
	experiments: [
		{
			try: 'Open the Race in another tab.',
			see: 'each of the five techniques that hold something has one more, long polling not between two answers. On average two requests a second go on: the polls.'
		},
		{
			try: 'Cut the line.',
			see: 'the charts stand still, a little over six seconds. Then all samples come at once: no second is missing, the log keeps two minutes. In them SSE is at 0.'
		},
		{
			try: 'Switch this page to short polling, every 0.2 s, then every 10 s.',
			see: 'first up to five requests for each sample, most for nothing; then charts that stand still and jump, and figures ten seconds old.'
		}
	],
	right: 'SSE: one direction, small regular messages, a stream that comes back by itself and goes on where it stopped.',
	wrong: 'If a figure a minute will do, poll: it holds no connection. If viewers also steer the machine, take a WebSocket.'
};
