import { eventId } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import type { JobEventData, JobEventType } from '#lib/protocol/jobs.ts';
import type { Page, Unsubscribe } from '../bus/bus.ts';
import type { Clock } from '../clock.ts';
import type { Feed } from '../feeds/feed.ts';

/** The log of one job. It is kept whole: a job says no more than its frames and its places in the queue. */
export class JobLog implements Feed {
	readonly name: string;
	readonly #epoch: string;
	readonly #clock: Clock;
	readonly #events: FeedEvent[] = [];
	// Never changed in place: who comes or goes while an event is given out does not disturb the round.
	#listeners: readonly ((event: FeedEvent) => void)[] = [];

	constructor(name: string, epoch: string, clock: Clock) {
		this.name = name;
		this.#epoch = epoch;
		this.#clock = clock;
	}

	say<Type extends JobEventType>(type: Type, data: JobEventData<Type>): void {
		const event = { id: eventId(this.#epoch, this.#events.length + 1), at: Math.round(this.#clock() * 10) / 10, type, data };
		this.#events.push(event);
		for (const listener of this.#listeners) listener(event);
	}

	async read(after: number, limit: number): Promise<Page> {
		const events = this.#events.slice(after, after + limit);
		return { events, epoch: this.#epoch, oldest: 1, newest: this.#events.length };
	}

	async subscribe(onEvent: (event: FeedEvent) => void): Promise<Unsubscribe> {
		// A listener of its own per call: subscribing the same function twice means hearing twice.
		const listener = (event: FeedEvent) => onEvent(event);
		this.#listeners = [...this.#listeners, listener];
		return () => void (this.#listeners = this.#listeners.filter((known) => known !== listener));
	}
}
