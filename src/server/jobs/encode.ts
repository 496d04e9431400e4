import sharp from 'sharp';
import { PICTURE } from '#lib/protocol/jobs.ts';
import { FRAME_BYTES } from './fractal.ts';

const { width, height, frameMs } = PICTURE;

// Each worker encodes one thing at a time, and what it has read once it does not read again.
sharp.concurrency(1);
sharp.cache(false);

/** One frame as a WebP of its own. */
export function encodeFrame(pixels: ArrayBufferLike, index: number): Promise<Uint8Array> {
	const frame = Buffer.from(pixels as ArrayBuffer, index * FRAME_BYTES, FRAME_BYTES);
	return sharp(frame, { raw: { width, height, channels: 3 } })
		.webp({ quality: 60, effort: 2 })
		.toBuffer();
}

/** All frames as one animated WebP that begins anew at its end. */
export function encodeAnimation(pixels: ArrayBufferLike, frames: number): Promise<Uint8Array> {
	return (
		sharp(Buffer.from(pixels as ArrayBuffer, 0, frames * FRAME_BYTES), {
			raw: { width, height: height * frames, channels: 3, pageHeight: height }
		})
			// One number would be the delay of the first frame alone.
			.webp({ quality: 80, effort: 2, loop: 0, delay: Array<number>(frames).fill(frameMs) })
			.toBuffer()
	);
}
