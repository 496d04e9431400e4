import { getContext, setContext } from 'svelte';
import type { Listener } from '#lib/state/listener.svelte.ts';
import type { Talk } from '#lib/state/talk.svelte.ts';

const KEY = Symbol('presenting');

/** What one tab has of presentations: the one that it gives, and the one that it follows. */
export interface Presenting {
	readonly talk: Talk;
	readonly listener: Listener | undefined;
}

/** Gives all pages below what this tab has of presentations. */
export function providePresenting(presenting: Presenting): void {
	setContext(KEY, presenting);
}

/** What this tab has of presentations. */
export function usePresenting(): Presenting {
	return getContext<Presenting>(KEY);
}
