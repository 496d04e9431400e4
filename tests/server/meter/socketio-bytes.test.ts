import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { FeedEvent } from '#lib/protocol/event.ts';
import type { SessionView } from '#lib/protocol/session.ts';
import { ask, createSession, newRoom, readLane } from '../../support/raw-ask.ts';
import { startProxy } from '../../support/raw-proxy.ts';
import type { CountingProxy } from '../../support/raw-proxy.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

/* A TCP proxy in front of the server counts what the real client and the server say to each other. */
let server: TestServer;
let proxy: CountingProxy;
let client: Socket | undefined;

beforeAll(async () => void (server = await startServer()));
afterAll(() => server.close());
afterEach(async () => {
	client?.close();
	client = undefined;
	await proxy.close();
});

function follow(session: SessionView, feed: string, options: object = {}) {
	const events: FeedEvent[] = [];
	const auth = { feed, after: '0', session: session.id, lane: 'socketio' };
	client = io(`http://127.0.0.1:${proxy.port}`, { path: '/live/socket.io', auth, forceNew: true, ...options });
	client.on('event', (event: FeedEvent) => events.push(event));
	return { client, events };
}

async function expectExact(session: SessionView) {
	await expect
		.poll(async () => {
			const lane = await readLane(server, session.id, 'socketio');
			return { up: (lane?.up.total ?? 0) - proxy.upBytes, down: (lane?.down.total ?? 0) - proxy.downBytes };
		})
		.toEqual({ up: 0, down: 0 });
}

const pause = (session: SessionView) => ask(server, 'PATCH', `/sessions/${session.id}`, { body: { settings: { paused: true } } });

it.each([
	['default', {}],
	['WebSocket only', { transports: ['websocket'] }],
	['HTTP only', { transports: ['polling'] }]
])('every byte of Socket.IO on %s transports is charged', async (_name, options) => {
	proxy = await startProxy(server.port);
	const session = await createSession(server, { rate: 100, size: 200 });
	const { client, events } = follow(session, 'race', options);
	await expect.poll(() => events.length).toBeGreaterThan(20);
	await expect.poll(() => client.io.engine.transport.name).toBe('transports' in options ? options.transports?.[0] : 'websocket');
	const paused = JSON.parse((await pause(session)).text) as SessionView;
	await expect.poll(() => events.length).toBe(paused.newest);
	await expectExact(session);
	const lane = await readLane(server, session.id, 'socketio');
	expect(lane).toMatchObject({ events: paused.newest, down: { payload: 200 * paused.newest } });
	expect(lane?.connections).toBe(proxy.connections);
});

it('publishes over Socket.IO are payload, on each transport', async () => {
	for (const transport of ['websocket', 'polling']) {
		proxy = await startProxy(server.port);
		const session = await createSession(server);
		const { client, events } = follow(session, newRoom(), { transports: [transport] });
		const event = { type: 'say', data: 'grüße', key: 'k' };
		expect(await client.emitWithAck('publish', event)).toEqual({ id: expect.stringMatching(/-1$/) });
		await expect.poll(() => events.length).toBe(1);
		await expectExact(session);
		const lane = await readLane(server, session.id, 'socketio');
		expect([transport, lane?.up.payload]).toEqual([transport, Buffer.byteLength(JSON.stringify(event))]);
		expect([transport, lane?.down.payload]).toEqual([transport, Buffer.byteLength('"grüße"')]);
		client.close();
		await expectExact(session);
		if (transport === 'websocket') await proxy.close();
	}
});

it('a cut of Socket.IO is charged to its last byte and the client comes back without a loss', async () => {
	proxy = await startProxy(server.port);
	const session = await createSession(server, { rate: 100, size: 200 });
	const seen: FeedEvent[] = [];
	client = io(`http://127.0.0.1:${proxy.port}`, {
		path: '/live/socket.io',
		forceNew: true,
		reconnectionDelay: 10,
		reconnectionDelayMax: 20,
		auth: (give) => give({ feed: 'race', after: seen.at(-1)?.id ?? '0', session: session.id, lane: 'socketio' })
	});
	client.on('event', (event: FeedEvent) => seen.push(event));
	await expect.poll(() => client?.io.engine.transport.name).toBe('websocket');
	await expect.poll(() => seen.length).toBeGreaterThan(10);
	await ask(server, 'PATCH', `/sessions/${session.id}`, { body: { faults: { cut: true } } });
	const before = seen.length;
	await expect.poll(() => seen.length).toBeGreaterThan(before + 10);
	const paused = JSON.parse((await pause(session)).text) as SessionView;
	await expect.poll(() => seen.at(-1)?.id).toBe(`${session.epoch}-${paused.newest}`);
	expect(seen.map(({ id }) => id)).toEqual(Array.from({ length: paused.newest }, (_, i) => `${session.epoch}-${i + 1}`));
	await expect.poll(() => client?.io.engine.transport.name).toBe('websocket');
	await expectExact(session);
});
