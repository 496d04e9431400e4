import { randomBytes } from 'node:crypto';
import { FULL_SAMPLES, PICTURE, jobEpoch, jobFeed } from '#lib/protocol/jobs.ts';
import type { JobFailure, JobStage, JobView, SceneId } from '#lib/protocol/jobs.ts';
import type { Clock } from '../clock.ts';
import { JobLog } from './log.ts';

/** What is asked for, and by whom. */
export interface JobOrder {
	readonly session: string;
	readonly address: string;
	readonly scene: SceneId;
	readonly frames: number;
}

const ACTIVE: ReadonlySet<JobStage> = new Set(['queued', 'rendering', 'encoding']);

/** One job: how far it is, what it made, and its log, which hears of every step. Its id is 128 random bits and the key to it. */
export class Job {
	readonly id = randomBytes(16).toString('hex');
	readonly order: JobOrder;
	readonly log: JobLog;
	readonly #clock: Clock;
	readonly #pictures: Uint8Array[] = [];
	#result: Uint8Array | undefined;
	#stage: JobStage = 'queued';
	#position = 0;
	#endedAt: number | undefined;

	constructor(order: JobOrder, clock: Clock) {
		this.order = order;
		this.#clock = clock;
		this.log = new JobLog(jobFeed(this.id), jobEpoch(this.id), clock);
	}

	get stage(): JobStage {
		return this.#stage;
	}

	/** Whether it waits or runs. */
	get isActive(): boolean {
		return ACTIVE.has(this.#stage);
	}

	/** When it ended, however it did; undefined while it is active. */
	get endedAt(): number | undefined {
		return this.#endedAt;
	}

	/** Bytes of the images that it keeps. */
	get keptBytes(): number {
		return this.#pictures.reduce((sum, { length }) => sum + length, this.#result?.length ?? 0);
	}

	/** The image of frame `n`, from 1 on; undefined until it is finished. */
	picture(n: number): Uint8Array | undefined {
		return this.#pictures[n - 1];
	}

	/** The animated image; undefined until it is done. */
	get result(): Uint8Array | undefined {
		return this.#result;
	}

	/** Says its place in the queue, from 1 on, where it is another than before. */
	place(position: number): void {
		if (position === this.#position) return;
		this.#position = position;
		this.log.say('queued', { position, scene: this.order.scene, frames: this.order.frames });
	}

	start(): void {
		this.#stage = 'rendering';
		this.#position = 0;
		this.log.say('started', {});
	}

	/** The next frame is finished; `samples`: points a pixel in each direction. */
	add(picture: Uint8Array, ms: number, samples: number): void {
		this.#pictures.push(picture);
		const told = { n: this.#pictures.length, of: this.order.frames, ms: Math.round(ms) };
		this.log.say('frame', samples < FULL_SAMPLES ? { ...told, samples } : told);
	}

	encode(): void {
		this.#stage = 'encoding';
		this.log.say('encoding', {});
	}

	finish(result: Uint8Array): void {
		this.#result = result;
		this.#end('done');
		const { width, height } = PICTURE;
		this.log.say('done', { bytes: result.length, frames: this.order.frames, width, height });
	}

	/** Ends it without a picture; does nothing to one that has ended. */
	fail(reason: JobFailure): void {
		if (!this.isActive) return;
		this.#end('failed');
		this.log.say('failed', { reason });
	}

	/** Ends it because its owner wants so; does nothing to one that has ended. */
	cancel(): void {
		if (!this.isActive) return;
		this.#end('cancelled');
		this.log.say('cancelled', {});
	}

	/** Lets go of all images; does nothing to one that has not ended. */
	expire(): void {
		if (this.isActive || this.#stage === 'expired') return;
		this.#pictures.length = 0;
		this.#result = undefined;
		this.#stage = 'expired';
		this.log.say('expired', {});
	}

	view(): JobView {
		const { scene, frames } = this.order;
		return {
			id: this.id,
			stage: this.#stage,
			scene,
			finished: this.#pictures.length,
			frames,
			position: this.#stage === 'queued' ? this.#position : 0,
			width: PICTURE.width,
			height: PICTURE.height,
			bytes: this.#result?.length ?? 0
		};
	}

	#end(stage: JobStage): void {
		this.#stage = stage;
		this.#endedAt = this.#clock();
	}
}
