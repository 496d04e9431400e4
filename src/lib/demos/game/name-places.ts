import { ARENA } from '#lib/protocol/rooms/game.ts';
import { PLAYER_RADIUS } from './arena.ts';
import type { Place } from './arena.ts';

/** A name, beside the middle of its line. */
export interface NamePlace extends Place {
	readonly align: 'left' | 'center' | 'right';
}

interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

/** Nearer to a side wall than this a name begins or ends at its player. */
const EDGE = 120;
/** Lines away from its player that a name may be. */
const MOST_LINES = 6;

/**
 * Where names stand, so that none lies on another while there is room: above or below its player, on the side of the middle
 * first, further away where that is taken, and beside other players rather than on them. The last of the list chooses first.
 */
export function namePlaces(players: readonly Place[], widths: readonly number[], line: number): NamePlace[] {
	const names: Box[] = [];
	const places: NamePlace[] = [];
	for (let index = players.length - 1; index >= 0; index--) {
		const player = players[index] as Place;
		const width = widths[index] ?? 0;
		const bodies = players.filter((_, other) => other !== index).map(({ x, y }) => around({ x, y }, 2 * PLAYER_RADIUS, 2 * PLAYER_RADIUS));
		const cost = (place: NamePlace) => {
			const box = boxOf(place, width, line);
			const isOutside = box.top < 0 || box.bottom > ARENA.height;
			return (isOutside ? 1000 : 0) + 10 * overlaps(box, names) + overlaps(box, bodies);
		};
		// Of equal ones the first.
		const best = candidates(player, line).reduce((best, place) => (cost(place) < cost(best) ? place : best));
		names.push(boxOf(best, width, line));
		places.unshift(best);
	}
	return places;
}

function candidates({ x, y }: Place, line: number): NamePlace[] {
	const align = x < EDGE ? 'left' : x > ARENA.width - EDGE ? 'right' : 'center';
	const side = y < ARENA.height / 2 ? 1 : -1;
	return Array.from({ length: MOST_LINES }, (_, lines) => PLAYER_RADIUS + (lines + 0.9) * line).flatMap((away) => [
		{ x, y: y + side * away, align },
		{ x, y: y - side * away, align }
	]);
}

function boxOf({ x, y, align }: NamePlace, width: number, line: number): Box {
	const middle = align === 'center' ? x : align === 'left' ? x + width / 2 : x - width / 2;
	// A line touches the next without lying on it.
	return around({ x: middle, y }, width, 0.99 * line);
}

function around({ x, y }: Place, width: number, height: number): Box {
	return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

function overlaps(box: Box, others: readonly Box[]): number {
	const isOver = (other: Box) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top;
	return others.filter(isOver).length;
}
