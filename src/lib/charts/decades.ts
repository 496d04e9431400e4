/** No logarithmic axis goes below it: what is less stands on its edge. */
export const LEAST = 0.1;

/** The lines of a logarithmic axis that has to hold these figures: powers of ten, two at least; of no figures, where `most` is 0, 1 and 10. */
export function decades(least: number, most: number): number[] {
	if (most === 0) return [1, 10];
	const first = Math.floor(Math.log10(Math.max(least, LEAST)));
	const last = Math.max(Math.ceil(Math.log10(most)), first + 1);
	return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}
