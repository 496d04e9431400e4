import type { DemoWords } from '../demo.ts';

/** What the news feed says about itself. */
export const words: DemoWords = {
	about: [
		'A newsroom posts every 5 to 8 seconds. Server-Sent Events bring its posts down on one answer that never ends. They carry nothing up: what you write goes by POST, over every technique here, so that both directions can be read apart.'
	],
	experiments: [
		{
			try: 'Scroll down and wait.',
			see: 'your line stay where it is, and a button that counts what waits.'
		},
		{
			try: 'Pause, post a headline, go on.',
			see: 'stored at once, not on screen: up still works. Then it comes down with the others.'
		},
		{
			try: 'Switch to short polling and let it ask for a minute.',
			see: 'the bar “up” grow past “down”: nearly sixty questions for nine posts.'
		}
	],
	right: 'SSE: many read, few write. A post now and then is a POST, with the status codes, limits and proxies that every POST has.',
	wrong: 'Where everybody writes all the time, each POST pays for its headers: take a socket. Where one look a day is enough, take a page.'
};
