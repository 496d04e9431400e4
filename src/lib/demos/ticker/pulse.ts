/** How the board moves: drawings a second, and the longest time that it stood still. */
export interface Pulse {
	readonly perSecond: number;
	readonly stillMs: number;
}

/** Time that a pulse is taken of. */
export const PULSE_MS = 5000;

/** The pulse of these moments of drawing (ascending), as it is at `now`; undefined until they span the time it is taken of. */
export function readPulse(moments: readonly number[], now: number): Pulse | undefined {
	const from = now - PULSE_MS;
	const [first = Infinity] = moments;
	if (first > from) return undefined;
	const recent = moments.filter((moment) => moment > from);
	const before = moments.findLast((moment) => moment <= from) ?? from;
	const edges = [before, ...recent, now];
	const stillMs = Math.max(...edges.slice(1).map((edge, index) => edge - (edges[index] ?? edge)));
	return { perSecond: recent.length / (PULSE_MS / 1000), stillMs };
}

/** The pulse in a sentence, beside what is sent. */
export function pulseSentence(rate: number, pulse: Pulse | undefined): string {
	const sent = `${rate} ${rate === 1 ? 'price' : 'prices'} a second ${rate === 1 ? 'is' : 'are'} sent.`;
	if (!pulse) return sent;
	const times = pulse.perSecond.toFixed(1);
	return `${sent} The board moves ${times} times a second and stands still for ${(pulse.stillMs / 1000).toFixed(2)} s at most.`;
}
