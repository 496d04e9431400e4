import type { DemoWords } from '../demo.ts';

/** What stands on the board. */
export const BOARD_TEXT = {
	caption: 'Prices; choose a line to see its chart',
	symbol: 'symbol',
	price: 'price',
	arrow: '▲▼ against the price before',
	change: 'in a minute',
	course: 'that minute'
} as const;

/** What the ticker says about itself. */
export const words: DemoWords = {
	about: [
		'Twelve invented companies. The server says each new price once; you only listen. You were sent the last minute at the start, so that there is something to see. An arrow compares a price with the one before it, the percentage with that of a minute ago.'
	],
	experiments: [
		{
			try: 'Switch to short polling.',
			see: 'the same prices, in jumps: ten arrive at once, and the board stands still for a second.'
		},
		{
			try: 'Stay on polling, set one price a second and poll every 0.1 s.',
			see: 'most questions answered with nothing, and nearly all bytes in headers.'
		},
		{
			try: 'Cut the line.',
			see: 'the board stop for six seconds and a little more, then catch up. The browser said which price it had last, and got every one after it.'
		}
	],
	right: 'SSE: the traffic goes one way, every browser comes back by itself, and it is plain HTTP to each proxy on the way.',
	wrong:
		'Where only the present price counts and it seldom moves, ask every minute. Where thousands of prices a second go to one screen, send fewer: nobody reads them.'
};
