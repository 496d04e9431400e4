const STEPS = [1, 2, 2.5, 5, 10];
/** Between the seconds of an axis: round on a clock. */
const SECOND_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800];
const HOUR_S = 3600;
const MAX_STEPS = 4;

/** Where an axis of two steps ends that has to reach `most`: at a round figure, as its middle is. `isWhole`: of things that have no half. */
export function axisEnd(most: number, isWhole = false): number {
	const half = Math.max(most / 2, isWhole ? 1 : 0);
	const unit = 10 ** Math.floor(Math.log10(half));
	const step = STEPS.find((step) => step * unit >= half && (!isWhole || Number.isInteger(step * unit)));
	return 2 * unit * (step ?? 10);
}

/** The seconds to name on an axis from `from` to `to`: multiples of one round step, five at most. */
export function secondTicks(from: number, to: number): number[] {
	const least = (to - from) / MAX_STEPS;
	const step = SECOND_STEPS.find((step) => step >= least) ?? Math.ceil(least / HOUR_S) * HOUR_S;
	const first = Math.ceil(from / step);
	return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, index) => (first + index) * step);
}
