/** Renders the stills of the scenes that the start form of the progress demo shows: `npx tsx scripts/scene-stills.ts`. */
import { mkdir } from 'node:fs/promises';
import sharp from 'sharp';
import { PICTURE, SCENES } from '../src/lib/protocol/jobs.ts';
import type { SceneId } from '../src/lib/protocol/jobs.ts';
import { FRAME_BYTES, renderFractal } from '../src/server/jobs/fractal.ts';

/** The frame of a hundred that shows best where the fall leads. */
const BEST: Readonly<Record<SceneId, number>> = { seahorse: 80, spiral: 98, star: 70 };
const { width, height } = PICTURE;

await mkdir('static/scenes', { recursive: true });
for (const scene of SCENES) {
	const pixels = new Uint8Array(FRAME_BYTES);
	renderFractal(scene, BEST[scene], 100, 4, pixels);
	await sharp(pixels, { raw: { width, height, channels: 3 } })
		.webp({ quality: 80, effort: 6 })
		.toFile(`static/scenes/${scene}.webp`);
}
