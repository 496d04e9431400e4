const STEPS = [1, 2, 2.5, 5, 10];

/** Where an axis of two steps ends that has to reach `most`: at a round figure, as its middle is. */
export function axisEnd(most: number): number {
	const half = most / 2;
	const unit = 10 ** Math.floor(Math.log10(half));
	return 2 * unit * (STEPS.find((step) => step * unit >= half) ?? 10);
}
