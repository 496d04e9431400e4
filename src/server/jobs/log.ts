import { eventId } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import type { JobEventData, JobEventType } from '#lib/protocol/jobs.ts';
import type { Page, Unsubscribe } from '../bus/bus.ts';
import { Listeners } from '../bus/listeners.ts';
import { stamp } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Feed } from '../feeds/feed.ts';

/** The log of one job. It is kept whole: a job says no more than its frames and its places in the queue. */
export class JobLog implements Feed {
	readonly name: string;
	readonly #epoch: string;
	readonly #clock: Clock;
	readonly #events: FeedEvent[] = [];
	readonly #listeners = new Listeners();

	constructor(name: string, epoch: string, clock: Clock) {
		this.name = name;
		this.#epoch = epoch;
		this.#clock = clock;
	}

	say<Type extends JobEventType>(type: Type, data: JobEventData<Type>): void {
		const event = { id: eventId(this.#epoch, this.#events.length + 1), at: stamp(this.#clock), type, data };
		this.#events.push(event);
		this.#listeners.tell(event);
	}

	async read(after: number, limit: number): Promise<Page> {
		const events = this.#events.slice(after, after + limit);
		return { events, epoch: this.#epoch, oldest: 1, newest: this.#events.length };
	}

	async subscribe(onEvent: (event: FeedEvent) => void): Promise<Unsubscribe> {
		return this.#listeners.add(onEvent);
	}
}
