import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { ask, askJson, createSession, expectProblem, expectRefusal, newRoom, readSession } from '../../support/raw-ask.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => void (server = await startServer()));
afterAll(() => server.close());

describe('operations', () => {
	it.each([
		['/healthz', 'ok\n'],
		['/readyz', 'ready\n']
	])('GET %s says that all is well', async (path, text) => {
		expect(await ask(server, 'GET', path)).toMatchObject({ status: 200, text });
	});

	it('GET /metrics speaks the text format of Prometheus', async () => {
		await ask(server, 'GET', '/live/ticker/polling');
		const { text } = await ask(server, 'GET', '/metrics');
		expect(text).toMatch(/^# TYPE wire_streams_open gauge$/m);
		expect(text).toMatch(/^wire_streams_open\{technique="sse"\} \d+$/m);
		expect(text).toMatch(/^wire_requests_total\{route="live",status="200"\} \d+$/m);
		expect(text).toMatch(/^wire_sessions \d+$/m);
	});

	it.each(['/healthz', '/readyz', '/metrics'])('%s takes GET and HEAD only, and names both', async (path) => {
		for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
			expect((await expectRefusal(server, method, path, 'wrong-method')).headers.allow).toBe('GET, HEAD');
		expect(await ask(server, 'HEAD', path)).toMatchObject({ status: 200, text: '' });
	});

	it('a server that is closing is not ready, and refuses what is new with a time to come back', async () => {
		const draining = await startServer();
		const [kept, idle] = [await RawSocket.open(draining.port), await RawSocket.open(draining.port)];
		await kept.ask('GET', '/healthz');
		const closing = draining.backend.close();
		expect((await kept.ask('GET', '/readyz')).status).toBe(503);
		expect((await kept.ask('GET', '/healthz')).status).toBe(200);
		const answer = await kept.ask('GET', '/live/ticker/sse');
		expectProblem({ status: answer.status, text: answer.body, type: answer.headers.get('content-type') }, 'draining');
		expect(answer.headers.get('retry-after')).toBe('2');
		const upgrade = await idle.upgrade('/live/ticker/websocket');
		expectProblem({ status: upgrade.status, text: upgrade.body, type: upgrade.headers.get('content-type') }, 'draining');
		await closing;
		await draining.close();
	});

	it('what is not of the backend goes to the pages', async () => {
		const site = await startServer({}, (request, response) => response.end(`page ${request.url}`));
		for (const path of ['/', '/embed/race', '/demos/nothing', '/liveliness'])
			expect([path, (await ask(site, 'GET', path)).text]).toEqual([path, `page ${path}`]);
		await site.close();
	});
});

describe('a path that leads nowhere', () => {
	it.each(['/sessions/x/', '/sessions/x/nope', '/live/ticker/sse/more', '/live/ticker/sse/', '/rooms/x', '/healthz/x', '/jobs/x/y'])(
		'%s below ours is ours to refuse, and reaches no page',
		async (path) => void (await expectRefusal(server, 'GET', path, 'unknown-path'))
	);

	it.each(['POST', 'PUT', 'DELETE', 'TRACE', 'PATCH'])('%s of a page is refused as JSON, with what is allowed', async (method) => {
		const raw = await RawSocket.open(server.port);
		const answer = await raw.ask(method, '/demos', ['Content-Length: 0']);
		expectProblem({ status: answer.status, text: answer.body, type: answer.headers.get('content-type') }, 'wrong-method');
		expect(answer.headers.get('allow')).toBe('GET, HEAD');
		raw.close();
	});
});

describe('a hostile request target', () => {
	it.each([
		'//',
		'//evil.example/live',
		'*',
		'http://[',
		'http://test/healthz',
		'https://evil.example/',
		'/live/%',
		'/live/%zz/polling',
		'/%c0%af',
		'/live/%ff/sse',
		'healthz'
	])('%s is a 400 and the process lives', async (target) => {
		for (const method of ['GET', 'POST', 'OPTIONS']) {
			const raw = await RawSocket.open(server.port);
			const answer = await raw.ask(method, target);
			expect([method, answer.status, answer.headers.get('content-type')]).toEqual([method, 400, 'application/problem+json']);
			expect(['bad-target', 'bad-request']).toContain((JSON.parse(answer.body) as { code: string }).code);
			raw.close();
		}
		expect((await ask(server, 'GET', '/healthz')).status).toBe(200);
	});

	it('CONNECT is refused, and closed', async () => {
		const raw = await RawSocket.open(server.port);
		raw.send('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n');
		expect((await raw.response()).body).toContain('"code":"wrong-method"');
		await raw.closed;
	});

	it('of more than 2,048 bytes is a 414, one of exactly as many is not', async () => {
		const path = (length: number) => '/live/ticker/polling?x='.padEnd(length, 'y');
		expect((await ask(server, 'GET', path(2048))).status).toBe(200);
		await expectRefusal(server, 'GET', path(2049), 'target-too-long');
	});

	it('a head above the bound is a 431', async () => {
		const raw = await RawSocket.open(server.port);
		const answer = await raw.ask('GET', '/healthz', [`X-Large: ${'x'.repeat(9000)}`]);
		expectProblem({ status: answer.status, text: answer.body, type: answer.headers.get('content-type') }, 'headers-too-large');
		await raw.closed;
	});

	it.each([
		['no Host', 'GET /healthz HTTP/1.1\r\n\r\n', 'bad-request'],
		['two Hosts', 'GET /healthz HTTP/1.1\r\nHost: test\r\nHost: evil.example\r\n\r\n', 'bad-request'],
		['twice the same Host', 'GET / HTTP/1.1\r\nHost: test\r\nhOST: test\r\n\r\n', 'bad-request'],
		['two Hosts in HTTP/1.0', 'GET / HTTP/1.0\r\nHost: test\r\nHost: test\r\n\r\n', 'bad-request'],
		['an expectation that nobody knows', 'GET /healthz HTTP/1.1\r\nHost: test\r\nExpect: tea\r\n\r\n', 'expectation-failed'],
		[
			'two Hosts and an upgrade',
			'GET /live/ticker/websocket HTTP/1.1\r\nHost: test\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
			'bad-request'
		]
	] as const)('with %s is told what is wrong, and the connection closed', async (_what, bytes, code) => {
		const raw = await RawSocket.open(server.port);
		raw.send(bytes);
		const answer = await raw.response();
		expectProblem({ status: answer.status, text: answer.body, type: answer.headers.get('content-type') }, code);
		await raw.closed;
	});

	it('HTTP/1.0 needs no Host, and a body may be announced with an expectation', async () => {
		const [old, careful] = [await RawSocket.open(server.port), await RawSocket.open(server.port)];
		old.send('GET /healthz HTTP/1.0\r\n\r\n');
		expect((await old.head()).status).toBe(200);
		careful.request('POST', '/sessions', ['Content-Type: application/json', 'Expect: 100-continue'], '{}');
		expect((await careful.head()).status).toBe(100);
		expect((await careful.head()).status).toBe(201);
		careful.close();
	});

	it.each([
		['two lengths', 'POST /sessions HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
		['a length and chunks', 'POST /sessions HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
		['a bare line feed', 'GET /healthz HTTP/1.1\nHost: t\n\n'],
		['no HTTP', 'EHLO evil\r\n\r\n'],
		['no host', 'GET /healthz HTTP/1.1\r\n\r\n'],
		['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03']
	])('%s is refused and the connection closed', async (_what, bytes) => {
		const raw = await RawSocket.open(server.port);
		raw.send(Buffer.from(bytes, 'latin1'));
		expect((await raw.head()).status).toBe(400);
		await raw.closed;
	});
});

describe('origins', () => {
	it.each([
		['GET', '/live/ticker/polling'],
		['GET', '/live/ticker/sse'],
		['GET', '/live/socket.io/?EIO=4&transport=polling'],
		['POST', '/live/ticker'],
		['POST', '/sessions'],
		['GET', '/sessions/x'],
		['OPTIONS', '/sessions']
	])('%s %s from a foreign site is a 403', async (method, path) => {
		for (const origin of ['https://evil.example', 'http://127.0.0.1:1', 'http://127.0.0.1', 'file://', 'null.example', '', 'Null']) {
			const answer = await expectRefusal(server, method, path, 'foreign-origin', { headers: { Origin: origin } });
			expect(answer.headers['access-control-allow-origin']).toBeUndefined();
		}
	});

	it('our own origin and none may call; neither gets a CORS header', async () => {
		for (const headers of [{}, { Origin: server.origin }] as Record<string, string>[]) {
			const answer = await ask(server, 'GET', '/live/ticker/polling', { headers });
			expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, undefined]);
		}
	});

	it('an embed in a sandboxed frame (Origin: null) may read every answer, refusals too', async () => {
		const headers = { Origin: 'null' };
		for (const [method, path] of [
			['GET', '/live/ticker/polling'],
			['GET', '/live/nothing/polling'],
			['GET', '/live/socket.io/?EIO=4&transport=polling'],
			['POST', '/sessions'],
			['GET', '/sessions/x']
		] as const) {
			const answer = await ask(server, method, path, { headers });
			expect([path, answer.headers['access-control-allow-origin'], answer.headers.vary]).toEqual([path, 'null', 'Origin']);
		}
		const raw = await RawSocket.open(server.port);
		raw.request('GET', '/live/ticker/sse', ['Origin: null']);
		expect((await raw.head()).headers.get('access-control-allow-origin')).toBe('null');
		raw.close();
	});

	it('a preflight of a sandboxed frame is answered with what it may send', async () => {
		for (const path of ['/sessions', '/sessions/x', '/live/ticker', '/live/ticker/conditional', '/live/socket.io/']) {
			const answer = await ask(server, 'OPTIONS', path, { headers: { Origin: 'null', 'Access-Control-Request-Method': 'POST' } });
			expect([path, answer.status, answer.headers['access-control-allow-origin']]).toEqual([path, 204, 'null']);
			expect(answer.headers['access-control-allow-methods']).toContain('PATCH');
			expect(answer.headers['access-control-allow-headers']).toContain('Content-Type');
		}
	});

	it('with PUBLIC_ORIGIN only its host and its origin are ours', async () => {
		const site = await startServer({ PUBLIC_ORIGIN: 'https://wire.example' });
		const get = (headers: Record<string, string>) => ask(site, 'GET', '/live/ticker/polling', { headers });
		expect((await get({ Host: 'wire.example' })).status).toBe(200);
		expect((await get({ Host: 'wire.example', Origin: 'https://wire.example' })).status).toBe(200);
		await expectRefusal(site, 'GET', '/live/ticker/polling', 'foreign-host');
		await expectRefusal(site, 'GET', '/live/ticker/polling', 'foreign-host', { headers: { Host: 'evil.example' } });
		await expectRefusal(site, 'GET', '/live/ticker/polling', 'foreign-origin', {
			headers: { Host: 'wire.example', Origin: 'http://wire.example' }
		});
		await expectRefusal(site, 'POST', '/sessions', 'foreign-host', {
			body: {},
			headers: { Host: 'rebound.example', Origin: 'http://rebound.example' }
		});
		const raw = await RawSocket.open(site.port);
		expect((await raw.upgrade('/live/ticker/websocket')).status).toBe(403);
		await site.close();
	});

	it('with PUBLIC_ORIGIN another Host gets nothing, pages and figures included, but the word of a balancer', async () => {
		const site = await startServer({ PUBLIC_ORIGIN: 'https://wire.example' }, (_request, response) => response.end('page'));
		const foreign = { headers: { Host: '127.0.0.1' } };
		for (const path of ['/', '/demos', '/metrics', '/sessions/x', '/rooms', '/healthz/x', '/%2fhealthz', '/live/ticker/polling'])
			await expectRefusal(site, 'GET', path, 'foreign-host', foreign);
		for (const path of ['/healthz', '/readyz']) expect([path, (await ask(site, 'GET', path, foreign)).status]).toEqual([path, 200]);
		for (const path of ['/', '/metrics'])
			expect([path, (await ask(site, 'GET', path, { headers: { Host: 'wire.example' } })).status]).toEqual([path, 200]);
		await site.close();
	});
});

describe('Socket.IO', () => {
	const clients: Socket[] = [];
	afterEach(() => {
		for (const client of clients.splice(0)) client.close();
	});

	function connect(auth: object, transports = ['polling', 'websocket']): Socket {
		const client = io(server.origin, { path: '/live/socket.io', auth, transports, forceNew: true, reconnection: false });
		clients.push(client);
		return client;
	}
	const refused = (auth: object) =>
		new Promise<{ message: string; data?: unknown }>((resolve, reject) =>
			connect(auth)
				.once('connect_error', resolve)
				.once('connect', () => reject(new Error('It was let in.')))
		);

	it.each([[['polling', 'websocket']], [['websocket']], [['polling']]])(
		'follows a feed over %j and acknowledges what is published',
		async (transports) => {
			const room = newRoom();
			await askJson(server, 'POST', `/live/${room}`, { body: { type: 'say', data: 'before', key: 'a' } });
			const client = connect({ feed: room, after: '0' }, transports);
			const events: FeedEvent[] = [];
			client.on('event', (event: FeedEvent) => events.push(event));
			const first = (await client.emitWithAck('publish', { type: 'say', data: { n: 1 }, key: 'b' })) as { id: string };
			expect(await client.emitWithAck('publish', { type: 'say', data: 'other', key: 'b' })).toEqual(first);
			await expect.poll(() => events.map(({ data }) => data)).toEqual(['before', { n: 1 }]);
			expect(events[1]).toEqual({ id: first.id, at: expect.any(Number), type: 'say', data: { n: 1 } });
		}
	);

	it('from now on skips what is there, an id that is nonsense gets a reset', async () => {
		const room = newRoom();
		await askJson(server, 'POST', `/live/${room}`, { body: { type: 'say', data: 'before', key: 'a' } });
		const [now, lost] = [connect({ feed: room }), connect({ feed: room, after: 'nonsense' })];
		const seen = { now: [] as string[], lost: [] as string[] };
		now.on('event', (event: FeedEvent) => seen.now.push(event.type));
		lost.on('event', (event: FeedEvent) => seen.lost.push(event.type));
		await expect.poll(() => seen.lost).toEqual(['reset', 'say']);
		await now.emitWithAck('publish', { type: 'shout', data: 1, key: 'b' });
		await expect.poll(() => seen).toEqual({ now: ['shout'], lost: ['reset', 'say', 'shout'] });
	});

	it.each([
		['no feed', {}, 'bad-handshake'],
		['a feed that is a number', { feed: 7 }, 'bad-handshake'],
		['a long after', { feed: 'ticker', after: '1'.repeat(65) }, 'bad-handshake'],
		['an unknown feed', { feed: 'nothing' }, 'unknown-feed'],
		['the race without a session', { feed: 'race' }, 'session-required'],
		['a lane without a session', { feed: 'ticker', lane: 'socketio' }, 'session-required'],
		['an unknown session', { feed: 'ticker', session: 'x' }, 'unknown-session']
	])('refuses %s with the code of a problem', async (_what, auth, code) => {
		expect(await refused(auth)).toMatchObject({ message: code, data: { code, detail: expect.any(String) } });
	});

	it("refuses another technique's lane", async () => {
		const session = await createSession(server);
		expect((await refused({ feed: 'race', session: session.id, lane: 'sse' })).message).toBe('unknown-lane');
		expect((await readSession(server, session.id)).lanes).toEqual({});
	});

	const event = { type: 'say', data: 1, key: 'k' };
	it.each([
		['a generated feed', 'ticker', event, 'generated-feed'],
		['no key', undefined, { type: 'say', data: 1 }, 'bad-event'],
		['null', undefined, null, 'bad-event'],
		['a reset', undefined, { ...event, type: 'reset' }, 'bad-event'],
		['data nested deeply', undefined, { ...event, data: JSON.parse('['.repeat(1000) + ']'.repeat(1000)) as unknown }, 'too-deep'],
		['bytes in place of JSON', undefined, { ...event, data: new Uint8Array(3) }, 'bad-json']
	])('refuses to publish to or with %s, and stores nothing', async (_what, feed, message, code) => {
		const room = newRoom();
		const client = connect({ feed: feed ?? room });
		expect(await client.emitWithAck('publish', message)).toMatchObject({ code });
		expect((await askJson<{ events: unknown[] }>(server, 'GET', `/live/${room}/polling?after=0`)).events).toEqual([]);
	});

	it('an upgrade from a foreign site is a 403', async () => {
		const raw = await RawSocket.open(server.port);
		expect((await raw.upgrade('/live/socket.io/?EIO=4&transport=websocket', ['Origin: https://evil.example'])).status).toBe(403);
		await raw.closed;
	});
});
