import type { DemoWords } from '../demo.ts';

/** What it is, what to try, and when its technique is right. */
export const words: DemoWords = {
	about: [
		'Two players, one coin at a time. Each sends thirty positions a second while moving. Of positions only the latest counts, so the server keeps one a player and a slow reader gets no backlog.',
		'Taking a coin is different: it is an event in the room’s log, kept and ordered. Both seats read the same log, so they agree on who was first, and no server has to judge.'
	],
	experiments: [
		{
			try: 'Switch the right seat to short polling and move Ada with twenty keys.',
			see: 'She jumps once a second in Grace’s arena, though thirty positions a second are still sent. The p95 rises from some 30 ms to about a second.'
		},
		{
			try: 'Stay on short polling and race for a coin.',
			see: 'The coin becomes a broken ring: claimed, but not answered. If the log names the other, your claim came second.'
		},
		{
			try: 'Switch both seats to SSE.',
			see: 'It plays the same. Each position is now a POST: look at the bytes of its head.'
		}
	],
	right: 'Both sides speak many times a second, and what is late is worthless: WebSocket.',
	wrong: 'Over WebSocket a lost packet still holds up all after it. Fast shooters take WebRTC or WebTransport, which may lose some.'
};
