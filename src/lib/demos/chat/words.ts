import type { DemoWords } from '../demo.ts';

export const words: DemoWords = {
	about: [
		'Two people, one room. Your message is sent when it leaves, stored when the log has it, seen when the other’s page has shown it: the figure is the time between. Typing is volatile: only the latest counts, and it fades.'
	],
	experiments: [
		{
			try: 'Write as Ada.',
			see: '“Ada is typing…” at Grace, then “seen” within some 50 ms.'
		},
		{
			try: 'Switch both seats to short polling and write again.',
			see: 'Up to a second until “seen” is known at Grace, as long again at Ada, and a hundred bytes of question for each empty answer.'
		},
		{
			try: 'Cut the line while you write.',
			see: 'Your message arrives, once: its key was made when you sent it.'
		}
	],
	right:
		'WebSocket: when both sides speak often. A sign of typing costs some ninety bytes up; as a POST of its own it carries all its headers.',
	wrong: 'When one side mostly listens. A support inbox of three messages a day is well served by SSE and POST, which pass every proxy.'
};
