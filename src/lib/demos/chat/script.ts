import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import type { Script } from '#lib/protocol/present.ts';
import type { NameSettings } from '../names.ts';

/** What a presenter of the chat goes through. */
export const script: Script<DemoSettings & NameSettings> = [
	{
		look: 'Two people, two sockets. Typing, sent, stored, seen: each is a message on the wire.',
		notes: 'Write as Ada, slowly; Grace sees that Ada is typing. The figure beside “seen” is the time from the log to Grace’s screen.',
		spotlight: 'seats'
	},
	{
		look: 'Now both ask once a second. A\u00a0message waits for Grace’s next question, and “seen” for Ada’s.',
		notes: 'Write as Ada again. It takes up to two seconds until she reads “seen”, and the sign of typing comes late or never.',
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
		look: 'The line goes down for six seconds. A\u00a0message says “waiting”, and arrives once.',
		notes:
			'The cut comes three seconds after the step. Write as Ada while it is down. Its key was made when it was sent, and the log stores a key once: nothing is lost, nothing doubled.',
		cut: true,
		spotlight: 'seats'
	}
];
