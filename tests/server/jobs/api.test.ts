import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { JOB_ID, PICTURE } from '#lib/protocol/jobs.ts';
import type { JobView } from '#lib/protocol/jobs.ts';
import type { ProblemCode } from '#lib/protocol/problem.ts';
import { ask, askJson, createSession, expectRefusal } from '../../support/raw-ask.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

const FRAMES = 8;
/** A job may take a minute. */
const PATIENCE_MS = 80_000;
let server: TestServer;
let session: string;
beforeAll(async () => {
	server = await startServer();
	session = (await createSession(server)).id;
});
afterAll(() => server.close());

const order = (key: string, more: object = {}) => ({ body: { key, session, frames: FRAMES, ...more } });
const start = async (key: string, more: object = {}) => (await askJson<{ id: string }>(server, 'POST', '/jobs', order(key, more))).id;
const view = (id: string) => askJson<JobView>(server, 'GET', `/jobs/${id}`);
const log = async (id: string, after = '0') =>
	(await askJson<{ events: FeedEvent[] }>(server, 'GET', `/live/job:${id}/polling?after=${after}`)).events;

async function image(path: string): Promise<{ headers: Headers; bytes: Buffer }> {
	const response = await fetch(server.origin + path);
	expect(response.status).toBe(200);
	return { headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

async function finish(id: string): Promise<void> {
	// A hook may not poll with `expect`.
	await vi.waitFor(async () => expect((await view(id)).stage).toBe('done'), { timeout: PATIENCE_MS, interval: 100 });
}

describe('a job that is done', () => {
	let id: string;
	beforeAll(async () => {
		id = await start('real');
		await finish(id);
	}, PATIENCE_MS + 10_000);

	it('has an id of 128 random bits', () => expect(id).toMatch(JOB_ID));

	it('has made a picture with the promised frames, size and pace, in which no two frames are alike', async () => {
		const { headers, bytes } = await image(`/jobs/${id}/result?download`);
		expect(headers.get('content-disposition')).toBe('attachment; filename="seahorse.webp"');
		expect(bytes.length).toBe((await view(id)).bytes);
		const { format, pages, width, pageHeight, loop, delay } = await sharp(bytes, { animated: true }).metadata();
		expect({ format, pages, width, pageHeight, loop, delay }).toEqual({
			format: 'webp',
			pages: FRAMES,
			width: PICTURE.width,
			pageHeight: PICTURE.height,
			loop: 0,
			delay: Array(FRAMES).fill(PICTURE.frameMs)
		});
		const frames = await Promise.all(Array.from({ length: FRAMES }, (_, page) => sharp(bytes, { page }).removeAlpha().raw().toBuffer()));
		const changes = frames.slice(1).map((frame, index) => meanDifference(frame, frames[index] as Buffer));
		for (const change of changes) expect(change).toBeGreaterThan(5);
	});

	it('has an image of each frame, which may be kept for ever, and by nobody else', async () => {
		const { headers, bytes } = await image(`/jobs/${id}/frames/${FRAMES}`);
		expect(headers.get('content-type')).toBe('image/webp');
		expect(headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
		expect(headers.get('content-disposition')).toBeNull();
		expect(await sharp(bytes).metadata()).toMatchObject({ width: PICTURE.width, height: PICTURE.height, format: 'webp' });
	});

	it('has a log with every step in order', async () => {
		const events = await log(id);
		const frames = Array.from({ length: FRAMES }, () => 'frame');
		expect(events.map(({ type }) => type)).toEqual(['queued', 'started', ...frames, 'encoding', 'done']);
		expect(events[2]?.data).toEqual({ n: 1, of: FRAMES, ms: expect.any(Number) });
		expect(events.at(-1)?.data).toEqual({ bytes: (await view(id)).bytes, frames: FRAMES, width: PICTURE.width, height: PICTURE.height });
	});

	it('is followed from where one stopped, and by nonsense from the beginning with a reset', async () => {
		const events = await log(id);
		expect(await log(id, events[4]?.id)).toEqual(events.slice(5));
		const [reset, ...all] = await log(id, 'nonsense');
		expect(reset?.type).toBe('reset');
		expect(all).toEqual(events);
	});

	it('stays as it is when it is cancelled', async () => {
		expect((await ask(server, 'DELETE', `/jobs/${id}`)).status).toBe(204);
		expect((await view(id)).stage).toBe('done');
	});

	it('nobody can write into its log', async () => {
		await expectRefusal(server, 'POST', `/live/job:${id}`, 'generated-feed', { body: { type: 'done', data: {}, key: 'k' } });
	});
});

describe('POST /jobs', () => {
	it('answers a repeated key with the job of the first time', async () => {
		const first = await ask(server, 'POST', '/jobs', order('twice'));
		const again = await ask(server, 'POST', '/jobs', order('twice', { scene: 'star' }));
		expect([first.status, again.status, again.text]).toEqual([201, 200, first.text]);
		await askJson(server, 'DELETE', `/jobs/${(JSON.parse(first.text) as { id: string }).id}`).catch(() => {});
	});

	it('goes on when its session has ended', async () => {
		const { id: short } = await createSession(server);
		const id = await start('orphan', { session: short });
		await ask(server, 'DELETE', `/sessions/${short}`);
		await finish(id);
		await expectRefusal(server, 'POST', '/jobs', 'unknown-session', order('orphan', { session: short }));
	});

	it('refuses the third of a session, until one is cancelled', async () => {
		const { id: own } = await createSession(server);
		const first = await start('1', { session: own, frames: 192 });
		const second = await start('2', { session: own, frames: 192 });
		const refused = await expectRefusal(server, 'POST', '/jobs', 'job-refused', order('3', { session: own }));
		expect(refused.headers['retry-after']).toBe('20');
		expect((await ask(server, 'DELETE', `/jobs/${first}`)).status).toBe(204);
		expect((await log(first)).at(-1)?.type).toBe('cancelled');
		await askJson(server, 'GET', `/jobs/${await start('3', { session: own, frames: 192 })}`).then((job) =>
			ask(server, 'DELETE', `/jobs/${(job as JobView).id}`)
		);
		await ask(server, 'DELETE', `/jobs/${second}`);
	});

	it('refuses what is too much for one address, however many sessions it opens, until one is cancelled', async () => {
		const small = await startServer({ MAX_JOBS_PER_ADDRESS: '3' });
		const startAnew = async () => ({ body: { key: 'k', session: (await createSession(small)).id, frames: 192 } });
		const first = await askJson<{ id: string }>(small, 'POST', '/jobs', await startAnew());
		for (let n = 2; n <= 3; n++) await askJson(small, 'POST', '/jobs', await startAnew());
		const refused = await expectRefusal(small, 'POST', '/jobs', 'address-busy', await startAnew());
		expect(refused.headers['retry-after']).toBe('20');
		await ask(small, 'DELETE', `/jobs/${first.id}`);
		await askJson(small, 'POST', '/jobs', await startAnew());
		await small.close();
	});

	const valid = { key: 'k', session: 'x', frames: FRAMES };
	const refusals: readonly (readonly [string, ProblemCode, unknown])[] = [
		['no key', 'bad-job', { session: 'x' }],
		['a key with a space', 'bad-job', { ...valid, key: 'a b' }],
		['no session', 'bad-job', { key: 'k' }],
		['a session that is not there', 'unknown-session', valid],
		['no frames at all', 'bad-job', { ...valid, frames: 0 }],
		['a million frames', 'bad-job', { ...valid, frames: 1e6 }],
		['half a frame', 'bad-job', { ...valid, frames: 8.5 }],
		['frames in words', 'bad-job', { ...valid, frames: '8' }],
		['a scene that nobody knows', 'bad-job', { ...valid, scene: 'moon' }],
		['the scene __proto__', 'bad-job', { ...valid, scene: '__proto__' }],
		['one field too many', 'bad-job', { ...valid, priority: 'high' }],
		['an array', 'bad-job', [valid]]
	];
	it.each(refusals)('refuses %s: %s', async (_what, code, body) => {
		await expectRefusal(server, 'POST', '/jobs', code, { body });
	});

	it('refuses what another site sends', async () => {
		const headers = { Origin: 'https://evil.example' };
		await expectRefusal(server, 'POST', '/jobs', 'foreign-origin', { ...order('evil'), headers });
		await expectRefusal(server, 'DELETE', `/jobs/${'0'.repeat(32)}`, 'foreign-origin', { headers });
	});
});

describe('what is not there', () => {
	const nobody = '0'.repeat(32);
	it.each([
		['GET', `/jobs/${nobody}`],
		['DELETE', `/jobs/${nobody}`],
		['GET', `/jobs/${nobody}/result`],
		['GET', `/jobs/${nobody}/frames/1`],
		['GET', '/jobs/__proto__'],
		['GET', '/jobs/%00']
	])('%s %s: unknown-job', async (method, path) => {
		await expectRefusal(server, method, path, 'unknown-job');
	});

	it('a log of no job: unknown-feed', async () => {
		for (const name of [`job:${nobody}`, 'job:', 'job:__proto__']) await expectRefusal(server, 'GET', `/live/${name}/sse`, 'unknown-feed');
	});

	it('a path below a job that leads nowhere: unknown-path', async () => {
		for (const path of ['frames', 'frames/1/x', 'result/x', 'log', ''])
			await expectRefusal(server, 'GET', `/jobs/${nobody}/${path}`, 'unknown-path');
	});

	it('a wrong method: wrong-method', async () => {
		await expectRefusal(server, 'GET', '/jobs', 'wrong-method');
		await expectRefusal(server, 'POST', `/jobs/${nobody}`, 'wrong-method', { body: {} });
	});

	it('a frame and a picture that are not finished, and numbers of no frame: unknown-path', async () => {
		const id = await start('long', { frames: 192 });
		for (const path of ['result', 'frames/192', 'frames/0', 'frames/-1', 'frames/1e9', 'frames/x', 'frames/'])
			await expectRefusal(server, 'GET', `/jobs/${id}/${path}`, 'unknown-path');
		await ask(server, 'DELETE', `/jobs/${id}`);
	});
});

it('a picture that was kept for long enough is gone: result-expired', async () => {
	const brief = await startServer({ JOB_KEEP_MS: '2000' });
	const { id: own } = await createSession(brief);
	const { id } = await askJson<{ id: string }>(brief, 'POST', '/jobs', { body: { key: 'k', session: own, frames: FRAMES } });
	const stage = async () => (await askJson<JobView>(brief, 'GET', `/jobs/${id}`)).stage;
	await expect.poll(stage, { timeout: 50_000 }).toBe('expired');
	await expectRefusal(brief, 'GET', `/jobs/${id}/result`, 'result-expired');
	await expectRefusal(brief, 'GET', `/jobs/${id}/frames/1`, 'result-expired');
	await brief.close();
});

it('a server that ends while a job is rendered ends at once, and the log says why', async () => {
	const ending = await startServer();
	const { id: own } = await createSession(ending);
	const { id } = await askJson<{ id: string }>(ending, 'POST', '/jobs', { body: { key: 'k', session: own, frames: 192 } });
	await expect.poll(async () => (await askJson<JobView>(ending, 'GET', `/jobs/${id}`)).finished, { timeout: 30_000 }).toBeGreaterThan(1);
	const follower = await fetch(`${ending.origin}/live/job:${id}/sse?after=0`);
	await ending.close();
	expect(await follower.text()).toContain('"reason":"restarting"');
});

function meanDifference(a: Buffer, b: Buffer): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
	return sum / a.length;
}
