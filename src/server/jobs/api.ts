import type { IncomingMessage, ServerResponse } from 'node:http';
import { newJobSchema } from '#lib/protocol/jobs.ts';
import { clientAddress } from '../address.ts';
import { readBody } from '../body.ts';
import type { Config } from '../config.ts';
import { sendJson } from '../json.ts';
import { createRate } from '../limits/rate.ts';
import { Problem, nothingHere } from '../problem.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { Target } from '../target.ts';
import type { Job } from './job.ts';
import type { Jobs } from './jobs.ts';

/** Jobs that one address may start: a second, and at once. */
const NEW_JOBS = { perSecond: 1, burst: 20 } as const;

/** The routes below `/jobs`. Whoever knows a job's id may see and cancel it. */
export class JobsApi {
	readonly #config: Config;
	readonly #jobs: Jobs;
	readonly #sessions: Sessions;
	readonly #takeTurn;

	constructor(config: Config, jobs: Jobs, sessions: Sessions) {
		this.#config = config;
		this.#jobs = jobs;
		this.#sessions = sessions;
		this.#takeTurn = createRate(NEW_JOBS.perSecond, NEW_JOBS.burst);
	}

	/** What may be done with the target of a request, by method. @throws {Problem} `unknown-path`. */
	methods(request: IncomingMessage, response: ServerResponse, target: Target): Record<string, () => void | Promise<void>> {
		const [, id = '', part, n, ...rest] = target.segments;
		if (id === '' && part === undefined) return { POST: () => this.start(request, response) };
		if (part === undefined) return { GET: () => this.read(id, response), DELETE: () => this.cancel(id, response) };
		if (part === 'result' && n === undefined) return { GET: () => this.result(id, target, response) };
		if (part === 'frames' && n !== undefined && rest.length === 0) return { GET: () => this.frame(id, n, response) };
		throw nothingHere();
	}

	/** `POST /jobs` `{"key","session","frames"?,"scene"?}`: `201 {"id"}`; `200` with the same id for a key that the session used before. */
	async start(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { key, session, frames, scene } = await readBody(request, newJobSchema, 'bad-job', this.#config.MAX_BODY_BYTES);
		this.#sessions.get(session);
		const address = clientAddress(request, this.#config.TRUSTED_PROXIES);
		await this.#takeTurn(address);
		const { job, isRepeat } = this.#jobs.start(key, { session, address, scene, frames });
		sendJson(response, isRepeat ? 200 : 201, { id: job.id });
	}

	/** `GET /jobs/{id}`: how far it is. */
	read(id: string, response: ServerResponse): void {
		sendJson(response, 200, this.#jobs.get(id).view());
	}

	/** `DELETE /jobs/{id}`: cancels it; a job that has ended stays as it is. */
	cancel(id: string, response: ServerResponse): void {
		this.#jobs.cancel(id);
		response.writeHead(204, { 'Cache-Control': 'no-store' });
		response.end();
	}

	/** `GET /jobs/{id}/frames/{n}`: the image of a finished frame, from 1 on. */
	frame(id: string, n: string, response: ServerResponse): void {
		const job = this.#jobs.get(id);
		this.#send(response, job, /^[1-9]\d{0,3}$/.test(n) ? job.picture(Number(n)) : undefined);
	}

	/** `GET /jobs/{id}/result`: the animated image; with `download` as a file. */
	result(id: string, { query }: Target, response: ServerResponse): void {
		const job = this.#jobs.get(id);
		if (query.has('download')) response.setHeader('Content-Disposition', `attachment; filename="${job.order.scene}.webp"`);
		this.#send(response, job, job.result);
	}

	/** An image of a job never changes, and is for those alone who know the job. */
	#send(response: ServerResponse, { stage }: Job, image: Uint8Array | undefined): void {
		if (stage === 'expired') throw new Problem('result-expired', 'What this job made was kept for a while and is gone. Start another.');
		if (!image) throw new Problem('unknown-path', 'This image does not exist, or not yet: follow the job to learn when it does.');
		response.writeHead(200, {
			'Content-Type': 'image/webp',
			'Content-Length': image.length,
			'Cache-Control': 'private, max-age=31536000, immutable'
		});
		response.end(image);
	}
}
