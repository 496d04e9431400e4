import { ARENA } from '#lib/protocol/rooms/game.ts';
import { MIDDLE, ROUND_COINS } from './arena.ts';
import type { Place } from './arena.ts';

/** Coins keep this far from the walls, and players start on a ring of this radius around the first coin. */
const MARGIN = 60;
const START_RADIUS = 240;

/**
 * Where a coin lies: the first of a round in the middle, each other somewhere. It follows from the room's seed and the coin's
 * number alone, so that all agree without being told.
 */
export function coinPlace(seed: string, coin: number): Place {
	if (coin % ROUND_COINS === 1) return MIDDLE;
	return {
		x: Math.round(MARGIN + fraction(`${seed}:${coin}:x`) * (ARENA.width - 2 * MARGIN)),
		y: Math.round(MARGIN + fraction(`${seed}:${coin}:y`) * (ARENA.height - 2 * MARGIN))
	};
}

/** Where a player starts: as far from the first coin as every other. */
export function startPlace(seed: string, by: string): Place {
	const angle = 2 * Math.PI * fraction(`${seed}:${by}`);
	return { x: Math.round(MIDDLE.x + START_RADIUS * Math.cos(angle)), y: Math.round(MIDDLE.y + START_RADIUS * Math.sin(angle)) };
}

/** A fraction from 0 to 1 that a text stands for: FNV-1a, and the mixing of MurmurHash3 to spread its last letters. */
function fraction(text: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
