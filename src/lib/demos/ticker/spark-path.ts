import { MINUTE_MS } from './fold.ts';
import type { Quote } from './fold.ts';

/** Width and height of the drawing, in its own units. */
export const SPARK = { width: 100, height: 24 } as const;
const MARGIN = 2;

/** A minute as an SVG path, the newest price at the right edge: one point a second, since more of them would not be seen. */
export function sparkPath(quote: Quote): string {
	const last = quote.at(-1);
	if (!last) return '';
	const seconds = quote.filter((point, index) => Math.floor(point.at / 1000) !== Math.floor((quote[index + 1]?.at ?? Infinity) / 1000));
	const values = seconds.map(({ value }) => value);
	const low = Math.min(...values);
	const range = Math.max(...values) - low;
	const points = seconds.map(({ at, value }) => {
		const x = SPARK.width * (1 - (last.at - at) / MINUTE_MS);
		const up = range === 0 ? 0.5 : (value - low) / range;
		return `${tenth(x)} ${tenth(SPARK.height - MARGIN - up * (SPARK.height - 2 * MARGIN))}`;
	});
	return `M${points.join('L')}`;
}

/** Rounded by arithmetic, in half the time of `toFixed`: the path is made anew with each price. */
function tenth(value: number): number {
	return Math.round(value * 10) / 10;
}
