/** The lines of a logarithmic axis that has to hold these figures: powers of ten, two at least. */
export function decades(least: number, most: number): number[] {
	const first = Math.floor(Math.log10(least));
	const last = Math.max(Math.ceil(Math.log10(most)), first + 1);
	return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}
