import type { Script } from '#lib/protocol/present.ts';
import type { DeskSettings } from './roles.ts';

/** What a presenter of the help desk goes through. */
export const script: Script<DeskSettings> = [
	{
		look: 'The agent holds a socket: taking, answering and talking go both ways, all day.',
		notes:
			'The page acts by itself: Grace asks, Ada takes the case and answers. Ada is an agent over WebSocket; the next step shows Grace, a customer over SSE. “Rehearse a rush” fills the queue.',
		deeds: [
			{ by: 'Grace', what: 'My order is there twice.' },
			{ by: 'Ada', what: 'I see both, and cancel one.' }
		],
		spotlight: 'left'
	},
	{
		look: 'The customer listens to a stream: what the agent writes comes down it.',
		notes:
			'The page writes as Grace, which goes up by POST, and Ada answers. Go back and set Payments to degraded as Ada, or close the case: it is told here, and was not asked for.',
		deeds: [
			{ by: 'Grace', what: 'When is the money back?' },
			{ by: 'Ada', what: 'In two days.' }
		],
		spotlight: 'right'
	},
	{
		look: 'The line goes down for six seconds. What was written waits, and goes up once.',
		notes: 'The page answers as Ada while it is down: what waits is marked. Afterwards it stands in the case, once.',
		deeds: [
			{ by: 'Grace', what: 'May I have a receipt?' },
			{ by: 'Ada', what: 'Of course.' },
			{ by: 'Ada', what: 'It comes by mail.', whileDown: true }
		],
		cut: true,
		spotlight: 'left'
	}
];
