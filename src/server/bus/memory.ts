import { randomBytes } from 'node:crypto';
import { eventId } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import type { Clock } from '../clock.ts';
import { Problem } from '../problem.ts';
import type { Bus, BusLimits, Page } from './bus.ts';

interface Log {
	readonly epoch: string;
	readonly events: FeedEvent[];
	readonly keys: Map<string, FeedEvent>;
	readonly listeners: Set<(event: FeedEvent) => void>;
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
			if (log.listeners.size > 0 || clock() - log.usedAt <= limits.idleMs) continue;
			logs.delete(name);
			nextEpoch = newEpoch();
		}
	}

	function open(feed: string): Log {
		const known = logs.get(feed);
		if (known) return known;
		forgetIdle();
		if (logs.size >= limits.maxFeeds) throw new Problem('full', 'There are too many rooms now. Try again later.', { 'Retry-After': '60' });
		const log: Log = { epoch: nextEpoch, events: [], keys: new Map(), listeners: new Set(), newest: 0, usedAt: clock() };
		logs.set(feed, log);
		return log;
	}

	return {
		async append(feed, { type, data, key }) {
			const log = open(feed);
			log.usedAt = clock();
			const stored = log.keys.get(key);
			if (stored) return { ...stored, isRepeat: true };
			const event: FeedEvent = { id: eventId(log.epoch, ++log.newest), at: Math.round(clock() * 10) / 10, type, data };
			log.events.push(event);
			log.keys.set(key, event);
			if (log.events.length > limits.history) log.events.shift();
			if (log.keys.size > 2 * limits.history) log.keys.delete(log.keys.keys().next().value as string);
			for (const listener of [...log.listeners]) listener(event);
			return { ...event, isRepeat: false };
		},

		async read(feed, after, limit): Promise<Page> {
			const log = logs.get(feed);
			if (!log) return { events: [], epoch: nextEpoch, oldest: 1, newest: 0 };
			log.usedAt = clock();
			const oldest = log.newest - log.events.length + 1;
			const start = Math.max(0, after - oldest + 1);
			return { events: log.events.slice(start, start + limit), epoch: log.epoch, oldest, newest: log.newest };
		},

		async subscribe(feed, onEvent) {
			const log = open(feed);
			log.usedAt = clock();
			// A listener of its own per call: subscribing the same function twice means hearing twice.
			const listener = (event: FeedEvent) => onEvent(event);
			log.listeners.add(listener);
			return () => {
				log.listeners.delete(listener);
				log.usedAt = clock();
			};
		},

		async close() {
			clearInterval(sweep);
			logs.clear();
		}
	};
}

/** Eight random characters of base 36: two logs of one name never share an epoch. */
function newEpoch(): string {
	return (randomBytes(6).readUIntBE(0, 6) % 36 ** 8).toString(36).padStart(8, '0');
}
