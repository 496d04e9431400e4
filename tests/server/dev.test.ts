import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ask, expectProblem } from '../support/raw-ask.ts';
import { RawSocket, UPGRADE } from '../support/raw-socket.ts';

/* `npm run dev` as a process of its own, on a copy of the sources, so that the test may edit them. */
const ROOT = resolve(import.meta.dirname, '../..');
const COPIED = ['src', 'static', 'package.json', 'tsconfig.json', 'svelte.config.js', 'vite.config.ts'];
let folder: string;
let port: number;
let vite: ChildProcess;
let said = '';
const raws: RawSocket[] = [];

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'on-the-wire-dev-'));
	for (const path of COPIED) await cp(join(ROOT, path), join(folder, path), { recursive: true });
	// Package by package: Vite keeps what it has prepared beside them, and is not to disturb a dev server that runs here.
	await mkdir(join(folder, 'node_modules'));
	for (const name of await readdir(join(ROOT, 'node_modules')))
		if (!name.startsWith('.')) await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
	port = await freePort();
	vite = spawn(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'dev'], {
		cwd: folder,
		env: { PATH: process.env.PATH, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'error' }
	});
	vite.stdout?.on('data', (part) => (said += String(part)));
	vite.stderr?.on('data', (part) => (said += String(part)));
	await vi.waitFor(async () => expect(await health()).toBe('ok\n'), { timeout: 30_000, interval: 100 });
});
afterEach(() => {
	for (const raw of raws.splice(0)) raw.close();
});
afterAll(async () => {
	if (vite.exitCode === null) {
		const exited = once(vite, 'exit');
		vite.kill('SIGKILL');
		await exited;
	}
	await rm(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return address.port;
}

/** What `/healthz` answers; what Vite said so far where nobody answers. */
const health = async () => (await ask({ port }, 'GET', '/healthz').catch(() => ({ text: said }))).text;

async function upgrade(path: string, headers: readonly string[] = []) {
	const raw = await RawSocket.open(port);
	raws.push(raw);
	return raw.upgrade(path, headers);
}

async function edit(path: string, from: string, to: string): Promise<void> {
	const text = await readFile(join(folder, path), 'utf8');
	expect(text).toContain(from);
	await writeFile(join(folder, path), text.replace(from, to));
}

describe('the dev server', () => {
	it('listens where PORT says, pages and backend in one', async () => {
		expect((await ask({ port }, 'GET', '/', { headers: { Accept: 'text/html' } })).text).toContain('<html');
		expect((await ask({ port }, 'GET', '/live/ticker/polling')).status).toBe(200);
	});

	it.each(['/nothing', '/live', '/live/', '/sessions', '/rooms', '/', '/%6Cive/nothing/websocket', '/sessions/x/console', '//'])(
		'answers an upgrade to %s',
		async (path) => {
			const answer = await upgrade(path);
			const { code } = JSON.parse(answer.body) as { code: 'unknown-path' | 'unknown-feed' | 'unknown-session' | 'bad-target' };
			expect(['unknown-path', 'unknown-feed', 'unknown-session', 'bad-target']).toContain(code);
			expectProblem({ status: answer.status, text: answer.body, type: answer.headers.get('content-type') }, code);
		}
	);

	it('answers an upgrade to what is no WebSocket', async () => {
		const raw = await RawSocket.open(port);
		raws.push(raw);
		expect((await raw.ask('GET', '/', ['Connection: Upgrade', 'Upgrade: h2c'])).status).toBe(400);
	});

	it('opens a WebSocket of ours, its path escaped or not, and leaves Vite its own', async () => {
		for (const path of ['/live/ticker/websocket', '/%6Cive/ticker/websocket']) expect((await upgrade(path)).status).toBe(101);
		const raw = await RawSocket.open(port);
		raws.push(raw);
		const ping = [...UPGRADE, 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Protocol: vite-ping'];
		expect((await raw.ask('GET', '/', ping)).status).toBe(101);
	});

	it('serves an embed, its start and the custom element', async () => {
		const page = await ask({ port }, 'GET', '/embed/chat', { headers: { Accept: 'text/html' } });
		const start = /<script type="module" src="([^"]+)"/.exec(page.text)?.[1] ?? '';
		for (const path of [start, '/embed.js']) {
			const { status, headers } = await ask({ port }, 'GET', path);
			expect([path, status, headers['content-type']]).toEqual([path, 200, expect.stringMatching(/javascript/)]);
		}
	});

	it('begins anew when a file of the backend changes, and ends what the old one had open', async () => {
		const stream = await RawSocket.open(port);
		raws.push(stream);
		stream.send(`GET /live/ticker:50/sse HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
		await stream.until((bytes) => bytes.includes('"type":"price"'));
		await edit('src/server/routes.ts', "'ok\\n'", "'well\\n'");
		await expect.poll(health).toBe('well\n');
		await stream.closed;
		await edit('src/lib/protocol/problem.ts', "'unknown-feed': 404", "'unknown-feed': 410");
		await expect.poll(async () => (await ask({ port }, 'GET', '/live/nothing/sse').catch(() => undefined))?.status).toBe(410);
		expect((await upgrade('/live/ticker/websocket')).status).toBe(101);
	});

	it('goes on with what it has when a change is no code, and takes the next one', async () => {
		await edit('src/server/clock.ts', 'export const systemClock', 'export const systemClock = ;');
		await expect.poll(() => said).toContain('server restart failed');
		expect((await ask({ port }, 'GET', '/live/ticker/polling')).status).toBe(200);
		await edit('src/server/clock.ts', 'export const systemClock = ;', 'export const systemClock');
		await edit('src/server/routes.ts', "'well\\n'", "'fine\\n'");
		await expect.poll(health).toBe('fine\n');
	});
});
