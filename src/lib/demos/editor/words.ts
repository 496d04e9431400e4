import type { DemoWords } from '../demo.ts';

export const words: DemoWords = {
	about: [
		'Two editors, one text. What you type becomes an update of Yjs in the log of the room; the order of the log makes every editor show the same text, whoever typed at the same moment. Every 150 updates somebody publishes a snapshot, so that who comes late need not read them all. A cursor is volatile: only its latest place counts.'
	],
	experiments: [
		{
			try: 'Cut the line and go on typing in both editors.',
			see: 'Both take it at once. When the lines are back, both hold both.'
		},
		{
			try: 'Type in both, then press “Undo mine” in one.',
			see: 'Your words go, the others stay.'
		},
		{
			try: 'Switch the right editor to polling.',
			see: 'Words arrive in bursts and the cursor jumps. Nothing is lost: only late.'
		}
	],
	right: 'WebSocket, when both sides send small things often: an update of a few letters costs some forty bytes more than itself.',
	wrong:
		'Where most only read, SSE carries the text down as well, and each edit goes up by a request of its own, headers and all. That is dear while somebody types.'
};
