import { seqOf } from '#lib/protocol/event.ts';
import type { EventId, FeedEvent, NewEvent } from '#lib/protocol/event.ts';
import { presentFeed } from '#lib/protocol/present.ts';
import { COMMANDS } from '#lib/protocol/rooms/present.ts';
import type { Command, PresentCommand, PresentState } from '#lib/protocol/rooms/present.ts';
import { GONE_MS, HERE, HERE_MS } from '#lib/protocol/rooms/room.ts';
import { publishUrl } from '#lib/techniques/address.ts';
import { TECHNIQUES } from '#lib/techniques/index.ts';
import { PublishError } from '#lib/techniques/post.ts';
import type { FeedAddress, LaneState } from '#lib/techniques/technique.ts';
import { Attempt } from './attempt.ts';
import { NO_PRESENTATION, foldPresentation } from './present-fold.ts';
import type { Presentation } from './present-fold.ts';
import { randomKey } from './random-key.ts';
import type { Membership } from './room.ts';

/** After these the room takes nothing more of us: asking again is no use. */
const FINAL: readonly string[] = ['room-gone', 'not-a-member'];

/** What is told is acknowledged within this time, or the line is dead, ms. */
const ANSWER_MS = 3000;
/** What a remote asked for so long before it reached the room is not wanted any more, ms. Less than that: then it is asked again, by POST. */
const STALE_MS = 2500;
/** A page that was closed and is not back after this was not loaded anew, ms. */
const CLOSED_MS = 4000;
/** A page that was silent for so long is gone, ms: a browser lets a hidden one speak once a minute. */
const SILENT_MS = 90_000;

/** The presenter's page, at its end of the line. */
export interface PresenterPage {
	/** Obeys what a remote asks for while the line is open; undefined for what was asked before, or too long ago. */
	onCommand(command: Command | undefined): void;
	/** Time to tell the state once more. */
	onBeat(): void;
	state(): PresentState | undefined;
}

/** One end of a presentation, over our own WebSocket technique: the presenter's page, a remote, or somebody who listens. */
export class PresentLine {
	line: LaneState = $state('connecting');
	presentation: Presentation = $state.raw(NO_PRESENTATION);
	/** Code of the problem for which the room takes us no more; empty while it does. */
	problem = $state('');
	/** Whether the presenter's page was closed, or has been silent for so long that it must be. */
	isPageGone = $state(false);

	readonly #address: FeedAddress;
	readonly #membership: Membership;
	readonly #ended = new AbortController();
	readonly #page: PresenterPage | undefined;
	/** Seq of what this end says first whenever its line opens: what a remote asked for before that is over. */
	#begun: Promise<number> = Promise.resolve(Infinity);
	#last = '0' as EventId;
	#attempt: Attempt | undefined;
	/** This machine's clock less the server's, ms; the least that was seen since the line opened, as the way here takes time. */
	#ahead = Infinity;
	#silence: ReturnType<typeof setTimeout> | undefined;

	/** `page`: this is the presenter's own end. */
	constructor(code: string, membership: Membership, name: string, page?: PresenterPage) {
		this.#address = { feed: presentFeed(code), member: membership.key };
		this.#membership = membership;
		this.#page = page;
		const { signal } = this.#ended;
		const beat = setInterval(() => {
			void this.tell(HERE, { name });
			page?.onBeat();
		}, HERE_MS);
		signal.addEventListener('abort', () => {
			clearInterval(beat);
			clearTimeout(this.#silence);
		});
		if (page) addEventListener('pagehide', () => this.#tellLast(page.state()), { signal });
		void this.tell(HERE, { name });
		this.#stay(name).catch(() => (this.line = 'closed'));
	}

	/** Browsers that listen. */
	get listeners(): number {
		const members = [...this.presentation.members.values()];
		const newest = Math.max(0, ...members.map(({ seenAt }) => seenAt));
		return members.filter(({ id, hasLeft, seenAt }) => id !== this.#membership.member && !hasLeft && newest - seenAt < GONE_MS).length;
	}

	/** Tells the room, as this member. Answers the code of a refusal, or nothing; one of us, and not of what was told, stays in `problem`. */
	tell(type: string, data: object): Promise<string> {
		return this.#publish(type, data).then(
			() => '',
			(error: unknown) => this.#refused(error)
		);
	}

	/** Asks the presenter's page for something, now: what reaches the room much later is not done. */
	ask(command: Command): void {
		const asked: PresentCommand = { do: command, ...(this.#ahead < Infinity && { askedAt: Date.now() - this.#ahead }) };
		void this.tell('command', asked);
	}

	/** Stops listening; the place in the room stays. */
	close(): void {
		this.#ended.abort();
		this.line = 'closed';
	}

	#publish(type: string, data: object): Promise<EventId> {
		const attempt = this.#attempt;
		const late = setTimeout(() => attempt?.giveUp(), ANSWER_MS);
		return TECHNIQUES.websocket.publish(this.#address, this.#event(type, data)).finally(() => clearTimeout(late));
	}

	#event(type: string, data: object): NewEvent {
		return { type, data: { by: this.#membership.member, ...data }, key: randomKey() };
	}

	/** The page is closed, or loaded anew: there is no time to wait for anything. */
	#tellLast(state: PresentState | undefined): void {
		if (!state) return;
		const body = JSON.stringify(this.#event('state', { ...state, isClosed: true }));
		const headers = { 'Content-Type': 'application/json' };
		void fetch(publishUrl(this.#address), { method: 'POST', keepalive: true, headers, body }).catch(() => {});
	}

	/** The presenter's page has said how it stands. */
	#heardPage({ isClosed }: Partial<PresentState>): void {
		this.isPageGone = false;
		clearTimeout(this.#silence);
		this.#silence = setTimeout(() => (this.isPageGone = true), isClosed ? CLOSED_MS : SILENT_MS);
	}

	#refused(error: unknown): string {
		if (!(error instanceof PublishError) || this.#ended.signal.aborted) return '';
		if (error.code !== 'bad-event') this.problem = error.code;
		if (FINAL.includes(error.code)) this.close();
		return error.code;
	}

	/** Follows until it ends. A technique may wait half a minute before it tries again: a talk has no time for that, and begins anew. */
	async #stay(name: string): Promise<void> {
		while (!this.#ended.signal.aborted) {
			const attempt = new Attempt(this.#ended.signal);
			this.#attempt = attempt;
			await this.#follow(name, attempt);
			attempt.giveUp();
		}
	}

	async #follow(name: string, attempt: Attempt): Promise<void> {
		const events = TECHNIQUES.websocket.follow(this.#address, {
			after: this.#last,
			signal: attempt.signal,
			onState: (state) => {
				attempt.told(state);
				const isGivenUp = state === 'closed' && !this.#ended.signal.aborted;
				const isAgain = state === 'connecting' && this.line === 'retrying';
				this.line = isGivenUp || isAgain ? 'retrying' : state;
				if (state !== 'open') return;
				this.#ahead = Infinity;
				// On the line itself: a request may have to wait for a connection.
				this.#begun = this.#publish(HERE, { name }).then(seqOf, () => Infinity);
			}
		});
		for await (const event of events) {
			this.#last = event.id;
			this.presentation = foldPresentation(this.presentation, event);
			this.#ahead = Math.min(this.#ahead, Date.now() - event.at);
			if (event.type === 'state') this.#heardPage((event.data ?? {}) as Partial<PresentState>);
			if (event.type === 'command') await this.#obey(event);
		}
	}

	async #obey({ id, at, data }: FeedEvent): Promise<void> {
		const { do: command, askedAt = at } = (data ?? {}) as Partial<PresentCommand>;
		if (!this.#page || !COMMANDS.some((known) => known === command)) return;
		const isWanted = seqOf(id) > (await this.#begun) && at - askedAt < STALE_MS;
		this.#page.onCommand(isWanted ? command : undefined);
	}
}
