import { chatFold } from '#lib/demos/chat/fold.ts';
import type { Chat } from '#lib/demos/chat/fold.ts';
import type { DemoScript } from '../script.ts';

/** A chat of two. Who types and who has seen what is volatile: it is published, and no two need agree on it. */
export const script: DemoScript<Chat> = {
	fold: chatFold,
	read: ({ messages }) => messages.map(({ by, text, n }) => [by, text, n ?? '']),
	room: 'chat',
	events: (ada, grace) => [
		{ by: ada, type: 'typing', data: { by: ada } },
		{ by: ada, type: 'message', data: { by: ada, text: 'hello', n: 'k1' } },
		{ by: grace, type: 'message', data: { by: grace, text: 'hello back\non two lines' } }
	],
	act({ by, state, random, publish }) {
		const last = state.messages.at(-1);
		const dice = random();
		if (dice < 0.15) return publish('typing', { by });
		if (dice < 0.3 && last) return publish('seen', { by, id: last.id });
		return publish('message', { by, text: `n${Math.floor(random() * 1e6)}`, n: `k${Math.floor(random() * 1e9)}` });
	}
};
