import { newsFold } from '#lib/demos/news/fold.ts';
import type { News } from '#lib/demos/news/fold.ts';
import { NEWSROOM } from '#lib/protocol/rooms/news.ts';
import type { DemoScript } from '../script.ts';

/** A news feed of two. What the newsroom adds depends on the time, and is left out. */
export const script: DemoScript<News> = {
	fold: newsFold,
	read: ({ posts }) => posts.filter(({ by }) => by !== NEWSROOM).map(({ by, title, text }) => [by, title, text ?? '']),
	room: 'news',
	events: (ada, grace) => [
		{ by: ada, type: 'post', data: { by: ada, title: 'Goose seen', text: 'On the pond.\nAgain.' } },
		{ by: grace, type: 'post', data: { by: grace, title: '<b>Goose</b> denies it' } },
		{ by: ada, type: 'post', data: { by: ada, title: 'Pond closed 𝒢', text: 'Zalgo\u0301\u0302\u0303' } }
	],
	act: ({ by, random, publish }) => publish('post', { by, title: `n${Math.floor(random() * 1e6)}` })
};
