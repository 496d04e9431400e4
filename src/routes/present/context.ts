import { getContext, setContext } from 'svelte';
import type { Listener } from '#lib/state/listener.svelte.ts';
import type { Talk } from '#lib/state/talk.svelte.ts';

const KEY = Symbol('presenting');

/** What one tab has of presentations: the one that it gives, and the one that it follows. */
export interface Presenting {
	readonly talk: Talk;
	readonly listener: Listener | undefined;
	/** Whether the tab belongs to somebody else's presentation, followed or let go: it gives none of its own. */
	readonly isAudience: boolean;
	/** Query with which each page was last here without being presented, by its path. */
	readonly before: Readonly<Record<string, string>>;
}

/** Gives all pages below what this tab has of presentations. */
export function providePresenting(presenting: Presenting): void {
	setContext(KEY, presenting);
}

/** What this tab has of presentations. */
export function usePresenting(): Presenting {
	return getContext<Presenting>(KEY);
}
