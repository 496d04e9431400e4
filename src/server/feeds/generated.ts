import type { FeedEvent } from '#lib/protocol/event.ts';
import type { Clock } from '../clock.ts';
import { Listeners } from '../bus/listeners.ts';
import type { Feed } from './feed.ts';

/** A feed that is a function of time: any instance computes the same event with the same id, without asking another. */
export interface Schedule {
	readonly epoch: string;
	/** The seq of the newest event that is due at `now`; 0 before the first. */
	newestAt(now: number): number;
	/** When the event after `seq` is due, ms since 1970; Infinity when none is planned. */
	dueAfter(seq: number): number;
	/** Event `seq`. */
	eventAt(seq: number): FeedEvent;
}

/** A feed and the means to make it look at its changed schedule. */
export interface GeneratedFeed extends Feed {
	/** Call after the schedule changed: the next event may be due at another moment. */
	reschedule(): void;
}

/** Runs a schedule as a feed of the last `history` events. Its one timer runs only while somebody listens. */
export function createGeneratedFeed(name: string, schedule: Schedule, history: number, clock: Clock): GeneratedFeed {
	const listeners = new Listeners();
	// Listeners and readers share each event's object, so that its bytes are made once for all of them.
	const recent = new Map<number, FeedEvent>();
	let timer: NodeJS.Timeout | undefined;
	let emitted = 0;

	function event(seq: number): FeedEvent {
		const known = recent.get(seq);
		if (known) return known;
		const made = schedule.eventAt(seq);
		recent.set(seq, made);
		if (recent.size > 64) recent.delete(recent.keys().next().value as number);
		return made;
	}

	function emitDue(): void {
		const newest = schedule.newestAt(clock());
		// Nobody to tell: who comes later reads what is kept, and none of the others are made.
		if (listeners.size === 0) emitted = newest;
		while (emitted < newest) listeners.tell(event(++emitted));
		arm();
	}

	function arm(): void {
		clearTimeout(timer);
		timer = undefined;
		const due = schedule.dueAfter(emitted);
		if (listeners.size === 0 || due === Infinity) return;
		timer = setTimeout(emitDue, Math.min(Math.max(0, Math.ceil(due - clock())), 2 ** 31 - 1));
	}

	return {
		name,

		async read(after, limit) {
			const newest = schedule.newestAt(clock());
			const oldest = Math.max(1, newest - history + 1);
			const first = Math.max(after + 1, oldest);
			const count = Math.max(0, Math.min(limit, newest - first + 1));
			const events = Array.from({ length: count }, (_, i) => event(first + i));
			return { events, epoch: schedule.epoch, oldest, newest };
		},

		async subscribe(onEvent) {
			if (listeners.size === 0) emitted = schedule.newestAt(clock());
			const leave = listeners.add(onEvent);
			arm();
			return () => {
				leave();
				if (listeners.size === 0) arm();
			};
		},

		reschedule: emitDue
	};
}
