/** One line of a chart over time. */
export interface Trace<Figures> {
	readonly label: string;
	/** A token of `app.css`, `--ink` say. */
	readonly colour: string;
	/** Lengths of dash and gap in px; none for a solid line. */
	readonly dash: readonly number[];
	read(figures: Figures): number;
}

/** The figures of one moment. */
export interface TracePoint<Figures> {
	/** Seconds before the newest: 0 or less. */
	readonly ago: number;
	/** Whether nothing is known of the time between the point before and this one. */
	readonly isAfterGap: boolean;
	readonly figures: Figures;
}

/** A bound that figures should stay below. */
export interface Threshold {
	readonly at: number;
	/** What it means to be above, in a few words: "callers wait". */
	readonly means: string;
}

/** What Chart.js draws of a trace: a gap is a point without a figure, and what is below `least` stands on it. */
export function linePoints<Figures>(
	points: readonly TracePoint<Figures>[],
	read: (figures: Figures) => number,
	least = -Infinity
): { x: number; y: number }[] {
	return points.flatMap(({ ago, isAfterGap, figures }) => {
		const point = { x: ago, y: Math.max(read(figures), least) };
		return isAfterGap ? [{ x: ago, y: Number.NaN }, point] : [point];
	});
}
