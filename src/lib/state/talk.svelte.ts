import { presentFeed } from '#lib/protocol/present.ts';
import type { Command, PresentState } from '#lib/protocol/rooms/present.ts';
import { ServerError } from './ask.ts';
import type { PresentLine } from './present-line.svelte.ts';
import { randomKey } from './random-key.ts';
import { leaveRoom, openPresentation } from './room.ts';
import type { Membership } from './room.ts';

/** Where phones reach a presentation: its code, and the driver's place. */
export type Driven = Membership & { readonly code: string };

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

const KEPT = 'on-the-wire-talk';

/** Name of the channel between a page and its speaker's window. */
export function talkChannel(id: string): string {
	return `${KEPT}-${id}`;
}

interface Kept {
	readonly id: string;
	readonly startedAt: number;
	readonly room?: Driven;
}

/** The presentation that this tab gives: one state, told to the speaker's window and, once there is a room, to all who joined. */
export class Talk {
	isBlank = $state(false);
	isPaused = $state(false);
	/** Whether the audience's link stands on the screen. */
	isInviting = $state(false);
	problem = $state('');
	cuts = $state(0);
	/** What the presented page does on command; nothing obeys while none is presented. */
	obey: ((command: Command) => void) | undefined = $state.raw();
	/** How the page is given back to its visitor, while it is presented. */
	leave: (() => void) | undefined = $state.raw();

	#kept: Kept = $state.raw({ id: '', startedAt: 0 });
	#line: PresentLine | undefined = $state.raw();
	#where: { page: string; query: string } | undefined;
	#channel: BroadcastChannel | undefined;
	#maySleep = false;
	#isEnded = false;
	#isTelling = false;
	#isStale = false;
	/** What the room was told last, and the code with which it refused. */
	#told = '';
	#refusal = '';

	get room(): Driven | undefined {
		return this.#kept.room;
	}

	get id(): string {
		return this.#kept.id;
	}

	/** The page is here now, with this query; the first call begins the talk, or goes on with that of before a reload. */
	at(page: string, query: string): void {
		this.#where = { page, query };
		this.#begin();
		this.tell();
	}

	/** Goes on with the talk of before a reload, for those who follow; nothing where there was none. */
	resume(): void {
		if (readKept()) this.#begin();
	}

	/** Whether the screen may go dark by itself, for the speaker's window. */
	sleeps(maySleep: boolean): void {
		this.#maySleep = maySleep;
		this.#tellSpeaker();
	}

	/** Opens the room for remotes and an audience; a second call does nothing. A refusal ends in `problem`. */
	async open(): Promise<void> {
		this.#begin();
		if (this.room) return;
		try {
			this.problem = '';
			this.#isEnded = false;
			this.tell();
			this.#keep({ ...this.#kept, room: await openPresentation() });
			await this.#listen();
		} catch (error) {
			this.problem = error instanceof ServerError ? error.code : 'unanswered';
		}
		this.tell();
	}

	/** What a key, the speaker's window or a remote asks for. */
	do(command: Command): void {
		if (!this.obey) return;
		if (command === 'blank') this.isBlank = !this.isBlank;
		if (command === 'invite') {
			this.isInviting = !this.isInviting;
			if (this.isInviting) void this.open();
		}
		if (command === 'cut') this.cuts += 1;
		// Whoever goes on wants to be seen.
		if (command === 'next' || command === 'back') this.isBlank = this.isInviting = false;
		this.obey(command);
		this.tell();
	}

	/** What a remote asked for; undefined for what is over. It hears the state in any case: so it knows that somebody obeys again. */
	#doForRemote(command: Command | undefined): void {
		this.#told = '';
		if (command) this.do(command);
		this.tell();
	}

	/** Tells everybody the state as it stands. */
	tell(): void {
		this.#tellSpeaker();
		void this.#tellRoom();
	}

	#tellSpeaker(): void {
		const state = this.#state();
		if (!state) return;
		const { startedAt, room } = this.#kept;
		const problem = this.problem || this.#line?.problem || this.#refusal;
		const listeners = this.#line?.listeners ?? 0;
		const isCutOff = this.#line?.line === 'retrying';
		const view = { ...state, startedAt, room, problem, maySleep: this.#maySleep, isEnded: this.#isEnded, listeners, isCutOff };
		this.#channel?.postMessage(view satisfies SpeakerView);
	}

	/** Ends the talk for everybody, and gives the page back. */
	end(): void {
		this.leave?.();
		this.#isEnded = true;
		this.#line?.close();
		this.#line = undefined;
		this.#refusal = '';
		if (this.room) leaveRoom(presentFeed(this.room.code), this.room.key);
		const { id, startedAt } = this.#kept;
		this.#keep({ id, startedAt });
		this.tell();
	}

	#begin(): void {
		if (this.#channel) return;
		this.#keep(readKept() ?? { id: randomKey(), startedAt: Date.now() });
		this.#channel = new BroadcastChannel(talkChannel(this.id));
		this.#channel.onmessage = ({ data }: MessageEvent<SpeakerWord>) => this.#hear(data);
		if (this.room) void this.#listen().catch(() => (this.problem = 'unanswered'));
	}

	#hear(word: SpeakerWord): void {
		if ('do' in word) this.do(word.do);
		else if ('end' in word) this.end();
		else if ('open' in word) void this.open();
		else if ('ask' in word) this.#tellSpeaker();
	}

	/** Only a talk with a room needs a line: its script comes with the first. */
	async #listen(): Promise<void> {
		const { room } = this;
		this.#told = this.#refusal = '';
		if (!room) return;
		const { PresentLine } = await import('./present-line.svelte.ts');
		if (this.room !== room) return;
		this.#line = new PresentLine(room.code, room, 'Presenter', (command) => this.#doForRemote(command));
		this.tell();
	}

	#state(): PresentState | undefined {
		const { isBlank, isPaused, cuts } = this;
		return this.#where && { ...this.#where, isBlank, isPaused, cuts };
	}

	/** One at a time: of what changes meanwhile only the latest is told. */
	async #tellRoom(): Promise<void> {
		this.#isStale = true;
		if (this.#isTelling) return;
		this.#isTelling = true;
		while (this.#isStale && this.#line) {
			this.#isStale = false;
			const state = this.#state();
			const text = JSON.stringify(state);
			if (!state || text === this.#told) continue;
			this.#told = text;
			this.#refusal = await this.#line.tell('state', state);
			this.#tellSpeaker();
		}
		this.#isTelling = false;
	}

	#keep(kept: Kept): void {
		this.#kept = kept;
		try {
			sessionStorage.setItem(KEPT, JSON.stringify(kept));
		} catch {
			// Storage is withheld: the talk ends with a reload.
		}
	}
}

function readKept(): Kept | undefined {
	try {
		return (JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as Kept | null) ?? undefined;
	} catch {
		return undefined;
	}
}
