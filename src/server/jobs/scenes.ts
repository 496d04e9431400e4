import type { SceneId } from '#lib/protocol/jobs.ts';

/** A fall into the Mandelbrot set. */
export interface Scene {
	/** The point that stays in the middle. */
	readonly x: number;
	readonly y: number;
	/** Width of what is seen at the end; it begins with `WHOLE`. */
	readonly depth: number;
	/** Steps after which a point counts as inside: at the beginning, and at the end. */
	readonly steps: readonly [number, number];
	/** Phases of red, green and blue on the circle of colours, in turns. */
	readonly phases: readonly [number, number, number];
}

/** Width of the whole set with a margin. */
export const WHOLE = 2.6;

/**
 * The spiral and the star are Misiurewicz points, around which the set looks alike at any depth: their coordinates solve
 * z(25) = z(24) and z(10) = z(9). The seahorse valley ends at a small copy of the whole set.
 */
export const SCENE_TABLE: Readonly<Record<SceneId, Scene>> = {
	seahorse: { x: -0.743643887037151, y: 0.13182590420533, depth: 1.1e-5, steps: [200, 600], phases: [0, 0.1, 0.2] },
	spiral: { x: -0.7756837680090538, y: 0.1364673682946901, depth: 1e-7, steps: [200, 700], phases: [0.5, 0.4, 0.3] },
	star: { x: -0.3739734107907069, y: 0.6597703964249155, depth: 1e-8, steps: [200, 700], phases: [0.2, 0.1, 0] }
};
