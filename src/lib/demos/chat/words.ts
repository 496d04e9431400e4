import type { DemoWords } from '../demo.ts';

/** What it is, what to try, and when its technique is right. */
export const words: DemoWords = {
	about: [
		'Two people, one room. Your message is sent when it leaves, stored when the log has it, seen when it has stood on the other’s screen; the figure is the time between the last two, a dash where a sign may be missing. Typing is volatile: only the latest sign counts, and it fades.'
	],
	experiments: [
		{
			try: 'Write as Ada, slowly.',
			see: '“Ada is typing…” at Grace while you write, then the message, and “seen” a moment later.'
		},
		{
			try: 'Switch both seats to short polling and write again.',
			see: 'The message waits for Grace’s next question, “seen” for Ada’s: up to a second each. Both ask every second, mostly for nothing.'
		},
		{
			try: 'Cut the line and write as Ada while it is down.',
			see: 'The message says “waiting”. A second or two after the line is back it is stored and arrives, once. Its key was made when you sent it, and the log stores a key once.'
		}
	],
	right: 'WebSocket: when both sides speak often. A sign of typing costs ninety bytes up; as a POST it carries all its headers each time.',
	wrong: 'When one side mostly listens. For an inbox of three messages a day, SSE down and POST up do as well, and pass every proxy.'
};
