import type { EventId } from '#lib/protocol/event.ts';
import { newsRules } from '#lib/protocol/rooms/news.ts';
import { Outbox } from '../outbox.svelte.ts';
import type { Sending } from '../outbox.svelte.ts';
import { Turns } from '../turns.ts';
import { POST_PROBLEMS } from './draft.ts';
import type { PostDraft } from './draft.ts';
import { RoundTrip } from './round-trip.svelte.ts';

/** The seat as it is needed to post. */
export interface PostingSeat {
	readonly membership: { readonly member: string } | undefined;
	/** Publishes by HTTP POST, whatever the technique. */
	postUp(type: string, data: unknown, key: string): Promise<EventId>;
	hasHeard(id: EventId): boolean;
}

/** What one person has posted: up by POST, one after the other, each once, and how long the last one takes. */
export class Posts {
	/** Of the last post. */
	readonly trip = new RoundTrip();
	readonly #outbox: Outbox<PostDraft>;
	readonly #turns = new Turns(newsRules);
	readonly #now: () => number;
	#last = '';

	constructor(seat: PostingSeat, now: () => number) {
		this.#now = now;
		const publish = async (type: string, data: unknown, key: string) => {
			// The key goes beside a post, not into it.
			const post = Object.fromEntries(Object.entries(data as object).filter(([name]) => name !== 'n'));
			const id = await seat.postUp(type, post, key);
			if (key === this.#last) this.trip.stored(id, this.#now());
			return id;
		};
		this.#outbox = new Outbox(
			{
				get membership() {
					return seat.membership;
				},
				publish
			},
			({ id }) => id !== undefined && seat.hasHeard(id)
		);
	}

	/** How many the log does not have yet. */
	get waiting(): number {
		return this.#outbox.pending.filter(({ state }) => state === 'sent').length;
	}

	/** What the server would not take. */
	get refused(): readonly Sending<PostDraft>[] {
		return this.#outbox.pending.filter(({ state }) => state === 'refused');
	}

	/** Sends it, now or once there is a place in the room; answers a sentence where it cannot. */
	send(post: PostDraft): string | undefined {
		const now = this.#now();
		if (!this.#turns.take(now)) return POST_PROBLEMS['too-fast'];
		this.trip.begin(now);
		this.#last = this.#outbox.send('post', post);
		return undefined;
	}

	/** There is a place in the room. */
	resume(): void {
		this.#outbox.resume();
	}

	/** Sends again what was refused. */
	retry(key: string): void {
		if (key === this.#last) this.trip.begin(this.#now());
		this.#outbox.retry(key);
	}

	/** Takes back what was refused. */
	discard(key: string): void {
		this.#outbox.discard(key);
	}

	/** Sends nothing more. */
	close(): void {
		this.#outbox.close();
	}
}
