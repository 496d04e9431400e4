import { afterEach, expect, it, vi } from 'vitest';
import { drawArena } from '#lib/demos/game/draw-arena.ts';
import type { ArenaStyle } from '#lib/demos/game/draw-arena.ts';

const STYLE: ArenaStyle = { ink: '', soft: '', grid: '', sheet: '', accent: '', family: 'mono', type: 14, stroke: 1 };
/** Of a letter, in a type of 1: an arena of 360 px has 1000 units. */
const LETTER = 0.6;
const SCALE = 0.36;

/** The names that an arena on a phone writes, each with all that it is written with. */
function written(...names: string[]): unknown[][] {
	vi.stubGlobal('Path2D', class {});
	const fillText = vi.fn();
	const measureText = (text: string) => ({ width: (LETTER * text.length * STYLE.type) / SCALE });
	const context = new Proxy(
		{},
		{ get: (_, name) => ({ fillText, measureText })[name as 'fillText'] ?? (() => undefined), set: () => true }
	);
	const figures = names.map((name, index) => ({ shape: 0, name, place: { x: 300 * index + 200, y: 300 }, isOwn: false, trail: [] }));
	const view = { coin: undefined, isClaimed: false, taken: undefined, figures };
	drawArena(context as CanvasRenderingContext2D, view, STYLE, SCALE, 1);
	return fillText.mock.calls;
}
afterEach(() => vi.unstubAllGlobals());

it('a name that is too long for the arena ends with an ellipsis and is not squeezed; a short one is whole', () => {
	const [long, short] = written('W'.repeat(21), 'Ada');
	expect([long?.[0], short?.[0]]).toEqual(['WWWWWWWW…', 'Ada']);
	// A fourth would be a width to squeeze it into.
	expect([long, short].map((all) => all?.length)).toEqual([3, 3]);
});

it('a name ends between letters, and not with a space before the ellipsis', () => {
	const family = '👩‍👩‍👧';
	expect(written(`Ada ${family.repeat(3)}`).map(([text]) => text)).toEqual(['Ada…']);
});
