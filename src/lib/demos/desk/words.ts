import type { DemoWords } from '../demo.ts';

export const words: DemoWords = {
	about: [
		'Two techniques in one page. Agents talk, take, answer and close: both ways, all day, so their lane is a WebSocket. Customers watch a queue and a status board and write seldom: down by SSE, up by POST.',
		'Both seats here follow one log, so the customer’s lane carries the agents’ channel too and the face leaves it out. A real desk gives customers a feed of their own.'
	],
	experiments: [
		{ try: 'Rehearse a rush, open a case as Grace, take cases as Ada.', see: 'Grace’s number falls with each, at once.' },
		{ try: 'Set Payments to degraded.', see: 'Grace’s board says so; her lane asked for nothing.' },
		{ try: 'Make Grace an agent too. Both take the next at the same moment.', see: 'One has it: the first in the log. The other is told.' }
	],
	right: 'When the parts differ. Few agents hold sockets; many customers hold plain HTTP, which caches, proxies and balancers know.',
	wrong: 'When everybody does everything, as in a chat: a second technique is then only a second thing to run.'
};
