import type { Script } from '#lib/protocol/present.ts';
import type { DeskSettings } from './roles.ts';

/** What a presenter of the help desk goes through. */
export const script: Script<DeskSettings> = [
	{
		look: 'The agent holds a socket: taking, answering and talking go both ways, all day.',
		notes: 'Press “Rehearse a rush” and take a case. Ada is an agent over WebSocket; the next step shows Grace, a customer over SSE.',
		spotlight: 'left'
	},
	{
		look: 'The customer listens to a stream: a place in the queue, a status board, and nothing was asked for.',
		notes: 'Open a case as Grace. Go back and take cases as Ada, or set Payments to degraded: Grace’s number and board change here.',
		spotlight: 'right'
	},
	{
		look: 'The line goes down for six seconds. What was written waits, and goes up once.',
		notes: 'Answer as Ada while it is down. Afterwards it stands in the case, once.',
		cut: true,
		spotlight: 'left'
	}
];
