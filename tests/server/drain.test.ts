import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ask, createSession, expectRefusal } from '../support/raw-ask.ts';
import { RawSocket } from '../support/raw-socket.ts';

/* The production entry as a process of its own, with a stub in place of the pages. */
const ROOT = resolve(import.meta.dirname, '../..');
let folder: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
	// Below node_modules, so that the bundle finds its packages and nobody lints it.
	folder = await mkdtemp(join(ROOT, 'node_modules/.drain-'));
	await build({
		entryPoints: [join(ROOT, 'src/server/main.ts')],
		outfile: join(folder, 'main.mjs'),
		bundle: true,
		platform: 'node',
		format: 'esm',
		packages: 'external'
	});
	await writeFile(join(folder, 'handler.js'), 'module.exports.handler = (request, response) => response.writeHead(404).end();');
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => {
	for (const child of children.splice(0)) child.kill('SIGKILL');
});

function run(env: Record<string, string>) {
	const child = spawn(process.execPath, [join(folder, 'main.mjs')], {
		env: { PATH: process.env.PATH, LOG_LEVEL: 'error', PORT: '0', ...env }
	});
	children.push(child);
	const output = { out: '', err: '' };
	child.stdout.on('data', (part) => (output.out += String(part)));
	child.stderr.on('data', (part) => (output.err += String(part)));
	// Not at its `exit`: what it said last may come later.
	const exit = new Promise<number | null>((ended) => child.once('close', (code) => ended(code)));
	const port = async () => {
		await expect.poll(() => output.out + output.err, { timeout: 15_000 }).toMatch(/http:\/\/localhost:\d+\n/);
		return Number(/localhost:(\d+)/.exec(output.out)?.[1]);
	};
	return { child, output, exit, port };
}

describe('the process', () => {
	it('told to stop ends every kind of stream and exits with 0 within 20 seconds', async () => {
		const { child, exit, port: listening, output } = run({ DRAIN_MS: '1000' });
		const port = await listening();
		const server = { port };
		const session = await createSession(server, { rate: 50 });
		const open = async (technique: string) => {
			const raw = await RawSocket.open(port);
			const path = `/live/race/${technique}?session=${session.id}&lane=${technique}`;
			if (technique === 'websocket') await raw.upgrade(path);
			else raw.request('GET', path);
			return raw;
		};
		const [sse, ndjson, socket, poll] = [
			await open('sse'),
			await open('fetch-stream'),
			await open('websocket'),
			await open('long-polling')
		];
		const waiting = await RawSocket.open(port);
		waiting.request('GET', '/live/scratch:aaaaaaaa/long-polling');
		const panel = await RawSocket.open(port);
		await panel.upgrade(`/sessions/${session.id}/console`);
		const [idle, silent] = [await RawSocket.open(port), await RawSocket.open(port)];
		await idle.ask('GET', '/healthz');
		const clients = [['polling'], ['websocket']].map((transports) =>
			io(`http://127.0.0.1:${port}`, { path: '/live/socket.io', auth: { feed: 'ticker' }, transports, forceNew: true, reconnection: false })
		);
		const left = clients.map((client) => new Promise<void>((gone) => client.once('disconnect', () => gone())));
		await Promise.all(clients.map((client) => new Promise<void>((connected) => client.once('event', () => connected()))));
		for (const raw of [sse, ndjson]) await raw.until((bytes) => bytes.includes('"type":"tick"'));
		await poll.until((bytes) => bytes.includes('"events"'));

		const before = performance.now();
		child.kill('SIGTERM');
		for (const raw of [sse, ndjson]) await raw.until((bytes) => bytes.toString().endsWith('\r\n0\r\n\r\n'));
		for (const raw of [socket, panel]) {
			expect(await raw.closeCode()).toBe(1012);
			raw.sendFrame(8, Buffer.from([0x03, 0xf4]));
		}
		// A question that waits is answered, as if its time were over.
		await waiting.until((bytes) => /^HTTP\/1\.1 204 [^]*\r\nLast-Event-ID: [^]*\r\n\r\n$/.test(bytes.toString()));
		await Promise.all([sse, ndjson, socket, poll, waiting, panel, idle, silent].map((raw) => raw.closed));
		await Promise.all(left);
		expect(await exit).toBe(0);
		expect(performance.now() - before).toBeLessThan(20_000);
		expect(output.err).toBe('');
		await expect(RawSocket.open(port)).rejects.toThrow('ECONNREFUSED');
	});

	it('told to stop tells new connections so, ends streams one after the other, and only then closes the door', async () => {
		const { child, exit, port: listening, output } = run({ DRAIN_MS: '5000' });
		const server = { port: await listening() };
		const session = await createSession(server);
		const endedAt: number[] = [];
		const streams = await Promise.all(
			['sse', 'fetch-stream', 'sse', 'fetch-stream'].map(async (technique) => {
				const raw = await RawSocket.open(server.port);
				raw.request('GET', `/live/ticker:1/${technique}`);
				await raw.head();
				void raw.until((bytes) => bytes.toString().endsWith('\r\n0\r\n\r\n')).then(() => endedAt.push(performance.now()));
				return raw;
			})
		);
		const askNew = async (path: string) => (await ask(server, 'GET', path)).status;
		expect(await askNew('/readyz')).toBe(200);

		const toldAt = performance.now();
		child.kill('SIGTERM');
		await expect.poll(() => askNew('/readyz'), { interval: 10 }).toBe(503);
		expect(await askNew('/healthz')).toBe(200);
		for (const [method, path] of [
			['GET', '/live/ticker/sse'],
			['GET', '/live/ticker/polling'],
			['POST', '/live/scratch:aaaaaaaa'],
			['POST', '/sessions'],
			['GET', `/sessions/${session.id}`],
			['POST', '/rooms']
		] as const)
			expect((await expectRefusal(server, method, path, 'draining')).headers['retry-after']).toBe('2');
		const upgrade = await (await RawSocket.open(server.port)).upgrade('/live/ticker/websocket');
		expect([upgrade.status, upgrade.headers.get('retry-after')]).toEqual([503, '2']);
		expect(endedAt.length).toBeLessThan(streams.length);

		await expect.poll(() => endedAt.length).toBe(streams.length);
		expect((endedAt.at(-1) as number) - (endedAt[0] as number)).toBeGreaterThan(2000);
		expect((endedAt.at(-1) as number) - toldAt).toBeGreaterThan(4800);
		expect(await exit).toBe(0);
		expect(performance.now() - toldAt).toBeLessThan(20_000);
		expect(output.err).toBe('');
		await expect(RawSocket.open(server.port)).rejects.toThrow('ECONNREFUSED');
	});

	it('without any stream still says for the time of a drain that it is going', async () => {
		const { child, exit, port: listening } = run({ DRAIN_MS: '4000' });
		const port = await listening();
		child.kill('SIGTERM');
		const askNew = async () => (await ask({ port }, 'GET', '/readyz')).status;
		await expect.poll(askNew, { interval: 10 }).toBe(503);
		for (let i = 0; i < 10; i++) expect(await askNew()).toBe(503);
		expect(await exit).toBe(0);
	});

	it('stopped at the keyboard does not wait', async () => {
		const { child, exit, port: listening } = run({ DRAIN_MS: '15000' });
		const raw = await RawSocket.open(await listening());
		raw.request('GET', '/live/ticker:1/sse');
		await raw.head();
		const before = performance.now();
		child.kill('SIGINT');
		await raw.closed;
		expect(await exit).toBe(0);
		expect(performance.now() - before).toBeLessThan(10_000);
	});

	it('exits in time though clients do not answer', async () => {
		const { child, exit, port: listening } = run({ DRAIN_MS: '0' });
		const port = await listening();
		const session = await createSession({ port });
		const paths = ['/live/ticker:50/websocket', `/sessions/${session.id}/console`, '/live/socket.io/?EIO=4&transport=websocket'];
		for (const path of paths) {
			const raw = await RawSocket.open(port);
			await raw.upgrade(path);
			raw.socket.pause();
		}
		const before = performance.now();
		child.kill('SIGTERM');
		expect(await exit).toBe(0);
		expect(performance.now() - before).toBeLessThan(20_000);
	});

	it.each([
		['PORT', 'http'],
		['PORT', '65536'],
		['MAX_STREAMS', '-1'],
		['MAX_STREAMS', '1.5'],
		['PUBLIC_ORIGIN', 'wire.example'],
		['PUBLIC_ORIGIN', 'https://wire.example/'],
		['LOG_LEVEL', 'loud']
	])('with %s=%s says so in one line and does not start', async (name, value) => {
		const { exit, output } = run({ [name]: value });
		expect(await exit).toBe(1);
		expect(output.out).toBe('');
		expect(output.err).toMatch(new RegExp(`^${name}="?${value}"? is not allowed: .+\n$`));
	});

	it('takes an empty variable for an absent one', async () => {
		await run({ PUBLIC_ORIGIN: '', MAX_STREAMS: '' }).port();
	});

	it('says in one plain line that its port is taken, and what to type', async () => {
		const first = run({});
		const port = await first.port();
		const { exit, output } = run({ PORT: String(port) });
		expect(await exit).toBe(1);
		expect(output.out + output.err).toBe(`Port ${port} is taken. Start on another: PORT=${port + 1} npm start\n`);
	});
});
