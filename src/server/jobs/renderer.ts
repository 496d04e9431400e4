import { availableParallelism } from 'node:os';
import Tinypool from 'tinypool';
import type { AnimationTask, FrameTask } from './render-worker.ts';
import { findWorkerFile } from './worker-file.ts';

/** Makes pictures off the event loop. */
export interface Renderer {
	/** Tasks that it works on at the same time. */
	readonly workers: number;
	/** Renders a frame into its place and answers it as an image of its own. */
	frame(task: FrameTask): Promise<Uint8Array>;
	/** Makes one animated image of all frames. */
	animation(task: AnimationTask): Promise<Uint8Array>;
	/** Ends it; what it was working on is refused. */
	close(): Promise<void>;
}

/** A worker without work ends after this long, ms. */
const IDLE_MS = 20_000;

/** Threads that leave the event loop a processor of its own, where there are two: it must answer while they work. */
const WORKERS = Math.max(1, Math.min(2, availableParallelism() - 1));

/** Renders in worker threads, which begin with the first task. `onError` hears of a thread that ended by itself. */
export function createRenderer(onError: (error: unknown) => void): Renderer {
	let opened: Promise<Tinypool> | undefined;

	async function open(): Promise<Tinypool> {
		// On glibc the libraries of sharp must be loaded by the main thread before any worker loads them.
		await import('sharp');
		const pool = new Tinypool({ filename: await findWorkerFile(), minThreads: 0, maxThreads: WORKERS, idleTimeout: IDLE_MS });
		pool.on('error', (error) => {
			onError(error);
			// What waits for that thread would wait for ever: this refuses it.
			opened = undefined;
			void pool.destroy();
		});
		return pool;
	}

	async function run(name: string, task: unknown): Promise<Uint8Array> {
		opened ??= open();
		return (await opened).run(task, { name }) as Promise<Uint8Array>;
	}

	return {
		workers: WORKERS,
		frame: (task) => run('frame', task),
		animation: (task) => run('animation', task),
		async close() {
			await (await opened)?.destroy();
		}
	};
}
