import { formatCount, formatNoun } from '#lib/content/numbers.ts';
import type { SeatName } from '#lib/state/seat.svelte.ts';
import { sentenceOf } from '../problems.ts';
import type { ProblemTexts } from '../problems.ts';
import { ROUND_COINS, roundOf } from './arena.ts';
import type { Game } from './fold.ts';
import { ENOUGH_KEYS, WINDOW_KEYS } from './key-times.svelte.ts';

/** What is said around the arena. */
export const GAME_TEXT = {
	arena: (person: string) => `Arena of ${person}`,
	keys: { left: 'W A S D', right: 'Arrow keys', only: 'W A S D or arrow keys' } satisfies Record<SeatName, string>,
	steer: 'to move.',
	click: 'Click the arena if they do something else.',
	pad: 'Drag to move',
	waiting: 'Entering the arena…',
	forgotten: 'This room has forgotten how the round began. The next coin taken tells where it is.',
	partial: 'The room has forgotten the first coins of this round; these are the others.',
	caption: (other: string, own: string) => `From ${other}’s key to its picture in ${own}’s arena`,
	table: 'From a key to its picture, by technique',
	another: 'another player',
	none: 'No key yet.',
	quantiles: `p50 and p95: from ${ENOUGH_KEYS} keys on, of the last ${WINDOW_KEYS}; before, ≤\u00a0the slowest.`,
	atMost: (time: string) => `≤ ${time}`,
	told: '±: pressed on another page, which says when. Both pages know the server’s clock to within that.',
	sentOver: 'sent over',
	drawnOver: 'drawn over'
} as const;

/** What times may be wrong by, `, ± 3 ms`; nothing for those of one clock. */
export function errorText(errorMs: number | undefined): string {
	return errorMs === undefined ? '' : `, ± ${Math.ceil(errorMs)} ms`;
}

/** Which coin of which round lies there, and who took the one before. */
export function coinSentence({ coin, last, seed }: Game, nameOf: (by: string) => string): string {
	if (coin === 0) return seed === '' ? GAME_TEXT.waiting : GAME_TEXT.forgotten;
	const place = `Round ${roundOf(coin)}, coin ${((coin - 1) % ROUND_COINS) + 1} of ${ROUND_COINS}.`;
	return last ? `${place} ${nameOf(last.by)} took the one before.` : place;
}

/** Who won the round before. */
export function finishedSentence({ finished }: Game, nameOf: (by: string) => string): string {
	if (!finished) return '';
	const scores = [...finished.scores].sort(([, a], [, b]) => b - a);
	const [first, second] = scores;
	if (!first) return '';
	const outcome = second?.[1] === first[1] ? 'a draw' : `${nameOf(first[0])} won`;
	return `Round ${finished.round}: ${outcome}, ${scores.map(([, score]) => score).join(' to ')}.`;
}

/** How the volatile stream runs. */
export function volatileSentence({ late, impossible, beaten }: Game['dropped'], sent: number, received: number): string {
	const rates = `Positions are volatile: the latest counts, never a backlog. ${sent} a second sent, ${received} of others drawn;`;
	return `${rates} ${formatCount(late)} late, ${formatCount(impossible)} impossible dropped. ${formatNoun(beaten, 'claim')} came second.`;
}

/** What went wrong, and what to do. */
export function problemSentence(error: unknown): string {
	return sentenceOf(error, GAME_PROBLEMS);
}

const GAME_PROBLEMS: ProblemTexts = {
	'not-a-member': 'The room has forgotten you. It takes you back within twenty seconds, or at once when you load this page again.',
	'bad-event': 'The room refused that: a place outside of the arena, or no number. Load this page again.'
};
