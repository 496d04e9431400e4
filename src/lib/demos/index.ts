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
	chat: { title: 'Chat', lead: 'Two people in a room: typing, sent, stored, seen.', load: () => import('./chat/demo.ts') },
	editor: {
		title: 'Editor',
		lead: 'Two people write one text: cursors, undo of one’s own, and the same text after every cut.',
		load: () => import('./editor/demo.ts')
	}
} as const satisfies Record<string, DemoEntry>;
export type DemoId = keyof typeof DEMOS;

/** The demo of this address; undefined where there is none. */
export function findDemo(id: string): DemoEntry | undefined {
	return Object.hasOwn(DEMOS, id) ? DEMOS[id as DemoId] : undefined;
}
