import { TITLES } from '#lib/content/titles.ts';
import type { Demo } from './demo.ts';

/** A demo in the list; all else of it is loaded when it is opened. */
export interface DemoEntry {
	readonly title: string;
	/** One line for the list and for search engines. */
	readonly lead: string;
	load(): Promise<{ readonly demo: Demo }>;
}

/** Every demo, by its address below `/demos`. */
export const DEMOS = {
	ticker: {
		title: TITLES.ticker,
		lead: 'Twelve prices that move while you watch: one side speaks, the other listens.',
		load: () => import('./ticker/demo.ts')
	},
	news: {
		title: TITLES.news,
		lead: 'Posts come down a stream that cannot carry yours: those go up by POST.',
		load: () => import('./news/demo.ts')
	},
	dashboard: {
		title: TITLES.dashboard,
		lead: 'The server’s own vitals, once a second: CPU, event loop, memory, connections, bytes.',
		load: () => import('./dashboard/demo.ts')
	},
	progress: {
		title: TITLES.progress,
		lead: 'A real rendering job: frames as they finish, time left, a place in the queue, and the picture.',
		load: () => import('./progress/demo.ts')
	},
	chat: { title: TITLES.chat, lead: 'Two people in a room: typing, sent, stored, seen.', load: () => import('./chat/demo.ts') },
	editor: {
		title: TITLES.editor,
		lead: 'Two people write one text: cursors, undo of one’s own, and the same text after every cut.',
		load: () => import('./editor/demo.ts')
	},
	game: {
		title: TITLES.game,
		lead: 'An arena for two: thirty positions a second, and who was first at the coin.',
		load: () => import('./game/demo.ts')
	},
	desk: {
		title: TITLES.desk,
		lead: 'Agents over WebSocket, customers over SSE: two techniques in one page.',
		load: () => import('./desk/demo.ts')
	}
} as const satisfies Record<Exclude<keyof typeof TITLES, 'race'>, DemoEntry>;
export type DemoId = keyof typeof DEMOS;

/** The demo of this address; undefined where there is none. */
export function findDemo(id: string): DemoEntry | undefined {
	return Object.hasOwn(DEMOS, id) ? DEMOS[id as DemoId] : undefined;
}
