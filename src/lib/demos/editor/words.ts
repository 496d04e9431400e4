import type { DemoWords } from '../demo.ts';

/** What it is, what to try, and when its technique is right. */
export const words: DemoWords = {
	about: [
		'Two editors, one text. What you type becomes an update of Yjs in the log of the room, and every editor makes the same text of the same log. After 150 updates somebody publishes a snapshot, so that the log may forget. A cursor is volatile: of each person only its latest place counts.'
	],
	experiments: [
		{
			try: 'Cut the line and type in both editors while it is down.',
			see: 'Both take it at once. When the lines are back, both hold both.'
		},
		{
			try: 'Type in both, then press “Undo mine” in one.',
			see: 'Your last words go, those of the other stay.'
		},
		{
			try: 'Switch the left editor to short polling, and type in the right one.',
			see: 'On the left, words come in bursts and the cursor jumps. Nothing is lost; it is late.'
		}
	],
	right: 'WebSocket, when both sides send small things often: a letter and the cursor behind it go up as 0.3 kB.',
	wrong:
		'Beside SSE the same letter goes up in two requests with all their headers, 1.4 kB. Where few write and many read, that is a fair price.'
};
