import { INITIAL_RACE } from '#lib/protocol/settings.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { systemClock } from '../src/server/clock.ts';
import { createGeneratedFeed } from '../src/server/feeds/generated.ts';
import { RaceSchedule } from '../src/server/feeds/race.ts';
import { EVENTS_PER_SECOND, PAYLOAD_BYTES } from './contenders/contender.ts';

/** The events of our own race, for a peer. */
export interface Source {
	run(): void;
	/** Stands still, and says how many events there have been. */
	pause(): number;
}

/** A source that stands still until it is told to run. */
export async function createSource(onEvent: (event: FeedEvent) => void): Promise<Source> {
	const settings = { ...INITIAL_RACE, rate: EVENTS_PER_SECOND, size: PAYLOAD_BYTES };
	const schedule = new RaceSchedule('0123456789', { ...settings, paused: true }, Math.round(systemClock() * 10) / 10);
	const feed = createGeneratedFeed('race', schedule, 100, systemClock);
	await feed.subscribe(onEvent);
	const change = (paused: boolean) => {
		schedule.change({ ...settings, paused }, systemClock());
		feed.reschedule();
		return schedule.newestAt(systemClock());
	};
	return { run: () => void change(false), pause: () => change(true) };
}

/** What stands in the `data` of an event stream: the id has a field of its own there. */
export function streamed({ at, type, data }: FeedEvent): Omit<FeedEvent, 'id'> {
	return { at, type, data };
}
