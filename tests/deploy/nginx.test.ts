import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { SessionView } from '../../src/lib/protocol/session.ts';
import { nginxPath, startNginx } from '../support/nginx.ts';
import type { Nginx } from '../support/nginx.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

if (!nginxPath && process.env['CI']) throw new Error('CI must have nginx.');
if (!nginxPath) console.log('nginx is missing: the tests of deploy/nginx.conf are skipped.');

describe.runIf(nginxPath)('behind nginx, as deploy/nginx.conf has it', () => {
	let site: TestServer;
	let nginx: Nginx;

	beforeAll(async () => {
		site = await startServer({ TRUSTED_PROXIES: '1', KEEP_ALIVE_MS: '75000' });
		nginx = await startNginx(site.port);
	});
	afterAll(async () => {
		await nginx.close();
		await site.close();
	});

	it.each(['sse', 'fetch-stream'])('%s arrives event by event, not in heaps', async (technique) => {
		const leaving = new AbortController();
		const response = await fetch(`${nginx.origin}/live/ticker:20/${technique}`, { signal: leaving.signal });
		const reader = (response.body as ReadableStream<Uint8Array>).getReader();
		const arrivals: number[] = [];
		while (arrivals.length < 8) {
			await reader.read();
			arrivals.push(performance.now());
		}
		leaving.abort();
		const gaps = arrivals.slice(3).map((at, index) => at - (arrivals[index + 2] as number));
		expect(Math.max(...gaps)).toBeLessThan(2000);
		expect(gaps.filter((gap) => gap > 10).length).toBeGreaterThanOrEqual(3);
	});

	it('a WebSocket is let through, an upgrade to anything else is not', async () => {
		const socket = new WebSocket(`ws://127.0.0.1:${nginx.port}/live/ticker:20/websocket`);
		const types: unknown[] = [];
		socket.on('message', (data: Buffer) => types.push((JSON.parse(data.toString()) as { type?: string }).type));
		await expect.poll(() => types).toContain('price');
		socket.close();
		const raw = connect(nginx.port, '127.0.0.1');
		raw.write('GET /live/ticker/polling HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n');
		const [answer] = (await once(raw, 'data')) as [Buffer];
		expect(answer.toString()).toMatch(/^HTTP\/1\.1 200/);
		raw.destroy();
	});

	it('limits count the visitor that nginx saw, whatever the visitor claims', async () => {
		const strict = await startServer({ TRUSTED_PROXIES: '1', MAX_STREAMS_PER_ADDRESS: '3' });
		const front = await startNginx(strict.port);
		const leaving = new AbortController();
		const open = (claim: number) =>
			fetch(`${front.origin}/live/ticker:1/sse`, { headers: { 'X-Forwarded-For': `10.0.0.${claim}` }, signal: leaving.signal });
		for (let claim = 0; claim < 3; claim++) expect((await open(claim)).status).toBe(200);
		const refused = await open(99);
		expect(refused.status).toBe(429);
		expect(await refused.json()).toMatchObject({ code: 'too-many-streams' });
		leaving.abort();
		await front.close();
		await strict.close();
	});

	it('the ledger counts the hop from nginx to the site', async () => {
		const created = await fetch(`${nginx.origin}/sessions`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: '{"settings":{"rate":100}}'
		});
		const { id } = (await created.json()) as SessionView;
		await fetch(`${nginx.origin}/live/race/polling?after=0&session=${id}&lane=polling`);
		const view = (await (await fetch(`${nginx.origin}/sessions/${id}`)).json()) as SessionView;
		expect(view.lanes['polling']).toMatchObject({ requests: 1, connections: 1 });
		expect(view.lanes['polling']?.up.head).toBeGreaterThan(100);
	});
});
