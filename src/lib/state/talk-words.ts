import type { Command, PresentState } from '#lib/protocol/rooms/present.ts';
import type { Driven, KeptTalk } from './kept-talk.ts';

/** What the presenter's page tells the speaker's window. */
export interface SpeakerView extends PresentState {
	/** When the talk began, ms since 1970 on this machine's clock. */
	readonly startedAt: number;
	readonly room: Driven | undefined;
	/** Code of the problem for which there is no room, or for which it was not told the state; empty while all is well. */
	readonly problem: string;
	/** Whether the screen may go dark by itself. */
	readonly maySleep: boolean;
	/** Browsers that listen. */
	readonly listeners: number;
	/** Whether the line to the room was lost and is not back. */
	readonly isCutOff: boolean;
	/** Whether it was ended for all, and not opened anew since. */
	readonly isEnded: boolean;
}

/** What the speaker's window says to the page. */
export type SpeakerWord = { readonly ask: 'view' } | { readonly do: Command } | { readonly end: true } | { readonly open: true };

/** What tabs ask each other on the same channel, what the one that gives the talk answers (the same mark), and what one says that has taken it over. */
export type DriverWord = { readonly ask: 'driver'; readonly mark: string } | { readonly drives: string } | { readonly took: string };

/** What a tab that begins a talk asks on a channel of all talks, and what a speaker's window answers whose presenter's page is gone. */
export type LostTalkWord = { readonly ask: 'lost' } | { readonly lost: KeptTalk };
