import * as v from 'valibot';
import type { TechniqueId } from './technique-id.ts';

/** Type of the events of the feed `vitals`. */
export const VITALS = 'vitals';
/** One event so often, ms, and how many the log keeps. */
export const VITALS_EVERY_MS = 1000;
export const VITALS_KEPT = 120;

/** The techniques that hold something open between events; short and conditional polling hold nothing. */
export const HOLDING = ['long-polling', 'sse', 'fetch-stream', 'websocket', 'socketio'] as const satisfies readonly TechniqueId[];

const figure = v.pipe(v.number(), v.finite(), v.minValue(0));

/** The vitals of one instance: what it used and moved since the event before, and what it holds now. */
export const vitalsSchema = v.object({
	/** The instance that was measured; each instance has a log of its own. */
	instance: v.string(),
	/** The time that this event is about, up to its moment: about a second, longer where the process stood still. */
	overMs: figure,
	/** User and system time of all threads, in percent of one core. */
	cpuPercent: figure,
	/** How late a timer fired. It looks forty times a second: of so few, the 99th percentile is the worst. */
	delayP50Ms: figure,
	delayP99Ms: figure,
	/** Memory of the process, and the objects of JavaScript in it. */
	rssBytes: figure,
	heapBytes: figure,
	/** Sockets that are open now, whatever uses them. */
	sockets: figure,
	/** Requests and upgrades that came in, those of pages too. */
	requestsPerSecond: figure,
	/** What crossed all sockets: up from the browsers, down to them. */
	upBytesPerSecond: figure,
	downBytesPerSecond: figure,
	/** Streams that are open now, and of long polling the questions that wait. */
	'long-polling': figure,
	sse: figure,
	'fetch-stream': figure,
	websocket: figure,
	socketio: figure
} satisfies Record<(typeof HOLDING)[number], unknown> & Record<string, unknown>);
export type Vitals = v.InferOutput<typeof vitalsSchema>;
