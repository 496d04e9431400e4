import type { KeyMap } from '#lib/components/keyboard.ts';
import type { Talk } from '#lib/state/talk.svelte.ts';
import { toggleFullScreen } from '../full-screen.ts';
import { openSpeaker } from './open-speaker.ts';

/** Keys of a clicker that nobody types: they step on from a field, too. */
export const CLICKER_KEYS: readonly string[] = ['PageDown', 'PageUp', 'Escape'];

/**
 * What the keys do while a page is presented: those of a clicker, and a few more. Who follows can only leave; who has let go
 * looks around, and has neither a speaker's window nor an audience.
 */
export function presentKeys(talk: Talk, who: 'presenter' | 'on-own' | 'follower', leave: () => void): KeyMap {
	const exits = { Escape: leave, p: leave, f: toggleFullScreen };
	if (who === 'follower') return exits;
	const [next, back, blank] = (['next', 'back', 'blank'] as const).map((command) => () => talk.do(command)) as [
		() => void,
		() => void,
		() => void
	];
	const steps = {
		...exits,
		' ': next,
		ArrowRight: next,
		PageDown: next,
		ArrowLeft: back,
		PageUp: back,
		b: blank,
		'.': blank,
		c: () => talk.do('cut')
	};
	return who === 'on-own' ? steps : { ...steps, a: () => talk.do('invite'), s: () => openSpeaker(talk) };
}
