import { FULL_SAMPLES } from '#lib/protocol/jobs.ts';
import { FRAME_BYTES } from './fractal.ts';
import type { Job } from './job.ts';
import type { Renderer } from './renderer.ts';
import { nextSamples } from './samples.ts';

/** What is rendered. */
export interface RenderOptions {
	/** The job is given up after this long, ms. */
	readonly limitMs: number;
	/** Hears of what nobody foresaw. */
	onError(error: unknown): void;
}

/** Renders a job to its end, whatever that is; resolves when the renderer has nothing more to do for it. */
export async function renderJob(job: Job, renderer: Renderer, { limitMs, onError }: RenderOptions): Promise<void> {
	const deadline = setTimeout(() => job.fail('too-slow'), limitMs);
	const startedAt = performance.now();
	const { scene, frames: of } = job.order;
	job.start();
	try {
		const pixels = new SharedArrayBuffer(of * FRAME_BYTES);
		let times: number[] = [];
		let samples: number = FULL_SAMPLES;
		for (let n = 1; n <= of; n++) {
			const frameAt = performance.now();
			const picture = await renderer.frame({ scene, n, of, samples, pixels });
			if (!job.isActive) return;
			const ms = performance.now() - frameAt;
			job.add(picture, ms, samples);
			times.push(ms);
			const next = nextSamples({ samples, times, elapsedMs: performance.now() - startedAt, n, of, limitMs });
			// How fast that is, the next frames tell.
			if (next !== samples) times = [];
			samples = next;
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
