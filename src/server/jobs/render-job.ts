import { FRAME_BYTES } from './fractal.ts';
import type { Job } from './job.ts';
import type { Renderer } from './renderer.ts';

export interface RenderOptions {
	/** The job is given up after this long, ms. */
	readonly limitMs: number;
	/** Hears of what nobody foresaw. */
	onError(error: unknown): void;
}

/** Points a pixel in each direction: at first, and at least. */
const SAMPLES = { first: 2, least: 0.25 } as const;
/** The share of its time that a job plans with, as encoding comes after the frames, and the frames that it plans from. */
const PLANNED = 0.6;
const RECENT = 6;

/** Renders a job to its end, whatever that is; resolves when the renderer has nothing more to do for it. */
export async function renderJob(job: Job, renderer: Renderer, { limitMs, onError }: RenderOptions): Promise<void> {
	const deadline = setTimeout(() => job.fail('too-slow'), limitMs);
	const startedAt = performance.now();
	const { scene, frames: of } = job.order;
	job.start();
	try {
		const pixels = new SharedArrayBuffer(of * FRAME_BYTES);
		let times: number[] = [];
		let samples: number = SAMPLES.first;
		for (let n = 1; n <= of; n++) {
			const frameAt = performance.now();
			const picture = await renderer.frame({ scene, n, of, samples, pixels });
			if (!job.isActive) return;
			const ms = performance.now() - frameAt;
			job.add(picture, ms);
			times.push(ms);
			if (times.length < RECENT) continue;
			const recentMs = times.slice(-RECENT).reduce((sum, time) => sum + time, 0) / RECENT;
			const plannedMs = performance.now() - startedAt + recentMs * (of - n);
			if (plannedMs <= PLANNED * limitMs || samples <= SAMPLES.least) continue;
			// A slow machine makes a coarser picture and not none; how fast that is, the next frames tell.
			samples /= 2;
			times = [];
		}
		job.encode();
		const result = await renderer.animation({ pixels, frames: of });
		if (job.isActive) job.finish(result);
	} catch (error) {
		if (job.isActive) onError(error);
		job.fail('internal');
	} finally {
		clearTimeout(deadline);
	}
}
