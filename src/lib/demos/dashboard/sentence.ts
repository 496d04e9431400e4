import type { Threshold } from '#lib/charts/trace.ts';
import { formatMs, formatNoun } from '#lib/content/numbers.ts';
import type { Vitals } from '#lib/protocol/vitals.ts';
import { DIALS, formatPercent, isAbove } from './dials.ts';
import type { Dial } from './dials.ts';

/** The vitals in words: "CPU 4.0 %, event loop late by 1.2 ms at p99, 37 connections." */
export function vitalsSentence({ cpuPercent, delayP99Ms, sockets }: Vitals): string {
	return `CPU ${formatPercent(cpuPercent)}, event loop late by ${formatMs(delayP99Ms)} at p99, ${formatNoun(sockets, 'connection')}.`;
}

/** What is above its threshold, in words that stay as long as it is. */
export function alarms(vitals: Vitals): readonly string[] {
	return alarmsOf((first, threshold) => isAbove(first.read(vitals), threshold));
}

/** All that can be above its threshold: nothing that is said is longer. */
export const ALL_ALARMS: readonly string[] = alarmsOf(() => true);

function alarmsOf(isSaid: (first: Dial['traces'][number], threshold: Threshold) => boolean): readonly string[] {
	return DIALS.flatMap(({ title, traces: [first], threshold, format }) =>
		first && threshold && isSaid(first, threshold) ? [`${title} above ${format(threshold.at)}: ${threshold.means}.`] : []
	);
}
