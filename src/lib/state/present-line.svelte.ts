import { seqOf } from '#lib/protocol/event.ts';
import type { EventId } from '#lib/protocol/event.ts';
import { presentFeed } from '#lib/protocol/present.ts';
import { COMMANDS } from '#lib/protocol/rooms/present.ts';
import type { Command } from '#lib/protocol/rooms/present.ts';
import { GONE_MS, HERE, HERE_MS } from '#lib/protocol/rooms/room.ts';
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

/** One end of a presentation, over our own WebSocket technique: the presenter's page, a remote, or somebody who listens. */
export class PresentLine {
	line: LaneState = $state('connecting');
	presentation: Presentation = $state.raw(NO_PRESENTATION);
	/** Code of the problem for which the room takes us no more; empty while it does. */
	problem = $state('');

	readonly #address: FeedAddress;
	readonly #membership: Membership;
	readonly #ended = new AbortController();
	readonly #onCommand: ((command: Command | undefined) => void) | undefined;
	/** Seq of what this end says first whenever its line opens: what a remote asked for before that is over. */
	#begun: Promise<number> = Promise.resolve(Infinity);
	#last = '0' as EventId;

	/** `onCommand`, where given, obeys what a remote asks for while the line is open; undefined for what it asked for before. */
	constructor(code: string, membership: Membership, name: string, onCommand?: (command: Command | undefined) => void) {
		this.#address = { feed: presentFeed(code), member: membership.key };
		this.#membership = membership;
		this.#onCommand = onCommand;
		const beat = setInterval(() => void this.tell(HERE, { name }), HERE_MS);
		this.#ended.signal.addEventListener('abort', () => clearInterval(beat));
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

	/** Stops listening; the place in the room stays. */
	close(): void {
		this.#ended.abort();
		this.line = 'closed';
	}

	#publish(type: string, data: object): Promise<EventId> {
		const event = { type, data: { by: this.#membership.member, ...data }, key: randomKey() };
		return TECHNIQUES.websocket.publish(this.#address, event);
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
				// On the line itself: a request may have to wait for a connection.
				if (state === 'open') this.#begun = this.#publish(HERE, { name }).then(seqOf, () => Infinity);
			}
		});
		for await (const event of events) {
			this.#last = event.id;
			this.presentation = foldPresentation(this.presentation, event);
			const { do: command } = (event.data ?? {}) as { do?: Command };
			if (event.type !== 'command' || !COMMANDS.some((known) => known === command)) continue;
			if (this.#onCommand) this.#onCommand(seqOf(event.id) > (await this.#begun) ? (command as Command) : undefined);
		}
	}
}
