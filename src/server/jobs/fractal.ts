import { PICTURE } from '#lib/protocol/jobs.ts';
import type { SceneId } from '#lib/protocol/jobs.ts';
import { SCENE_TABLE, WHOLE } from './scenes.ts';

/** Bytes of a frame: red, green and blue of each pixel. */
export const FRAME_BYTES = 3 * PICTURE.width * PICTURE.height;

/** A point that has gone this far (squared) does not come back; farther than the needed 4, for smooth colours. */
const FAR = 256;

/** Steps of z -> z² + c until the point is far, with a fraction; -1 for one that stays. */
export function escapeSteps(cx: number, cy: number, maxSteps: number): number {
	// The two largest parts of the set are known beforehand, and would cost every step.
	const q = (cx - 0.25) ** 2 + cy * cy;
	if (q * (q + cx - 0.25) <= 0.25 * cy * cy || (cx + 1) ** 2 + cy * cy < 0.0625) return -1;
	let x = 0;
	let y = 0;
	let xx = 0;
	let yy = 0;
	for (let step = 1; step <= maxSteps; step++) {
		y = 2 * x * y + cy;
		x = xx - yy + cx;
		xx = x * x;
		yy = y * y;
		if (xx + yy > FAR) return step + 1 - Math.log2(Math.log2(xx + yy) / 8);
	}
	return -1;
}

/**
 * Renders frame `n` of `of` (from 1 on) into `pixels`. The same call makes the same picture. `samples`: points a pixel in each
 * direction, a power of two; below 1 several pixels share one point.
 */
export function renderFractal(sceneId: SceneId, n: number, of: number, samples: number, pixels: Uint8Array): void {
	const { x, y, depth, steps, phases } = SCENE_TABLE[sceneId];
	const { width, height } = PICTURE;
	const progress = of > 1 ? (n - 1) / (of - 1) : 0;
	const pixel = (WHOLE * (depth / WHOLE) ** progress) / width;
	const maxSteps = Math.round(steps[0] + (steps[1] - steps[0]) * progress);
	const circle = colourCircle(phases);
	const block = Math.max(1, 1 / samples);
	const across = Math.max(1, samples);
	const step = (pixel * block) / across;
	for (let row = 0; row < height; row += block) {
		for (let column = 0; column < width; column += block) {
			const left = x + (column - width / 2) * pixel + step / 2;
			const top = y + (row - height / 2) * pixel + step / 2;
			let [red, green, blue] = [0, 0, 0];
			for (let point = 0; point < across * across; point++) {
				const escaped = escapeSteps(left + (point % across) * step, top + Math.floor(point / across) * step, maxSteps);
				// A point inside is black and adds nothing.
				if (escaped < 0) continue;
				const colour = 3 * (Math.round(TURN * Math.sqrt(escaped) * COLOURS) % COLOURS);
				red += circle[colour] as number;
				green += circle[colour + 1] as number;
				blue += circle[colour + 2] as number;
			}
			const points = across * across;
			fillBlock(pixels, column, row, block, [red / points, green / points, blue / points]);
		}
	}
}

function fillBlock(pixels: Uint8Array, column: number, row: number, block: number, colour: readonly number[]): void {
	for (let y = row; y < Math.min(PICTURE.height, row + block); y++) {
		for (let x = column; x < Math.min(PICTURE.width, column + block); x++) pixels.set(colour, 3 * (y * PICTURE.width + x));
	}
}

/** Colours on the circle, and how much of it the root of a step turns. */
const COLOURS = 2048;
const TURN = 0.2;

/** A circle of colours through ink, blue, paper and bronze: red, green and blue are waves a little apart. */
function colourCircle(phases: readonly number[]): Uint8Array {
	const circle = new Uint8Array(3 * COLOURS);
	for (let i = 0; i < circle.length; i++) {
		const turn = Math.floor(i / 3) / COLOURS + (phases[i % 3] ?? 0);
		circle[i] = Math.round(127.5 + 127.5 * Math.cos(2 * Math.PI * turn));
	}
	return circle;
}
