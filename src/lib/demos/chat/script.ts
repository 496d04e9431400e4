import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import type { Script } from '#lib/protocol/present.ts';
import type { NameSettings } from '../names.ts';

/** What a presenter of the chat goes through. */
export const script: Script<DemoSettings & NameSettings> = [
	{
		look: 'Two people, two sockets. Typing, sent, stored, seen: each is a message on the wire.',
		notes:
			'The page writes by itself, first as Ada, then as Grace: watch “is typing” at the other. The figure beside “seen” is the time from the log to the other’s screen.',
		deeds: [
			{ by: 'Ada', what: 'Good morning, Grace.' },
			{ by: 'Grace', what: 'Good morning, Ada.' }
		],
		spotlight: 'seats'
	},
	{
		look: 'Now both ask once a second. A\u00a0message waits for Grace’s next question, and “seen” for Ada’s.',
		notes: 'The page writes as Ada. It takes up to two seconds until she reads “seen”, and the sign of typing comes late or never.',
		deeds: [{ by: 'Ada', what: 'How fast do you see this?' }],
		settings: { technique: 'polling', right: 'polling', interval: 1 },
		spotlight: 'seats'
	},
	{
		look: 'Nobody said a word, and both went on asking.',
		notes: 'Do not type while it is measured. Two seats, each once a second; “I am here” every 20 seconds is in it too.',
		settings: { technique: 'polling', right: 'polling', interval: 1 },
		spotlight: 'seats',
		ask: { question: 'Two people are silent for 20 seconds. How many requests?', figure: 'requests', of: ['polling'], seconds: 20 }
	},
	{
		look: 'The line goes down for six seconds. A\u00a0message that is written meanwhile waits, and arrives once.',
		notes:
			'The cut comes three seconds after the step; the page writes as Ada while the line is down. The message’s key was made when it was sent, and the log stores a key once: nothing is lost, nothing doubled.',
		deeds: [{ by: 'Ada', what: 'Are you still there?', whileDown: true }],
		cut: true,
		spotlight: 'seats'
	}
];
