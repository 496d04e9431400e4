import type { KeyMap } from '#lib/components/keyboard.ts';
import type { Talk } from '#lib/state/talk.svelte.ts';
import { toggleFullScreen } from '../full-screen.ts';
import { openSpeaker } from './open-speaker.ts';

/** Keys of a clicker that nobody types: they step on from a field, too. */
export const CLICKER_KEYS: readonly string[] = ['PageDown', 'PageUp', 'Escape'];

/** What the keys do while a page is presented: those of a clicker, and a few more. Who follows can only leave. */
export function presentKeys(talk: Talk, isFollowing: boolean, leave: () => void): KeyMap {
	const exits = { Escape: leave, p: leave, f: toggleFullScreen };
	if (isFollowing) return exits;
	const [next, back, blank] = (['next', 'back', 'blank'] as const).map((command) => () => talk.do(command)) as [
		() => void,
		() => void,
		() => void
	];
	return {
		...exits,
		' ': next,
		ArrowRight: next,
		PageDown: next,
		ArrowLeft: back,
		PageUp: back,
		b: blank,
		'.': blank,
		c: () => talk.do('cut'),
		a: () => talk.do('invite'),
		s: () => openSpeaker(talk)
	};
}
