import { formatMs } from './numbers.ts';

/** What the states of a lane are called, and of a seat. Keyed by `SeatCondition`. */
export const STATE_WORDS = {
	connecting: 'connecting',
	open: 'open',
	unheard: 'receiving only',
	retrying: 'dropped, coming back',
	closed: 'closed'
} as const;

/** What a lane that was closed by hand is called: it goes on when the visitor says so. */
export const PAUSED_WORD = 'paused';

/** What a cut of the line did to the lanes; as `Cut`. */
interface CutOfLanes {
	readonly techniques: readonly string[];
	readonly back: { readonly [technique: string]: number | undefined };
}

/** How a lane stands, and what the last cut did to it. A technique that polls calls itself open, whether it is back or not. */
export function laneWords(
	{ technique, state }: { technique: string; state: keyof typeof STATE_WORDS },
	cut: CutOfLanes | undefined
): string {
	const backMs = cut?.back[technique];
	if (backMs !== undefined) return `${STATE_WORDS[state]}, back after ${formatMs(backMs)}`;
	return state === 'open' && cut?.techniques.includes(technique) ? 'cut, not back yet' : STATE_WORDS[state];
}
