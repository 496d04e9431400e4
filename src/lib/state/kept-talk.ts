import type { Membership } from './room.ts';

/** Where phones reach a presentation: its code, and the driver's place. */
export type Driven = Membership & { readonly code: string };

/** What a tab keeps of the talk that it gives. */
export interface KeptTalk {
	readonly id: string;
	/** When it began, ms since 1970 on this machine's clock. */
	readonly startedAt: number;
	readonly room?: Driven;
	readonly isBlank?: boolean;
	readonly isPaused?: boolean;
}

const KEPT = 'on-the-wire-talk';

/** Name of the channel between the page that gives a talk, its speaker's window, and tabs that would give it too. */
export function talkChannel(id: string): string {
	return `${KEPT}-${id}`;
}

/** Keeps a talk for this tab, beyond a reload. */
export function keepTalk(kept: KeptTalk): void {
	try {
		sessionStorage.setItem(KEPT, JSON.stringify(kept));
	} catch {
		// Storage is withheld: the talk ends with a reload.
	}
}

/** The talk that this tab gave before it was loaded anew, or that the tab gives of which it is a copy. */
export function readKeptTalk(): KeptTalk | undefined {
	try {
		return (JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as KeptTalk | null) ?? undefined;
	} catch {
		return undefined;
	}
}
