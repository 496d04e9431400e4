import type { Script } from '#lib/protocol/present.ts';
import type { DeskSettings } from './roles.ts';

/** What a presenter of the help desk goes through. */
export const script: Script<DeskSettings> = [
	{
		look: 'Two techniques in one page: the agent holds a socket, the customer listens to a stream.',
		notes: 'Press “Rehearse a rush”, open a case as Grace, take cases as Ada: Grace’s number falls with each.',
		spotlight: 'seats'
	},
	{
		look: 'The customer alone: a place in the queue and a status board, and nothing was asked for.',
		notes: 'Go back for a moment and set Payments to degraded as Ada: Grace’s board says so.',
		spotlight: 'right'
	},
	{
		look: 'The line is down for six seconds. What was written waits, and goes up once.',
		notes: 'Answer as Ada while it is down. Afterwards it stands in the case, once.',
		cut: true,
		spotlight: 'seats'
	}
];
