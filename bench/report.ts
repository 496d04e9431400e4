/** A figure and what it must not exceed. */
export interface Bar {
	readonly name: string;
	readonly figure: string;
	readonly bar: string;
	readonly verdict: 'met' | 'missed' | 'not measured';
}

/** What one sub-command found. */
export interface Section {
	/** The sub-command. */
	readonly name: string;
	readonly title: string;
	readonly text: string;
	/** Tables in Markdown. */
	readonly tables: readonly string[];
	readonly bars: readonly Bar[];
}

/** A bar of at most `most`; a figure that was not measured is NaN. */
export function bar(name: string, figure: number, most: number, unit: string, digits = 2): Bar {
	const verdict = Number.isNaN(figure) ? 'not measured' : figure <= most ? 'met' : 'missed';
	return { name, figure: Number.isNaN(figure) ? '' : `${figure.toFixed(digits)} ${unit}`, bar: `at most ${most} ${unit}`, verdict };
}

/** A table in Markdown, its columns padded so that it reads in a terminal too; all but the first column to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const widths = head.map((cell, i) => Math.max(3, cell.length, ...rows.map((row) => row[i]?.length ?? 0)));
	const line = (row: readonly string[]) =>
		`| ${widths.map((width, i) => (i === 0 ? (row[i] ?? '').padEnd(width) : (row[i] ?? '').padStart(width))).join(' | ')} |`;
	const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
	return [line(head), rule, ...rows.map(line)].join('\n');
}

/** A section in Markdown. */
export function sectionText({ title, text, tables, bars }: Section): string {
	const rows = bars.map(({ name, figure, bar, verdict }) => [name, figure, bar, verdict]);
	return [`## ${title}`, text, ...tables, table(['', 'figure', 'bar', 'verdict'], rows)].join('\n\n');
}
