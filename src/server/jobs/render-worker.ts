import { setPriority } from 'node:os';
import type { SceneId } from '#lib/protocol/jobs.ts';
import { encodeAnimation, encodeFrame } from './encode.ts';
import { FRAME_BYTES, renderFractal } from './fractal.ts';

/** A frame to render: number `n` of `of` (from 1 on), into its place among the pixels of all of them. */
export interface FrameTask {
	readonly scene: SceneId;
	readonly n: number;
	readonly of: number;
	/** Points a pixel in each direction. */
	readonly samples: number;
	readonly pixels: SharedArrayBuffer;
}

/** Frames to make one picture of. */
export interface AnimationTask {
	readonly pixels: SharedArrayBuffer;
	readonly frames: number;
}

/** Lower than the event loop's, which is 0, and not so low that a job starves on a busy machine: a third of its share. */
const NICE = 5;

// On Linux this is the priority of the calling thread alone; elsewhere it would be that of the whole server.
if (process.platform === 'linux') setPriority(NICE);

/** Renders a frame and answers it as a WebP of its own. */
export function frame({ scene, n, of, samples, pixels }: FrameTask): Promise<Uint8Array> {
	renderFractal(scene, n, of, samples, new Uint8Array(pixels, (n - 1) * FRAME_BYTES, FRAME_BYTES));
	return encodeFrame(pixels, n - 1);
}

/** Makes one animated WebP of all frames. */
export function animation({ pixels, frames }: AnimationTask): Promise<Uint8Array> {
	return encodeAnimation(pixels, frames);
}
