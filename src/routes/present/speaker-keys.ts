import { onKeys } from '#lib/components/keyboard.ts';
import type { Command } from '#lib/protocol/rooms/present.ts';

/** Listens for a clicker's keys in a window that is not the presented page: they drive from there too. */
export function speakerKeys(command: (what: Command) => void): () => void {
	const keys: Readonly<Record<string, Command>> = {
		' ': 'next',
		ArrowRight: 'next',
		PageDown: 'next',
		ArrowLeft: 'back',
		PageUp: 'back',
		b: 'blank',
		'.': 'blank',
		c: 'cut',
		a: 'invite'
	};
	const actions = Object.fromEntries(Object.entries(keys).map(([key, what]) => [key, () => command(what)]));
	return onKeys(
		() => actions,
		() => true,
		['PageDown', 'PageUp']
	);
}
