import { eventId } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { VITALS, VITALS_EVERY_MS, VITALS_KEPT } from '#lib/protocol/vitals.ts';
import { newEpoch } from '../bus/epoch.ts';
import { Listeners } from '../bus/listeners.ts';
import { stamp } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Probe } from '../probe.ts';
import type { Feed } from './feed.ts';

/** The feed of this instance's own vitals: it lives in memory, and its epoch ends with the process. */
export interface VitalsFeed extends Feed {
	/** Stops sampling for good. */
	close(): void;
}

/** Sampling goes on for so long after the last reader: twice as long as the slowest poller of our pages waits. */
const IDLE_MS = 60_000;

/** History reaches so far back, ms: what is older is forgotten, however few samples there are since. */
const KEPT_MS = VITALS_KEPT * VITALS_EVERY_MS;

/** Samples once a second while somebody listens or has read lately; everybody gets the same events. */
export function createVitals(createProbe: () => Probe, clock: Clock): VitalsFeed {
	const epoch = newEpoch();
	const events: FeedEvent[] = [];
	const listeners = new Listeners();
	let running: { readonly probe: Probe; readonly timer: NodeJS.Timeout } | undefined;
	let newest = 0;
	let usedAt = 0;
	let isClosed = false;

	function use(): void {
		usedAt = clock();
		if (running || isClosed) return;
		forget(usedAt);
		const probe = createProbe();
		// After all timers that are due: the event loop's monitor is one, and what it has just seen belongs to this event.
		running = { probe, timer: setInterval(() => setImmediate(sample, probe), VITALS_EVERY_MS).unref() };
	}

	function forget(now: number): void {
		while (events[0] && (events.length > VITALS_KEPT || now - events[0].at > KEPT_MS)) events.shift();
	}

	function rest(): void {
		clearInterval(running?.timer);
		running?.probe.close();
		running = undefined;
	}

	function sample(probe: Probe): void {
		if (running?.probe !== probe) return;
		if (listeners.size === 0 && clock() - usedAt > IDLE_MS) return rest();
		const at = stamp(clock);
		const event: FeedEvent = { id: eventId(epoch, ++newest), at, type: VITALS, data: probe.take() };
		events.push(event);
		forget(at);
		listeners.tell(event);
	}

	return {
		name: 'vitals',

		async read(after, limit) {
			use();
			const oldest = newest - events.length + 1;
			const start = Math.max(0, after + 1 - oldest);
			return { events: events.slice(start, start + limit), epoch, oldest, newest };
		},

		async subscribe(onEvent) {
			use();
			const leave = listeners.add(onEvent);
			return () => {
				usedAt = clock();
				leave();
			};
		},

		close() {
			isClosed = true;
			rest();
		}
	};
}
