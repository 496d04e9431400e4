/** Numbers as the pages write them: units of 1000, few digits, always the same width for the same size. */

/** `0 B`, `999 B`, `1.2 kB`, `18.2 kB`, `1.25 MB`. */
export function formatBytes(bytes: number): string {
	if (bytes < 1000) return `${Math.round(bytes)} B`;
	if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
	return `${(bytes / 1_000_000).toFixed(2)} MB`;
}

/** `12`, `1,234`. */
export function formatCount(count: number): string {
	return count.toLocaleString('en-GB');
}

/** `<0.1 ms`, `0.4 ms`, `12 ms`, `1.5 s`; a dash for nothing measured. */
export function formatMs(ms: number | undefined): string {
	if (ms === undefined) return '–';
	if (ms < 0.05) return '<0.1 ms';
	if (ms < 10) return `${ms.toFixed(1)} ms`;
	return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `0:07`, `12:30`: how long something takes or took, as a clock says it. */
export function formatClock(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** `9 s`, `42 s`, `3 min 5 s`. */
export function formatSeconds(seconds: number): string {
	if (seconds < 60) return `${Math.floor(seconds)} s`;
	return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** `0 %`, `0.4 %`, `98 %`. */
export function formatShare(share: number): string {
	const percent = share * 100;
	return `${percent > 0 && percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** `0.1`, `2.5`, `200`: a setting without needless digits. */
export function formatSetting(value: number): string {
	return String(value < 10 ? Math.round(value * 100) / 100 : Math.round(value * 10) / 10);
}

/** `once`, `twice`, `30 times`. */
export function formatTimes(count: number): string {
	if (count === 1) return 'once';
	return count === 2 ? 'twice' : `${formatCount(count)} times`;
}

/** `1 event`, `3 events`. */
export function formatNoun(count: number, noun: string): string {
	return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
