import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PICTURE, SCENES } from '#lib/protocol/jobs.ts';
import { FRAME_BYTES, escapeSteps, renderFractal } from '../../../src/server/jobs/fractal.ts';

function render(...[scene, n, of, samples]: [(typeof SCENES)[number], number, number, number]): Uint8Array {
	const pixels = new Uint8Array(FRAME_BYTES);
	renderFractal(scene, n, of, samples, pixels);
	return pixels;
}

const digest = (pixels: Uint8Array) => createHash('sha256').update(pixels).digest('hex');

describe('a point', () => {
	it.each([
		[0, 0],
		[-1, 0],
		[-0.125, 0.7449],
		[0.25, 0]
	])('(%f, %f) is in the set and stays', (x, y) => expect(escapeSteps(x, y, 500)).toBe(-1));

	it.each([
		[2, 2],
		[0.3, 0],
		[-2.1, 0]
	])('(%f, %f) is outside and goes', (x, y) => expect(escapeSteps(x, y, 500)).toBeGreaterThan(0));

	it('goes later the nearer it is to the set, without a jump', () => {
		const near = Array.from({ length: 200 }, (_, i) => escapeSteps(0.6 - i * 0.001, 0, 500));
		const jumps = near.slice(1).map((steps, i) => steps - (near[i] ?? 0));
		expect(Math.min(...jumps)).toBeGreaterThan(0);
		expect(Math.max(...jumps)).toBeLessThan(0.1);
	});
});

describe('a frame', () => {
	it.each(SCENES)('%s: the same frame is the same picture, another is not', (scene) => {
		const third = digest(render(scene, 3, 8, 1));
		expect(digest(render(scene, 3, 8, 1))).toBe(third);
		expect(digest(render(scene, 4, 8, 1))).not.toBe(third);
	});

	it('of a job that has no time left shares one point among several pixels', () => {
		const pixels = render('star', 5, 8, 0.25);
		const at = (x: number, y: number) => [...pixels.subarray(3 * (y * PICTURE.width + x), 3 * (y * PICTURE.width + x) + 3)];
		for (const [x, y] of [
			[3, 3],
			[2, 0],
			[0, 1]
		] as const)
			expect(at(100 + x, 100 + y)).toEqual(at(100, 100));
		expect(new Set(Array.from({ length: PICTURE.width / 4 }, (_, i) => at(4 * i, 100).join())).size).toBeGreaterThan(10);
	});
});
