import { io } from 'socket.io-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SessionView } from '#lib/protocol/session.ts';
import { ask, createSession, expectProblem, expectRefusal, newRoom } from '../../support/raw-ask.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import type { RawResponse } from '../../support/raw-socket.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let server: TestServer;
const raws: RawSocket[] = [];
afterEach(async () => {
	for (const raw of raws.splice(0)) raw.close();
	await server.close();
	vi.useRealTimers();
});

type Follow = { raw: RawSocket; answer: Omit<RawResponse, 'body'> };

async function follow(technique: 'sse' | 'fetch-stream' | 'websocket', query = '', headers: readonly string[] = []): Promise<Follow> {
	const raw = await RawSocket.open(server.port);
	raws.push(raw);
	const path = `/live/ticker:1/${technique}${query}`;
	if (technique === 'websocket') return { raw, answer: await raw.upgrade(path, headers) };
	raw.request('GET', path, headers);
	return { raw, answer: await raw.head() };
}

async function expectRefused({ raw, answer }: Follow, code: 'full' | 'too-many-streams' | 'too-fast'): Promise<void> {
	expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
	if ('body' in answer && answer.body !== '') {
		expectProblem({ status: answer.status, text: String(answer.body), type: answer.headers.get('content-type') }, code);
		return;
	}
	await raw.until((bytes) => bytes.length >= Number(answer.headers.get('content-length')));
	expectProblem({ status: answer.status, text: raw.skip(), type: answer.headers.get('content-type') }, code);
}

/** Follows again and again until it is let in: the server hears of a close a moment later. */
async function expectLetIn(...parameters: Parameters<typeof follow>): Promise<void> {
	await expect.poll(async () => (await follow(...parameters)).answer.status).toBeLessThan(300);
}

describe.each([
	['MAX_STREAMS', 'full', ''],
	['MAX_STREAMS_PER_ADDRESS', 'too-many-streams', ''],
	['MAX_STREAMS_PER_SESSION', 'too-many-streams', 'session']
] as const)('%s', (limit, code, by) => {
	it(`bounds the open streams of all techniques together, and places are given back`, async () => {
		server = await startServer({ [limit]: '3' });
		const session = by === 'session' ? await createSession(server) : undefined;
		const query = session ? `?session=${session.id}` : '';
		const open = [await follow('sse', query), await follow('fetch-stream', query), await follow('websocket', query)];
		expect(open.map(({ answer }) => answer.status)).toEqual([200, 200, 101]);
		for (const technique of ['sse', 'fetch-stream', 'websocket'] as const) await expectRefused(await follow(technique, query), code);
		const waiting = await ask(server, 'GET', `/live/ticker:1/long-polling${query}`);
		expectProblem({ ...waiting, type: waiting.headers['content-type'] }, code);
		expect((await ask(server, 'GET', `/live/ticker:1/polling${query}`)).status).toBe(200);
		for (const [i, { raw }] of open.entries()) {
			if (i === 0) raw.reset();
			else raw.socket.end();
			await expectLetIn('sse', query);
		}
		if (session) await expectLetIn('sse');
	});

	it('counts Socket.IO and waiting long polls too', async () => {
		server = await startServer({ [limit]: '2' });
		const session = by === 'session' ? await createSession(server) : undefined;
		const auth = { feed: 'ticker:1', ...(session ? { session: session.id } : {}) };
		const connect = () => io(server.origin, { path: '/live/socket.io', auth, forceNew: true, reconnection: false });
		const [first, second] = [connect(), connect()];
		await Promise.all([first, second].map((client) => new Promise<void>((connected) => client.once('connect', connected))));
		const third = connect();
		const refusal = await new Promise<Error>((refused) => third.once('connect_error', refused));
		expect(refusal.message).toBe(code);
		first.close();
		const query = session ? `?session=${session.id}` : '';
		await expectLetIn('sse', query);
		second.close();
		third.close();
		for (const raw of raws.splice(0)) raw.close();
		const room = newRoom();
		const waits = [await RawSocket.open(server.port), await RawSocket.open(server.port)];
		raws.push(...waits);
		await expect
			.poll(async () => {
				for (const raw of waits) if (raw.sentBytes === 0) raw.request('GET', `/live/${room}/long-polling${query}`);
				return (await ask(server, 'GET', `/live/${room}/long-polling${query ? `${query}&` : '?'}wait=0`)).status;
			})
			.toBe(limit === 'MAX_STREAMS' ? 503 : 429);
	});
});

it('NEW_STREAMS_PER_SECOND bounds how fast an address opens streams, whatever becomes of them; polls are none', async () => {
	server = await startServer({ NEW_STREAMS_PER_SECOND: '2', TRUSTED_PROXIES: '1' });
	for (let opened = 0; opened < 5; opened++) {
		for (const technique of ['sse', 'fetch-stream', 'websocket'] as const) {
			const { raw, answer } = await follow(technique);
			expect(answer.status).toBeLessThan(300);
			raw.close();
		}
	}
	for (const technique of ['sse', 'fetch-stream', 'websocket'] as const) await expectRefused(await follow(technique), 'too-fast');
	const client = io(server.origin, { path: '/live/socket.io', auth: { feed: 'ticker:1' }, forceNew: true, reconnection: false });
	expect((await new Promise<Error>((refused) => client.once('connect_error', refused))).message).toBe('too-fast');
	client.close();
	for (const technique of ['polling', 'conditional', 'long-polling']) {
		expect((await ask(server, 'GET', `/live/ticker:1/${technique}?after=0`)).status).toBe(200);
	}
	// The others have their own turns, and nothing that was refused holds a place.
	expect((await follow('sse', '', ['X-Forwarded-For: 203.0.113.1'])).answer.status).toBe(200);
});

it('addresses are told apart by what a trusted proxy says, and by nothing that a client says', async () => {
	server = await startServer({ MAX_STREAMS_PER_ADDRESS: '1', TRUSTED_PROXIES: '1' });
	const from = (...hops: string[]) => follow('sse', '', [`X-Forwarded-For: ${hops.join(', ')}`]);
	expect((await from('203.0.113.1')).answer.status).toBe(200);
	expect((await from('203.0.113.2')).answer.status).toBe(200);
	expect((await from('198.51.100.7', '203.0.113.1')).answer.status).toBe(429);
	expect((await from('2001:db8:1:2:3::4')).answer.status).toBe(200);
	expect((await from('2001:db8:1:2:ffff::1')).answer.status).toBe(429);
	expect((await from('2001:db8:1:3::1')).answer.status).toBe(200);
	expect((await from('2001:db8::1')).answer.status).toBe(200);
	expect((await from('2001:0DB8:0:0:ffff::2')).answer.status).toBe(429);
	await server.close();
	server = await startServer({ MAX_STREAMS_PER_ADDRESS: '1' });
	expect((await from('203.0.113.1')).answer.status).toBe(200);
	expect((await from('203.0.113.2')).answer.status).toBe(429);
});

it('MAX_SESSIONS bounds the sessions; ending one makes room', async () => {
	server = await startServer({ MAX_SESSIONS: '2' });
	const first = await createSession(server);
	await createSession(server);
	const refused = await expectRefusal(server, 'POST', '/sessions', 'full', { body: {} });
	expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
	await ask(server, 'DELETE', `/sessions/${first.id}`);
	await expect.poll(async () => (await ask(server, 'POST', '/sessions', { body: {} })).status).toBe(201);
});

it('MAX_SESSIONS_PER_ADDRESS bounds the sessions of an address, and leaves the others theirs; ending one makes room', async () => {
	server = await startServer({ MAX_SESSIONS_PER_ADDRESS: '2' });
	const first = await createSession(server);
	await createSession(server);
	const refused = await expectRefusal(server, 'POST', '/sessions', 'address-busy', { body: {} });
	expect(refused.text).toContain('Close a tab');
	expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
	expect((await ask(server, 'POST', '/sessions', { body: {}, from: '127.0.0.2' })).status).toBe(201);
	await ask(server, 'DELETE', `/sessions/${first.id}`);
	await expect.poll(async () => (await ask(server, 'POST', '/sessions', { body: {} })).status).toBe(201);
});

it('one address that opens sessions as fast as it may takes a part of them', async () => {
	server = await startServer({ NEW_SESSIONS_PER_SECOND: '1000' });
	const answers = await Promise.all(Array.from({ length: 250 }, () => ask(server, 'POST', '/sessions', { body: {} })));
	expect(answers.filter(({ status }) => status === 201).length).toBe(200);
	expect((await ask(server, 'POST', '/sessions', { body: {}, from: '127.0.0.2' })).status).toBe(201);
});

it('NEW_SESSIONS_PER_SECOND bounds how fast an address makes them, beyond a burst', async () => {
	server = await startServer({ NEW_SESSIONS_PER_SECOND: '1' });
	for (let i = 0; i < 5; i++) await createSession(server);
	const refused = await expectRefusal(server, 'POST', '/sessions', 'too-fast', { body: {} });
	expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
});

it('PUBLISHES_PER_SECOND bounds how fast an address publishes, over HTTP, WebSocket and Socket.IO together', async () => {
	server = await startServer({ PUBLISHES_PER_SECOND: '2' });
	const room = newRoom();
	const publish = (key: string) => ask(server, 'POST', `/live/${room}`, { body: { type: 'say', data: 1, key } });
	// Opened before: the first four are forgotten two seconds after the first.
	const raw = await RawSocket.open(server.port);
	raws.push(raw);
	await raw.upgrade(`/live/${room}/websocket?after=0`);
	const client = io(server.origin, { path: '/live/socket.io', auth: { feed: room }, forceNew: true });
	await new Promise<void>((connected) => client.once('connect', connected));
	for (const key of ['a', 'b', 'c', 'd']) expect((await publish(key)).status).toBe(201);
	const refused = await publish('e');
	expectProblem({ ...refused, type: refused.headers['content-type'] }, 'too-fast');
	expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
	raw.sendText('{"publish":{"type":"say","data":1,"key":"f"}}');
	expect(await raw.message((text) => text.startsWith('{"problem"'))).toContain('too-fast');
	expect(await client.emitWithAck('publish', { type: 'say', data: 1, key: 'g' })).toMatchObject({ code: 'too-fast' });
	client.close();
	expect((await ask(server, 'GET', `/live/${room}/polling?after=0`)).text).toContain('-4"}');
});

it('a stream ends after its lifetime, and its client goes on where it was', async () => {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
	server = await startServer({ STREAM_LIFETIME_MS: '0' });
	const session: SessionView = await createSession(server, { rate: 200, size: 20 });
	const path = (technique: string, after = '0') => `/live/race/${technique}?session=${session.id}&after=${after}`;
	for (const technique of ['sse', 'fetch-stream', 'websocket'] as const) {
		const raw = await RawSocket.open(server.port);
		raws.push(raw);
		if (technique === 'websocket') await raw.upgrade(path(technique));
		else raw.request('GET', path(technique));
		await raw.until((bytes) => bytes.includes(`${session.epoch}-5`));
		vi.advanceTimersByTime(20_000);
		if (technique === 'websocket') expect(await raw.closeCode()).toBe(1012);
		else await raw.until((bytes) => bytes.toString().endsWith('\r\n0\r\n\r\n'));
		const seen = [...raw.skip().matchAll(new RegExp(`${session.epoch}-(\\d+)"?[\\s,]`, 'g'))].map(([, seq]) => Number(seq));
		if (technique === 'websocket') continue;
		expect(seen).toEqual(seen.map((_, i) => i + 1));
		const again = await RawSocket.open(server.port);
		raws.push(again);
		again.request('GET', path(technique, `${session.epoch}-${seen.length}`));
		await again.until((bytes) => bytes.includes(`${session.epoch}-${seen.length + 1}`));
		expect(again.skip()).not.toContain('"reset"');
	}
});

it('a stream of HTTP/1.0 that ends while events come brings nobody down', async () => {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
	server = await startServer({ STREAM_LIFETIME_MS: '0' });
	const session = await createSession(server, { rate: 200, size: 300 });
	const flock = await Promise.all(Array.from({ length: 10 }, () => RawSocket.open(server.port)));
	raws.push(...flock);
	for (const raw of flock) raw.send(`GET /live/race/sse?session=${session.id} HTTP/1.0\r\nHost: t\r\n\r\n`);
	await Promise.all(flock.map((raw) => raw.until((bytes) => bytes.includes('"type":"tick"'))));
	vi.advanceTimersByTime(15_000);
	await Promise.all(flock.map((raw) => raw.closed));
	expect((await ask(server, 'GET', '/healthz')).status).toBe(200);
});
