/** A row of a printed table: the samples that it stands for, and the moment of the last of them, s. */
export interface PrintedRow<Sample> {
	readonly seconds: number;
	readonly samples: readonly Sample[];
}

/** At most so many rows, a second or more apart, each up to its moment; the last one is that of the last sample. */
export function printedRows<Sample extends { readonly seconds: number }>(samples: readonly Sample[], most: number): PrintedRow<Sample>[] {
	// Of a second as the table says it, the last sample counts: a race comes to rest between two.
	const lasts = samples.filter(({ seconds }, index) => {
		const next = samples[index + 1];
		return !next || Math.round(next.seconds) !== Math.round(seconds);
	});
	const step = Math.max(1, Math.ceil(lasts.length / most));
	const ends = lasts.filter((_, index) => (lasts.length - 1 - index) % step === 0);
	return ends.map(({ seconds }, index) => {
		const since = ends[index - 1]?.seconds ?? -Infinity;
		return { seconds, samples: samples.filter((sample) => sample.seconds > since && sample.seconds <= seconds) };
	});
}
