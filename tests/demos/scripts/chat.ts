import { chatFold } from '#lib/demos/chat/fold.ts';
import type { Chat } from '#lib/demos/chat/fold.ts';
import type { DemoScript } from '../script.ts';

/** A chat of two. */
export const script: DemoScript<Chat> = {
	fold: chatFold,
	read: ({ messages }) => messages.map(({ by, text }) => [by, text]),
	room: 'chat',
	events: (ada, grace) => [
		{ by: ada, type: 'message', data: { by: ada, text: 'hello' } },
		{ by: grace, type: 'message', data: { by: grace, text: 'hello back' } }
	],
	act: ({ by, random, publish }) => publish('message', { by, text: `n${Math.floor(random() * 1e6)}` })
};
