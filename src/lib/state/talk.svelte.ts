import { presentFeed } from '#lib/protocol/present.ts';
import type { Command, PresentState } from '#lib/protocol/rooms/present.ts';
import { ServerError } from './ask.ts';
import { keepTalk, readKeptTalk, talkChannel } from './kept-talk.ts';
import type { Driven, KeptTalk } from './kept-talk.ts';
import type { PresentLine } from './present-line.svelte.ts';
import { randomKey } from './random-key.ts';
import { leaveRoom, openPresentation } from './room.ts';
import type { DriverWord, SpeakerView, SpeakerWord } from './talk-words.ts';

/** How long another tab has to say that it gives a talk, ms; a later word counts as well. */
const ANSWER_MS = 300;

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

	#kept: KeptTalk = $state.raw({ id: '', startedAt: 0 });
	#line: PresentLine | undefined = $state.raw();
	#where: { page: string; query: string } | undefined;
	#channel: BroadcastChannel | undefined;
	#maySleep = false;
	#isEnded = false;
	/** Whether it is this tab's talk, as far as is known. */
	#isDriving = false;
	#claimed: Promise<void> | undefined;
	#opening: Promise<void> | undefined;
	readonly #mark = randomKey();
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
		if (readKeptTalk()) this.#begin();
	}

	/** Whether the screen may go dark by itself, for the speaker's window. */
	sleeps(maySleep: boolean): void {
		this.#maySleep = maySleep;
		this.#tellSpeaker();
	}

	/** Opens the room for remotes and an audience; a second call does nothing. A refusal ends in `problem`. */
	open(): Promise<void> {
		return (this.#opening ??= this.#open().finally(() => (this.#opening = undefined)));
	}

	async #open(): Promise<void> {
		this.#begin();
		await this.#claimed;
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
	async #doForRemote(room: Driven, command: Command | undefined): Promise<void> {
		await this.#claimed;
		if (this.room !== room) return;
		if (command) this.do(command);
		this.#tellAgain();
	}

	/** Tells everybody the state as it stands. */
	tell(): void {
		if (this.#channel) this.#keep({ ...this.#kept, isBlank: this.isBlank, isPaused: this.isPaused });
		this.#tellSpeaker();
		void this.#tellRoom();
	}

	/** The same again: a page that says nothing for long is taken for closed. */
	#tellAgain(): void {
		this.#told = '';
		this.tell();
	}

	#tellSpeaker(): void {
		const state = this.#state();
		if (!state || !this.#isDriving) return;
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
		const kept = readKeptTalk();
		if (!kept) return this.#beginAnew();
		this.#take(kept);
		this.#claimed = this.#claim().catch(() => void (this.problem = 'unanswered'));
	}

	/**
	 * Goes on with what was kept, unless another tab gives that: the storage of a tab that is doubled, or that opens a window, is copied
	 * with the talk in it. One remote shall not drive two pages: the copy begins a talk of its own.
	 */
	async #claim(): Promise<void> {
		this.#channel?.postMessage({ ask: 'driver', mark: this.#mark } satisfies DriverWord);
		// Meanwhile the line opens: what a remote asks for just after a reload is done as soon as it is known who drives.
		await Promise.all([this.#listen(), new Promise((resolve) => setTimeout(resolve, ANSWER_MS))]).finally(() => (this.#isDriving = true));
		this.tell();
	}

	#beginAnew(): void {
		this.#line?.close();
		this.#line = undefined;
		this.#channel?.close();
		this.#take({ id: randomKey(), startedAt: Date.now() });
		this.#isDriving = true;
		const found = (kept: KeptTalk) => void this.#takeOver(kept);
		import('./lost-talk.ts').then(({ findLostTalk }) => findLostTalk(found)).catch(() => {});
	}

	/** Goes on with a talk whose page is gone, in place of one that nobody has heard of yet. */
	async #takeOver(kept: KeptTalk): Promise<void> {
		if (this.room || this.#opening) return;
		this.#channel?.close();
		this.#take({ ...this.#kept, ...kept });
		this.#channel?.postMessage({ took: this.#mark } satisfies DriverWord);
		await this.#listen();
		this.tell();
	}

	#take(kept: KeptTalk): void {
		this.isBlank = kept.isBlank ?? false;
		this.isPaused = kept.isPaused ?? false;
		this.#keep(kept);
		this.#channel = new BroadcastChannel(talkChannel(this.id));
		this.#channel.onmessage = ({ data }: MessageEvent<SpeakerWord | DriverWord>) => this.#hear(data);
	}

	#hear(word: SpeakerWord | DriverWord): void {
		if ('took' in word) return this.#beginAnew();
		if ('drives' in word) return void (word.drives === this.#mark && this.#beginAnew());
		if (!this.#isDriving) return;
		if ('do' in word) this.do(word.do);
		else if ('end' in word) this.end();
		else if ('open' in word) void this.open();
		else if ('mark' in word) this.#channel?.postMessage({ drives: word.mark } satisfies DriverWord);
		else if ('ask' in word) this.#tellSpeaker();
	}

	/** Only a talk with a room needs a line: its script comes with the first. */
	async #listen(): Promise<void> {
		const { room } = this;
		this.#told = this.#refusal = '';
		if (!room) return;
		const { PresentLine } = await import('./present-line.svelte.ts');
		if (this.room !== room) return;
		this.#line = new PresentLine(room.code, room, 'Presenter', {
			onCommand: (command) => void this.#doForRemote(room, command),
			onBeat: () => this.#tellAgain(),
			state: () => this.#state()
		});
		this.tell();
	}

	#state(): PresentState | undefined {
		const { isBlank, isPaused, cuts } = this;
		return this.#where && { ...this.#where, isBlank, isPaused, cuts };
	}

	/** One at a time: of what changes meanwhile only the latest is told. */
	async #tellRoom(): Promise<void> {
		this.#isStale = true;
		if (this.#isTelling || !this.#isDriving) return;
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

	#keep(kept: KeptTalk): void {
		this.#kept = kept;
		keepTalk(kept);
	}
}
