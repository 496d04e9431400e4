import { eventId, seqOf } from '#lib/protocol/event.ts';
import type { EventId } from '#lib/protocol/event.ts';
import { stamp } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { Listeners } from './listeners.ts';
import { Problem } from '../problem.ts';
import type { Bus, BusLimits, Keep, LoggedEvent, NewEntry, Page } from './bus.ts';
import { newEpoch } from './epoch.ts';

interface Log {
	readonly epoch: string;
	readonly keep: Keep;
	/** By seq. */
	readonly events: LoggedEvent[];
	readonly keys: Map<string, EventId>;
	/** The volatile ones, by what they are the latest of; oldest first. */
	readonly latest: Map<string, LoggedEvent>;
	/** The JSON of those that are not volatile, bytes; and seq and size of each. */
	bytes: number;
	readonly sizes: { readonly seq: number; readonly bytes: number }[];
	oldest: number;
	readonly listeners: Listeners;
	newest: number;
	usedAt: number;
}

/** The bus of a single instance. A log that was idle for too long is forgotten; the next one of its name has a new epoch. */
export function createMemoryBus(limits: BusLimits, clock: Clock): Bus {
	const logs = new Map<string, Log>();
	const sweep = setInterval(() => forgetIdle(), Math.min(limits.idleMs, 60_000)).unref();
	// A feed that nobody wrote to already has the epoch of its first event. Forgetting one changes it for all yet to come.
	let nextEpoch = newEpoch();

	function forgetIdle(): void {
		for (const [name, log] of logs) {
			if (log.listeners.size === 0 && clock() - log.usedAt > limits.idleMs) forgetLog(name);
		}
	}

	function forgetLog(name: string): void {
		logs.delete(name);
		nextEpoch = newEpoch();
	}

	/** Finds a place for this log: where there is none, the spare one that nobody has used for longest gives way. */
	function makeRoom(feed: string): void {
		forgetIdle();
		const spare = [...logs].filter(([name]) => limits.isSpare(name));
		const isFull = logs.size >= limits.maxFeeds || (limits.isSpare(feed) && spare.length >= limits.maxFeeds / 2);
		if (!isFull) return;
		const [least] = spare.filter(([, { listeners }]) => listeners.size === 0).sort(([, a], [, b]) => a.usedAt - b.usedAt);
		if (!least) throw new Problem('full', 'There are too many rooms now. Try again later.', { 'Retry-After': '60' });
		forgetLog(least[0]);
	}

	function open(feed: string): Log {
		const known = logs.get(feed);
		if (known) return known;
		makeRoom(feed);
		const log: Log = {
			epoch: nextEpoch,
			keep: limits.keep(feed),
			events: [],
			keys: new Map(),
			latest: new Map(),
			bytes: 0,
			sizes: [],
			oldest: 1,
			listeners: new Listeners(),
			newest: 0,
			usedAt: clock()
		};
		logs.set(feed, log);
		return log;
	}

	return {
		async append(feed, entry) {
			const log = open(feed);
			log.usedAt = clock();
			const stored = log.keys.get(entry.key);
			if (stored !== undefined) return { id: stored, isRepeat: true };
			const event = store(log, entry, stamp(clock));
			log.listeners.tell(event);
			return { id: event.id, isRepeat: false };
		},

		async read(feed, after, limit): Promise<Page> {
			const log = logs.get(feed);
			if (!log) return { events: [], epoch: nextEpoch, oldest: 1, newest: 0 };
			log.usedAt = clock();
			const start = indexAfter(log.events, after);
			return { events: log.events.slice(start, start + limit), epoch: log.epoch, oldest: log.oldest, newest: log.newest };
		},

		async latest(feed, key) {
			return logs.get(feed)?.latest.get(key);
		},

		async subscribe(feed, onEvent) {
			const log = open(feed);
			log.usedAt = clock();
			const leave = log.listeners.add(onEvent);
			return () => {
				leave();
				log.usedAt = clock();
			};
		},

		async close() {
			clearInterval(sweep);
			logs.clear();
		}
	};
}

/** Adds an event to a log, and lets go what the log does not keep. */
function store(log: Log, { type, data, key, latest }: NewEntry, at: number): LoggedEvent {
	const seq = ++log.newest;
	const event: LoggedEvent = { id: eventId(log.epoch, seq), at, type, data, ...(latest !== undefined && { latest }) };
	log.events.push(event);
	if (latest === undefined) {
		const bytes = Buffer.byteLength(JSON.stringify(data) ?? '');
		log.keys.set(key, event.id);
		log.sizes.push({ seq, bytes });
		log.bytes += bytes;
		while (log.sizes.length > log.keep.events || (log.bytes > log.keep.bytes && log.sizes.length > 1)) forgetOldest(log);
		if (log.keys.size > 2 * log.keep.events) log.keys.delete(log.keys.keys().next().value as string);
	} else {
		forget(log, log.latest.get(latest));
		// Deleted first, so that the map keeps the order of their age.
		log.latest.delete(latest);
		log.latest.set(latest, event);
		if (log.latest.size > log.keep.latest) forgetOldestLatest(log);
	}
	return event;
}

function forgetOldest(log: Log): void {
	const { seq, bytes } = log.sizes.shift() as { seq: number; bytes: number };
	log.bytes -= bytes;
	log.oldest = seq + 1;
	log.events.splice(indexAfter(log.events, seq - 1), 1);
}

function forgetOldestLatest(log: Log): void {
	for (const [of, event] of log.latest) {
		if (log.keep.pinned.includes(of)) continue;
		log.latest.delete(of);
		forget(log, event);
		return;
	}
}

function forget(log: Log, event: LoggedEvent | undefined): void {
	if (event) log.events.splice(indexAfter(log.events, seqOf(event.id) - 1), 1);
}

/** Index of the first event after a seq, by halving. */
function indexAfter(events: readonly LoggedEvent[], seq: number): number {
	let low = 0;
	let high = events.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (seqOf((events[middle] as LoggedEvent).id) > seq) high = middle;
		else low = middle + 1;
	}
	return low;
}
