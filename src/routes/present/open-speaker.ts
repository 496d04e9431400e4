import type { Talk } from '#lib/state/talk.svelte.ts';

/** Opens the speaker's window of this talk, or brings it to the front, and the room for phones with it. */
export function openSpeaker(talk: Talk): void {
	open(`/speaker#${talk.id}`, `speaker-${talk.id}`, 'popup,width=900,height=1000');
	void talk.open();
}
