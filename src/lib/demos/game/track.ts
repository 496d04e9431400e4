import { SPEED, distance } from './arena.ts';
import type { Place } from './arena.ts';

/**
 * Where somebody is known to have been. `clock` is the earliest moment at which an honest player could have been there, ms
 * since 1970 on the server's clock: each way costs its time, and what one did not use is kept for `GRACE_MS`.
 */
export interface Track extends Place {
	readonly clock: number;
}

/** Lines are late by different times: so much later than another an event may be and still be believed. */
export const GRACE_MS = 1000;
/** A tenth above a player's speed: roundings and the page's clock are not cheating. */
const MOST_PER_MS = (1.1 * SPEED) / 1000;

/** The track of somebody who is here at this moment. */
export function startTrack({ x, y }: Place, at: number): Track {
	return { x, y, clock: at - GRACE_MS };
}

/** The track after a way to another place; undefined where nobody could be there so soon. */
export function moveTrack(track: Track, { x, y }: Place, at: number): Track | undefined {
	const clock = track.clock + distance(track, { x, y }) / MOST_PER_MS;
	return clock > at ? undefined : { x, y, clock: Math.max(clock, at - GRACE_MS) };
}
