import { seqOf } from '#lib/protocol/event.ts';
import type { EventId } from '#lib/protocol/event.ts';
import { presentFeed } from '#lib/protocol/present.ts';
import { COMMANDS } from '#lib/protocol/rooms/present.ts';
import type { Command } from '#lib/protocol/rooms/present.ts';
import { GONE_MS, HERE, HERE_MS } from '#lib/protocol/rooms/room.ts';
import { TECHNIQUES } from '#lib/techniques/index.ts';
import { PublishError } from '#lib/techniques/post.ts';
import type { FeedAddress, LaneState } from '#lib/techniques/technique.ts';
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
	readonly #onCommand: ((command: Command) => void) | undefined;
	/** Seq of what this end says first on its line: what a remote asked for before that is over. */
	#begun: Promise<number> | undefined;

	/** `onCommand`, where given, obeys what a remote asks for from now on. */
	constructor(code: string, membership: Membership, name: string, onCommand?: (command: Command) => void) {
		this.#address = { feed: presentFeed(code), member: membership.key };
		this.#membership = membership;
		this.#onCommand = onCommand;
		const beat = setInterval(() => void this.tell(HERE, { name }), HERE_MS);
		this.#ended.signal.addEventListener('abort', () => clearInterval(beat));
		void this.tell(HERE, { name });
		this.#follow(name).catch(() => (this.line = 'closed'));
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

	async #follow(name: string): Promise<void> {
		const events = TECHNIQUES.websocket.follow(this.#address, {
			after: '0' as EventId,
			signal: this.#ended.signal,
			onState: (state) => {
				this.line = state;
				// On the line itself: a request may have to wait for a connection.
				if (state === 'open') this.#begun ??= this.#publish(HERE, { name }).then(seqOf, () => Infinity);
			}
		});
		for await (const event of events) {
			this.presentation = foldPresentation(this.presentation, event);
			const { do: command } = (event.data ?? {}) as { do?: Command };
			if (event.type !== 'command' || !COMMANDS.some((known) => known === command)) continue;
			if (this.#onCommand && seqOf(event.id) > ((await this.#begun) ?? Infinity)) this.#onCommand(command as Command);
		}
	}
}
