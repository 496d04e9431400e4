/**
 * How much work a frame is, in parts of which a pixel's point at the beginning of the fall is one: the frame is encoded whatever
 * its points are, and the deeper it lies, the more steps each of its points takes. Fitted to what the three scenes took, frame by frame.
 */
const WORK = { encoding: 0.7, point: 1, depth: 8 } as const;
/** Work of a frame in the one picture that is made of all in the end. */
const FILM_WORK = 0.9;

/** The work of frame `n` of `of` (from 1 on) with so many points a pixel in each direction. */
export function frameWork(n: number, of: number, samples: number): number {
	return WORK.encoding + samples ** 2 * (WORK.point + (WORK.depth * n) / of);
}

/** The work of the frames after frame `n`. */
export function workLeft(n: number, of: number, samples: number): number {
	const left = of - n;
	// The work grows evenly: the frame in the middle stands for all.
	return left * frameWork((n + 1 + of) / 2, of, samples);
}

/** The work of making one picture of so many frames. */
export function filmWork(of: number): number {
	return FILM_WORK * of;
}

/** What such a part takes, ms, by the frames that ended with frame `n`: the median, so that one that was held up says nothing. */
export function paceOf(times: readonly number[], n: number, of: number, samples: number): number {
	const first = n - times.length + 1;
	const paces = times.map((ms, index) => ms / frameWork(first + index, of, samples)).sort((a, b) => a - b);
	const middle = paces.length / 2;
	return ((paces[Math.ceil(middle) - 1] ?? 0) + (paces[Math.floor(middle)] ?? 0)) / 2;
}
