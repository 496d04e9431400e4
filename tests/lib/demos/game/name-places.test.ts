import { expect, it } from 'vitest';
import { PLAYER_RADIUS } from '#lib/demos/game/arena.ts';
import type { Place } from '#lib/demos/game/arena.ts';
import { namePlaces } from '#lib/demos/game/name-places.ts';
import type { NamePlace } from '#lib/demos/game/name-places.ts';
import { ARENA } from '#lib/protocol/rooms/game.ts';

const LINE = 24;
const WIDTH = 100;
const places = (...players: Place[]) =>
	namePlaces(
		players,
		players.map(() => WIDTH),
		LINE
	);
const middle = ({ x, align }: NamePlace) => (align === 'left' ? x + WIDTH / 2 : align === 'right' ? x - WIDTH / 2 : x);
const isOver = (a: NamePlace, b: NamePlace) => Math.abs(middle(a) - middle(b)) < WIDTH && Math.abs(a.y - b.y) < 0.99 * LINE;

it('a name stands beside its player, on the side of the middle, and not outside of the arena', () => {
	const [top, bottom, left, right] = places({ x: 500, y: 20 }, { x: 500, y: 580 }, { x: 5, y: 300 }, { x: 995, y: 300 });
	expect(top).toMatchObject({ x: 500, align: 'center' });
	expect(top?.y).toBeGreaterThan(20 + PLAYER_RADIUS);
	expect(bottom?.y).toBeLessThan(580 - PLAYER_RADIUS);
	expect([left?.align, right?.align]).toEqual(['left', 'right']);
});

it.each([0, 10, 30, 60, 99])('names of two players %d units apart do not overlap, and neither lies on the other player', (apart) => {
	for (const y of [30, 300, 570]) {
		const players = [
			{ x: 400, y },
			{ x: 400 + apart, y }
		];
		const [a, b] = places(...players) as [NamePlace, NamePlace];
		expect(isOver(a, b)).toBe(false);
		for (const place of [a, b]) expect(Math.abs(place.y - y)).toBeGreaterThan(PLAYER_RADIUS);
	}
});

it('where one stands above the other the name is not written over that one', () => {
	const [, above] = places({ x: 400, y: 150 }, { x: 400, y: 150 - 2 * PLAYER_RADIUS - 2 }) as [NamePlace, NamePlace];
	expect(Math.abs(above.y - 150)).toBeGreaterThan(PLAYER_RADIUS);
});

it('six on one spot keep their names apart and inside', () => {
	for (const y of [0, 300, ARENA.height]) {
		const all = places(...Array.from({ length: 6 }, () => ({ x: 500, y })));
		const pairs = all.flatMap((a, index) => all.slice(index + 1).map((b) => isOver(a, b)));
		expect(pairs).not.toContain(true);
		for (const place of all) expect(Math.abs(place.y - ARENA.height / 2)).toBeLessThan(ARENA.height / 2);
	}
});
