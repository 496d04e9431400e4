import type { DemoWords } from '../demo.ts';

/** The texts of the face. */
export const TEXT = {
	waiting: 'The first figures come within a second…',
	fine: 'Nothing is above its threshold.',
	instance: 'Measured at the instance',
	ago: 'ago.',
	show: 'Show the last',
	table: 'Every figure of the server'
} as const;

export const words: DemoWords = {
	about: [
		'What the server feels while it serves you: taken once a second from the running process, sent to everybody who looks, the same bytes for all. Nobody answers; a one-way stream is enough.'
	],
	experiments: [
		{
			try: 'Open the Race in another tab.',
			see: 'one line more in each technique that holds something open, bytes and CPU above what they were, and a rise of requests that does not end: those are the polls.'
		},
		{
			try: 'Cut the line.',
			see: 'connections fall for a sample and are back in the next. No second is missing: the log keeps two minutes.'
		},
		{
			try: 'Switch this page to short polling, every 0.2 s, then every 10 s.',
			see: 'first five requests a second for one sample a second; then charts that stand still and jump, and figures ten seconds old.'
		}
	],
	right: 'SSE: one direction, small regular messages, a stream that comes back by itself and goes on where it stopped.',
	wrong:
		'Where a figure a minute will do, poll: it holds no connection, and a cache can answer. Where viewers also steer the machine, take a WebSocket.'
};
