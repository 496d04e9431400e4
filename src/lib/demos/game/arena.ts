import { ARENA } from '#lib/protocol/rooms/game.ts';

/** A place in the arena. */
export interface Place {
	readonly x: number;
	readonly y: number;
}

/** How fast a player moves, units a second. */
export const SPEED = 340;
export const PLAYER_RADIUS = 22;
export const COIN_RADIUS = 13;
/** From here a player reaches a coin. */
export const TAKE_DISTANCE = PLAYER_RADIUS + COIN_RADIUS;
/** Coins of a round; an odd number, so that two players do not part even. */
export const ROUND_COINS = 15;

/** The middle of the arena. */
export const MIDDLE: Place = { x: ARENA.width / 2, y: ARENA.height / 2 };

/** Rounded alike in every engine: a square root is exact, `Math.hypot` is not. */
export function distance(a: Place, b: Place): number {
	return Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2);
}

/** The nearest place where a whole player is inside. */
export function inside({ x, y }: Place): Place {
	const within = (value: number, length: number) => Math.min(length - PLAYER_RADIUS, Math.max(PLAYER_RADIUS, value));
	return { x: within(x, ARENA.width), y: within(y, ARENA.height) };
}

/** The round that a coin belongs to, from 1. */
export function roundOf(coin: number): number {
	return Math.ceil(coin / ROUND_COINS);
}
