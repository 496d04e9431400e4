import type { DemoWords } from '../demo.ts';

/** What it is, what to try, and when its technique is right. */
export const words: DemoWords = {
	about: [
		'Two techniques in one page. Agents talk, take, answer and close: both ways, all day, so their lane is a WebSocket. Customers watch a queue and a status board and seldom write: down by SSE, up by POST.',
		'Both seats follow one log, so the customer’s lane carries the agents’ channel too, and the face leaves it out. A real desk gives customers a feed of their own.'
	],
	experiments: [
		{ try: 'Rehearse a rush, open a case as Grace, take cases as Ada.', see: 'Grace’s number falls with each.' },
		{ try: 'Set Payments to degraded.', see: 'Grace’s board says so, and her lane asked for nothing.' },
		{
			try: 'Make Grace an agent over short polling and rehearse a rush. Take one as Ada, then at once as Grace.',
			see: 'Grace still saw it waiting. Ada is first in the log; Grace is told.'
		}
	],
	right: 'When the parts differ. A few agents hold sockets; many customers hold plain HTTP, which proxies and balancers know.',
	wrong: 'When everybody does everything, as in a chat: then a second technique is only a second thing to run.'
};
