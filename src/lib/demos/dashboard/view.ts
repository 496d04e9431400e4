import type { TracePoint } from '#lib/charts/trace.ts';
import type { Vitals } from '#lib/protocol/vitals.ts';
import type { Sample } from './fold.ts';

/** A pause between samples that is longer than what the later one tells of, by this much, is a gap, ms. */
const SLACK_MS = 250;

/** The samples of the last seconds before the newest, as charts draw them. */
export function lastSeconds(samples: readonly Sample[], seconds: number): readonly TracePoint<Vitals>[] {
	const newest = samples.at(-1)?.at ?? 0;
	return samples.flatMap(({ at, vitals }, index) => {
		const ago = (at - newest) / 1000;
		if (ago < -seconds) return [];
		const before = samples[index - 1];
		return [{ ago, isAfterGap: before !== undefined && at - before.at > vitals.overMs + SLACK_MS, figures: vitals }];
	});
}

/** Least and most of a figure. */
export function rangeOf(points: readonly TracePoint<Vitals>[], read: (vitals: Vitals) => number): { least: number; most: number } {
	const figures = points.map((point) => read(point.figures));
	return { least: Math.min(...figures), most: Math.max(...figures) };
}
