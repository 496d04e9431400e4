import { eventId } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { VITALS, VITALS_EVERY_MS, VITALS_KEPT } from '#lib/protocol/vitals.ts';
import { newEpoch } from '../bus/epoch.ts';
import type { Clock } from '../clock.ts';
import type { Probe } from '../vitals.ts';
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
	// Never changed in place: who comes or goes while an event is given out does not disturb the round.
	let listeners: readonly ((event: FeedEvent) => void)[] = [];
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
		if (listeners.length === 0 && clock() - usedAt > IDLE_MS) return rest();
		const at = Math.round(clock() * 10) / 10;
		const event: FeedEvent = { id: eventId(epoch, ++newest), at, type: VITALS, data: probe.take() };
		events.push(event);
		forget(at);
		for (const listener of listeners) listener(event);
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
			// A listener of its own per call: subscribing the same function twice means hearing twice.
			const listener = (event: FeedEvent) => onEvent(event);
			listeners = [...listeners, listener];
			return () => {
				usedAt = clock();
				listeners = listeners.filter((other) => other !== listener);
			};
		},

		close() {
			isClosed = true;
			rest();
		}
	};
}
