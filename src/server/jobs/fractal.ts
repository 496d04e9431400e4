import { PICTURE } from '#lib/protocol/jobs.ts';
import type { SceneId } from '#lib/protocol/jobs.ts';
import { SCENE_TABLE, WHOLE } from './scenes.ts';

/** Bytes of a frame: red, green and blue of each pixel. */
export const FRAME_BYTES = 3 * PICTURE.width * PICTURE.height;

/** A point that has gone this far (squared) does not come back; farther than the needed 4, for smooth colours. */
const FAR = 256;

/** Steps of z -> z² + c until the point is far, with a fraction; undefined for one that stays. */
export function escapeSteps(cx: number, cy: number, maxSteps: number): number | undefined {
	// The two largest parts of the set are known beforehand, and would cost every step.
	const q = (cx - 0.25) ** 2 + cy * cy;
	if (q * (q + cx - 0.25) <= 0.25 * cy * cy || (cx + 1) ** 2 + cy * cy < 0.0625) return undefined;
	let x = 0;
	let y = 0;
	let xx = 0;
	let yy = 0;
	for (let step = 0; step < maxSteps; step++) {
		y = 2 * x * y + cy;
		x = xx - yy + cx;
		xx = x * x;
		yy = y * y;
		if (xx + yy > FAR) return step + 2 - Math.log2(Math.log2(xx + yy) / 8);
	}
	return undefined;
}

/** Renders frame `n` of `of` (from 1 on) into `pixels`, with `samples` by `samples` points a pixel. The same call makes the same picture. */
export function renderFractal(sceneId: SceneId, n: number, of: number, samples: number, pixels: Uint8Array): void {
	const { x, y, depth, steps, phases } = SCENE_TABLE[sceneId];
	const { width, height } = PICTURE;
	const progress = of > 1 ? (n - 1) / (of - 1) : 0;
	const step = (WHOLE * (depth / WHOLE) ** progress) / (width * samples);
	const maxSteps = Math.round(steps[0] + (steps[1] - steps[0]) * progress);
	const left = x - (width * samples - 1) * 0.5 * step;
	const top = y - (height * samples - 1) * 0.5 * step;
	let at = 0;
	for (let row = 0; row < height; row++) {
		for (let column = 0; column < width; column++) {
			const sum = [0, 0, 0];
			for (let part = 0; part < samples * samples; part++) {
				const cx = left + (column * samples + (part % samples)) * step;
				const cy = top + (row * samples + Math.floor(part / samples)) * step;
				const escaped = escapeSteps(cx, cy, maxSteps);
				if (escaped !== undefined) addColour(sum, escaped, phases);
			}
			for (const colour of sum) pixels[at++] = Math.round(colour / (samples * samples));
		}
	}
}

/** Adds the colour of a point outside: a circle through ink, blue, paper and bronze. A point inside is black and adds nothing. */
function addColour(sum: number[], escaped: number, phases: Readonly<Record<number, number>>): void {
	const turn = 0.2 * Math.sqrt(Math.max(0, escaped));
	for (let i = 0; i < 3; i++) sum[i] = (sum[i] ?? 0) + 127.5 + 127.5 * Math.cos(2 * Math.PI * (turn + (phases[i] ?? 0)));
}
