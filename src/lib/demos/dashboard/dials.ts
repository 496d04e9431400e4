import type { Threshold, Trace, TracePoint } from '#lib/charts/trace.ts';
import { formatBytes, formatCount, formatMs } from '#lib/content/numbers.ts';
import { TECHNIQUE_TEXTS } from '#lib/content/techniques.ts';
import { HOLDING } from '#lib/protocol/vitals.ts';
import type { Vitals } from '#lib/protocol/vitals.ts';
import { rangeOf } from './view.ts';

/** One chart of the dashboard. */
export interface Dial {
	readonly title: string;
	/** Whether it is left out where the page is presented: the last row sees two. */
	readonly isBackstage?: true;
	/** What is above the threshold is the first of them. */
	readonly traces: readonly Trace<Vitals>[];
	readonly threshold?: Threshold;
	readonly reach?: number;
	readonly isLogarithmic?: boolean;
	format(value: number): string;
	/** What it shows now, in words; there is at least one point. */
	sentence(vitals: Vitals, points: readonly TracePoint<Vitals>[]): string;
}

/** Whether a figure is above a threshold as both are read: in whole ones, so that no "50 ms" is above 50 ms. */
export function isAbove(figure: number, { at }: Threshold): boolean {
	return Math.round(figure) > at;
}

const SOLID: readonly number[] = [];
const DASHED = [5, 3];

/** `0 %`, `0.4 %`, `12 %`. */
export function formatPercent(percent: number): string {
	return `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

function formatRate(perSecond: number): string {
	return `${perSecond > 0 && perSecond < 10 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond))}/s`;
}

const perSecond = (bytes: number) => `${formatBytes(bytes)}/s`;
const streams = (vitals: Vitals) => HOLDING.reduce((sum, technique) => sum + vitals[technique], 0);

/** The charts, in their order. */
export const DIALS: readonly Dial[] = [
	{
		title: 'CPU',
		isBackstage: true,
		traces: [{ label: 'of one core', colour: '--ink', dash: SOLID, read: ({ cpuPercent }) => cpuPercent }],
		threshold: { at: 80, means: 'one thread is nearly full' },
		reach: 100,
		format: formatPercent,
		sentence({ cpuPercent }, points) {
			const { most } = rangeOf(points, (vitals) => vitals.cpuPercent);
			return `${formatPercent(cpuPercent)} of one core, user and system time of all threads; ${formatPercent(most)} at most.`;
		}
	},
	{
		title: 'Event-loop delay',
		isBackstage: true,
		traces: [
			{ label: 'p99', colour: '--ink', dash: SOLID, read: ({ delayP99Ms }) => delayP99Ms },
			{ label: 'p50', colour: '--soft', dash: DASHED, read: ({ delayP50Ms }) => delayP50Ms }
		],
		threshold: { at: 50, means: 'callers wait' },
		reach: 100,
		isLogarithmic: true,
		format: formatMs,
		sentence: ({ delayP50Ms, delayP99Ms }) =>
			`Forty timers a second: half were late by at most ${formatMs(delayP50Ms)}, the latest by ${formatMs(delayP99Ms)}.`
	},
	{
		title: 'Memory',
		isBackstage: true,
		traces: [
			{ label: 'process', colour: '--ink', dash: SOLID, read: ({ rssBytes }) => rssBytes },
			{ label: 'heap', colour: '--soft', dash: DASHED, read: ({ heapBytes }) => heapBytes }
		],
		format: formatBytes,
		sentence: ({ rssBytes, heapBytes }) =>
			`The process holds ${formatBytes(rssBytes)}; ${formatBytes(heapBytes)} of it are JavaScript’s objects, living or not yet collected.`
	},
	{
		title: 'Connections',
		traces: [
			{ label: 'all sockets', colour: '--ink', dash: SOLID, read: ({ sockets }) => sockets },
			...HOLDING.map((technique) => ({
				label: TECHNIQUE_TEXTS[technique].name,
				colour: `--${technique}`,
				dash: TECHNIQUE_TEXTS[technique].dash,
				read: (vitals: Vitals) => vitals[technique]
			}))
		],
		reach: 5,
		format: (count) => (Number.isInteger(count) ? formatCount(count) : ''),
		sentence: (vitals) =>
			`${formatCount(vitals.sockets)} sockets are open, ${formatCount(streams(vitals))} of them held by a technique. Short and conditional polling hold none between two questions.`
	},
	{
		title: 'Requests',
		isBackstage: true,
		traces: [{ label: 'a second', colour: '--ink', dash: SOLID, read: ({ requestsPerSecond }) => requestsPerSecond }],
		reach: 5,
		format: formatRate,
		sentence: ({ requestsPerSecond }, points) => {
			const { most } = rangeOf(points, (vitals) => vitals.requestsPerSecond);
			return `${formatRate(requestsPerSecond)} came in, upgrades and files of pages among them; ${formatRate(most)} at most.`;
		}
	},
	{
		title: 'Bytes',
		traces: [
			{ label: 'down', colour: '--ink', dash: SOLID, read: ({ downBytesPerSecond }) => downBytesPerSecond },
			{ label: 'up', colour: '--soft', dash: DASHED, read: ({ upBytesPerSecond }) => upBytesPerSecond }
		],
		reach: 1000,
		format: perSecond,
		sentence: ({ upBytesPerSecond, downBytesPerSecond }) =>
			`All sockets together sent ${perSecond(downBytesPerSecond)} and received ${perSecond(upBytesPerSecond)}, TCP payload.`
	}
];
