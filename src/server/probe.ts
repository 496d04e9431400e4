import { monitorEventLoopDelay } from 'node:perf_hooks';
import { HOLDING } from '#lib/protocol/vitals.ts';
import type { Vitals } from '#lib/protocol/vitals.ts';
import type { Traffic } from './meter/traffic.ts';

/** What the vitals are taken of, besides the process itself. */
export interface VitalsSources {
	readonly instance: string;
	readonly traffic: Pick<Traffic, 'sockets' | 'requests' | 'bytes'>;
	/** Open streams by technique. */
	readonly streams: Readonly<Record<(typeof HOLDING)[number], number>>;
}

/** Takes the vitals of this process. */
export interface Probe {
	/** What happened since the last call, and what is now. */
	take(): Vitals;
	/** Stops watching the event loop. */
	close(): void;
}

/** The timer of the event loop's monitor, ms: forty looks a second, so that one long block is the 99th percentile of its second. */
const LOOK_MS = 25;

/** Begins to watch this process: the first `take` tells of the time since now. */
export function createProbe({ instance, traffic, streams }: VitalsSources): Probe {
	const delay = monitorEventLoopDelay({ resolution: LOOK_MS });
	delay.enable();
	let before = read();
	let firstLook = look();

	function read() {
		const { user, system } = process.cpuUsage();
		return { at: performance.now(), cpuMs: (user + system) / 1000, requests: traffic.requests, ...traffic.bytes() };
	}

	/** The monitor tells the time between two looks; what is beyond the timer's own is delay. */
	const delayMs = (percentile: number) => (delay.count === 0 ? 0 : Math.max(0, delay.percentile(percentile) / 1e6 - LOOK_MS));

	return {
		take() {
			const now = read();
			const overMs = Math.max(1, now.at - before.at);
			const perSecond = (figure: 'requests' | 'up' | 'down') => tenths((Math.max(0, now[figure] - before[figure]) * 1000) / overMs);
			const { rss, heapUsed } = process.memoryUsage();
			const vitals = {
				instance,
				overMs: Math.round(overMs),
				cpuPercent: tenths(((now.cpuMs - before.cpuMs) * 100) / overMs),
				delayP50Ms: tenths(delayMs(50)),
				delayP99Ms: tenths(Math.max(delayMs(99), firstLook.lateMs)),
				rssBytes: rss,
				heapBytes: heapUsed,
				sockets: traffic.sockets,
				requestsPerSecond: perSecond('requests'),
				upBytesPerSecond: Math.round(perSecond('up')),
				downBytesPerSecond: Math.round(perSecond('down')),
				...(Object.fromEntries(HOLDING.map((technique) => [technique, streams[technique]])) as VitalsSources['streams'])
			};
			delay.reset();
			clearTimeout(firstLook.timer);
			firstLook = look();
			before = now;
			return vitals;
		},
		close() {
			delay.disable();
			clearTimeout(firstLook.timer);
		}
	};
}

/**
 * One look of our own, beside the monitor's: after a reset it has no look to begin from, and nobody would see what blocks the
 * loop until its next one.
 */
function look(): { lateMs: number; readonly timer: NodeJS.Timeout } {
	const due = performance.now() + LOOK_MS;
	const made = { lateMs: 0, timer: setTimeout(() => (made.lateMs = Math.max(0, performance.now() - due)), LOOK_MS).unref() };
	return made;
}

function tenths(figure: number): number {
	return Math.round(figure * 10) / 10;
}
