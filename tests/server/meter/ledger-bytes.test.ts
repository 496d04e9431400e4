import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SOCKET_BEAT_MS } from '#lib/protocol/limits.ts';
import type { SessionView } from '#lib/protocol/session.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { PURPOSES } from '#lib/wire/record.ts';
import { OPCODE } from '#lib/wire/websocket.ts';
import { ask, createSession, newRoom, readLane } from '../../support/raw-ask.ts';
import { UPGRADE, maskedFrame } from '../../support/raw-socket.ts';
import type { RawSocket } from '../../support/raw-socket.ts';
import { setRawSockets } from '../../support/raw-sockets.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

/*
 * A raw client counts every byte that it sent and received; a ledger must say the same. Sessions stand still (paused) once
 * they have events, so that the counts come to rest.
 */
let server: TestServer;
const open = setRawSockets(() => server);

beforeAll(async () => {
	// Only the hearts' and sweeps' intervals are ours: sockets and the library's own timers run as they are.
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
	server = await startServer({ PUBLISHES_PER_SECOND: '1000' }, (_request, response) => response.end('<p>a page</p>'));
});
afterAll(async () => {
	await server.close();
	vi.useRealTimers();
});

/** A session whose race has this many events and stands still. */
async function stillRace(events: number, size = 100): Promise<SessionView> {
	const session = await createSession(server, { rate: 200, size });
	await expect
		.poll(async () => (await ask(server, 'GET', `/live/race/polling?session=${session.id}&after=0`)).text)
		.toContain(`-${events}"`);
	const answer = await ask(server, 'PATCH', `/sessions/${session.id}`, { body: { settings: { paused: true } } });
	return JSON.parse(answer.text) as SessionView;
}

function target(session: SessionView, technique: TechniqueId, rest = '&after=0', feed = 'race'): string {
	return `/live/${feed}/${technique}?session=${session.id}&lane=${technique}${rest}`;
}

/** What the ledger of a lane says, with the check that its purposes are its total. */
async function totals(session: SessionView, lane: string) {
	const view = await readLane(server, session.id, lane);
	for (const way of ['up', 'down'] as const) {
		const tally = view?.[way];
		if (tally) expect(PURPOSES.reduce((sum, purpose) => sum + tally[purpose], 0)).toBe(tally.total);
	}
	return { up: view?.up.total ?? 0, down: view?.down.total ?? 0 };
}

function expectExact(session: SessionView, lane: string, ...sockets: RawSocket[]) {
	const up = sockets.reduce((sum, raw) => sum + raw.sentBytes, 0);
	return expect
		.poll(async () => {
			const counted = await totals(session, lane);
			const down = sockets.reduce((sum, raw) => sum + raw.receivedBytes, 0);
			return { up: counted.up - up, down: counted.down - down };
		})
		.toEqual({ up: 0, down: 0 });
}

const payloadOf = async (session: SessionView, lane: string) => (await readLane(server, session.id, lane))?.down.payload;

it.each(['polling', 'conditional', 'long-polling'] as const)(
	'every byte of %s is charged, over many requests on one connection',
	async (technique) => {
		const session = await stillRace(5);
		const raw = await open();
		for (let i = 0; i < 4; i++) expect((await raw.ask('GET', target(session, technique))).status).toBe(200);
		await expectExact(session, technique, raw);
		expect(await readLane(server, session.id, technique)).toMatchObject({
			requests: 4,
			connections: 1,
			empty: 0,
			events: 4 * session.newest
		});
		expect(await payloadOf(session, technique)).toBe(4 * session.newest * 100);
	}
);

it('a 304 has a head and nothing else', async () => {
	const session = await stillRace(1);
	const raw = await open();
	const first = await raw.ask('GET', target(session, 'conditional', ''));
	const etag = first.headers.get('etag') as string;
	const before = await readLane(server, session.id, 'conditional');
	const second = await raw.ask('GET', target(session, 'conditional', `&after=${etag.slice(1, -1)}`), [`If-None-Match: ${etag}`]);
	expect(second.status).toBe(304);
	await expectExact(session, 'conditional', raw);
	const after = await readLane(server, session.id, 'conditional');
	expect(after?.down.framing).toBe(before?.down.framing);
	expect(after?.empty).toBe(2);
});

it('a 204 of a long poll has a head and nothing else, and counts as empty', async () => {
	const session = await stillRace(1);
	const raw = await open();
	expect((await raw.ask('GET', target(session, 'long-polling', '&wait=0.01'))).status).toBe(204);
	await expectExact(session, 'long-polling', raw);
	const lane = await readLane(server, session.id, 'long-polling');
	expect(lane).toMatchObject({ empty: 1, requests: 1 });
	expect(lane?.down.head).toBe(raw.receivedBytes);
});

it('a long poll that its client gives up is charged for what it asked', async () => {
	const session = await stillRace(1);
	const raw = await open();
	raw.request('GET', target(session, 'long-polling', ''));
	await expect.poll(async () => (await totals(session, 'long-polling')).up).toBe(raw.sentBytes);
	raw.reset();
	await expectExact(session, 'long-polling', raw);
});

it.each([
	['sse', 'HTTP/1.1'],
	['sse', 'HTTP/1.0'],
	['fetch-stream', 'HTTP/1.1'],
	['fetch-stream', 'HTTP/1.0']
] as const)('every byte of %s over %s is charged, beats too', async (technique, version) => {
	const session = await stillRace(5);
	const raw = await open();
	raw.send(`GET ${target(session, technique)} ${version}\r\nHost: test\r\n\r\n`);
	const head = await raw.head();
	expect(head.headers.get('transfer-encoding')).toBe(version === 'HTTP/1.1' ? 'chunked' : undefined);
	await raw.until((bytes) => bytes.includes(`${session.epoch}-${session.newest}`));
	await expectExact(session, technique, raw);
	const before = raw.receivedBytes;
	vi.advanceTimersByTime(15_000);
	await raw.until(() => raw.receivedBytes > before);
	if (technique === 'sse') expect(raw.skip().slice(-40)).toContain('event: beat\ndata: 1\n\n');
	await expectExact(session, technique, raw);
	const lane = await readLane(server, session.id, technique);
	expect(lane?.down.heartbeat).toBe(raw.receivedBytes - before);
	expect(lane).toMatchObject({ events: session.newest, heartbeats: 1, requests: 1, connections: 1 });
	expect(lane?.down.payload).toBe(100 * session.newest);
});

it('a stream that the client leaves is charged to its last byte', async () => {
	const session = await createSession(server, { rate: 200, size: 300 });
	const raw = await open();
	raw.request('GET', target(session, 'sse'));
	await raw.until((bytes) => bytes.length > 3000);
	// A FIN, not a reset: what is under way still arrives and is counted on both sides.
	raw.socket.end();
	await raw.closed;
	await expectExact(session, 'sse', raw);
});

it.each(['sse', 'fetch-stream', 'websocket'] as const)(
	'a client that breaks off %s in a burst is charged for nothing that never left',
	async (technique) => {
		const session = await stillRace(100);
		for (let client = 0; client < 5; client++) {
			const raw = await open();
			if (technique === 'websocket') await raw.upgrade(target(session, technique));
			else raw.request('GET', target(session, technique));
			await raw.until((bytes) => bytes.length > 0);
			raw.socket.resetAndDestroy();
		}
		await expect
			.poll(async () => (await ask(server, 'GET', '/metrics')).text)
			.toMatch(new RegExp(`wire_streams_open{technique="${technique}"} 0`));
		const lane = await readLane(server, session.id, technique);
		expect(lane?.down.payload).toBe(100 * (lane?.events ?? 0));
		for (const purpose of PURPOSES) expect([purpose, Math.min(0, lane?.down[purpose] ?? 0)]).toEqual([purpose, 0]);
		await totals(session, technique);
	}
);

it('a line that is cut is charged to its last byte, in every technique with a stream', async () => {
	const session = await createSession(server, { rate: 200, size: 300 });
	const [sse, ndjson, socket] = [await open(), await open(), await open()];
	sse.request('GET', target(session, 'sse'));
	ndjson.request('GET', target(session, 'fetch-stream'));
	await socket.upgrade(target(session, 'websocket'));
	await Promise.all([sse, ndjson, socket].map((raw) => raw.until((bytes) => bytes.length > 3000)));
	await ask(server, 'PATCH', `/sessions/${session.id}`, { body: { faults: { cut: true } } });
	await Promise.all([sse.closed, ndjson.closed, socket.closed]);
	await expectExact(session, 'sse', sse);
	await expectExact(session, 'fetch-stream', ndjson);
	await expectExact(session, 'websocket', socket);
});

it('every byte of websocket is charged: handshake, events, publishes, pings, pongs and close frames', async () => {
	const session = await createSession(server);
	const room = newRoom();
	const raw = await open();
	expect((await raw.upgrade(target(session, 'websocket', '&after=0', room))).status).toBe(101);
	for (const [key, data] of [
		['a', 'x'],
		['b', 'y'.repeat(300)]
	]) {
		raw.sendText(JSON.stringify({ publish: { type: 'say', data, key } }));
		await raw.message((text) => text.startsWith('{"ack"'));
	}
	raw.sendFrame(OPCODE.ping, 'hello');
	await raw.until((bytes) => bytes.length > 0);
	expect((await raw.frame()).opcode).toBe(OPCODE.pong);
	raw.sendFrame(OPCODE.pong);
	await expectExact(session, 'websocket', raw);
	const publishes = ['{"type":"say","data":"x","key":"a"}', JSON.stringify({ type: 'say', data: 'y'.repeat(300), key: 'b' })].join(
		''
	).length;
	expect(await readLane(server, session.id, 'websocket')).toMatchObject({
		requests: 1,
		connections: 1,
		events: 2,
		heartbeats: 3,
		up: { payload: publishes, heartbeat: 6 + 5 + 6 },
		down: { payload: 3 + 302, heartbeat: 2 + 5 }
	});

	vi.advanceTimersByTime(SOCKET_BEAT_MS);
	await raw.message((text) => text.startsWith('{"beat"'));
	expect((await raw.frame()).opcode).toBe(OPCODE.ping);
	raw.sendFrame(OPCODE.pong);
	await expectExact(session, 'websocket', raw);

	raw.sendFrame(OPCODE.close, Buffer.from([0x03, 0xe8]));
	expect(await raw.closeCode()).toBe(1000);
	await raw.closed;
	await expectExact(session, 'websocket', raw);
});

it('a message in several frames, with a ping between, is charged once and whole', async () => {
	const session = await createSession(server);
	const raw = await open();
	await raw.upgrade(target(session, 'websocket', '&after=0', newRoom()));
	const text = JSON.stringify({ publish: { type: 'say', data: 'ä€😀', key: 'k' } });
	const bytes = Buffer.from(text);
	raw.sendFrame(OPCODE.text, bytes.subarray(0, 46), { final: false });
	raw.sendFrame(OPCODE.ping);
	raw.sendFrame(OPCODE.continuation, bytes.subarray(46, 48), { final: false });
	raw.sendFrame(OPCODE.continuation, bytes.subarray(48));
	await raw.message((message) => message.startsWith('{"ack"'));
	await expectExact(session, 'websocket', raw);
	const lane = await readLane(server, session.id, 'websocket');
	expect(lane?.up.payload).toBe(bytes.length - '{"publish":}'.length);
	expect(lane?.up.heartbeat).toBe(6);
});

it('a frame that comes with the handshake in one packet is charged', async () => {
	const session = await createSession(server);
	const room = newRoom();
	const raw = await open();
	const head = `GET ${target(session, 'websocket', '&after=0', room)} HTTP/1.1\r\nHost: test\r\n${UPGRADE.join('\r\n')}\r\nSec-WebSocket-Version: 13\r\n\r\n`;
	raw.send(Buffer.concat([Buffer.from(head), maskedFrame(OPCODE.text, '{"publish":{"type":"say","data":1,"key":"k"}}')]));
	expect((await raw.head()).status).toBe(101);
	await raw.message((text) => text.startsWith('{"ack"'));
	await expectExact(session, 'websocket', raw);
	expect((await readLane(server, session.id, 'websocket'))?.up.head).toBe(head.length);
});

it('a websocket that breaks the protocol is charged for what it sent and for its close frame', async () => {
	const session = await stillRace(1);
	const raw = await open();
	await raw.upgrade(target(session, 'websocket'));
	await raw.frame();
	raw.send(Buffer.from([0xf1, 0x81, 1, 2, 3, 4, 5]));
	expect(await raw.closeCode()).toBe(1002);
	raw.socket.end();
	await raw.closed;
	await expectExact(session, 'websocket', raw);
});

it('a frame that never ends is charged when the socket closes', async () => {
	const session = await stillRace(1);
	const raw = await open();
	await raw.upgrade(target(session, 'websocket', ''));
	raw.send(Buffer.from([0x81, 0xfe, 0x03]));
	raw.socket.end();
	await raw.closed;
	await expectExact(session, 'websocket', raw);
});

it('the body of a publish is payload, its answer is head and framing', async () => {
	const session = await createSession(server);
	const room = newRoom();
	const raw = await open();
	const body = JSON.stringify({ type: 'say', data: { text: 'ü'.repeat(200) }, key: 'once' });
	const path = `/live/${room}?session=${session.id}&lane=polling`;
	expect((await raw.ask('POST', path, ['Content-Type: application/json'], body)).status).toBe(201);
	expect((await raw.ask('POST', path, ['Content-Type: application/json'], body)).status).toBe(200);
	await expectExact(session, 'polling', raw);
	const lane = await readLane(server, session.id, 'polling');
	expect(lane?.up.payload).toBe(2 * Buffer.byteLength(body));
	expect(lane).toMatchObject({ requests: 2, events: 0, empty: 0, down: { payload: 0 } });
});

it('a publish whose body comes in chunks has the same payload', async () => {
	const session = await createSession(server);
	const raw = await open();
	const body = '{"type":"say","data":1,"key":"chunked"}';
	const head = `POST /live/${newRoom()}?session=${session.id}&lane=polling HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
	raw.send(`${head}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
	expect((await raw.response()).status).toBe(201);
	await expectExact(session, 'polling', raw);
	expect((await readLane(server, session.id, 'polling'))?.up.payload).toBe(body.length);
});

it.each([
	['a publish to a generated feed', 'POST', '/live/ticker', 403],
	['a bad wait', 'GET', '/live/ticker/long-polling', 400],
	['a websocket without an upgrade', 'GET', '/live/ticker/websocket', 426]
])('%s is refused at the expense of its lane', async (_what, method, path, status) => {
	const session = await createSession(server);
	const raw = await open();
	const lane = path.split('/')[3] ?? 'polling';
	const answer = await raw.ask(
		method,
		`${path}?session=${session.id}&lane=${lane}&wait=nonsense`,
		['Content-Type: application/json'],
		method === 'POST' ? '{"type":"say","data":1,"key":"k"}' : ''
	);
	expect(answer.status).toBe(status);
	await expectExact(session, lane, raw);
});

it('lanes, refusals and pages that share one connection in turn are charged to their own', async () => {
	const session = await stillRace(3);
	const raw = await open();
	const cost: Record<string, { up: number; down: number }> = {
		polling: { up: 0, down: 0 },
		conditional: { up: 0, down: 0 },
		'long-polling': { up: 0, down: 0 }
	};
	const turn = async (lane: string | undefined, method: string, path: string, status: number, body = '') => {
		const before = { up: raw.sentBytes, down: raw.receivedBytes };
		const headers = !body.startsWith('{') ? [] : ['Content-Type: application/json'];
		expect([path, (await raw.ask(method, path, headers, body)).status]).toEqual([path, status]);
		const entry = lane === undefined ? undefined : cost[lane];
		if (!entry) return;
		entry.up += raw.sentBytes - before.up;
		entry.down += raw.receivedBytes - before.down;
	};
	await turn(undefined, 'GET', '/', 200);
	await turn('polling', 'GET', target(session, 'polling'), 200);
	await turn(undefined, 'GET', '/a-page', 200);
	await turn('conditional', 'GET', target(session, 'conditional'), 200);
	await turn(undefined, 'GET', '/live/nothing/polling', 404);
	await turn('polling', 'GET', target(session, 'polling'), 200);
	await turn(undefined, 'DELETE', '/live/ticker/polling', 405);
	await turn('long-polling', 'GET', target(session, 'long-polling'), 200);
	await turn(undefined, 'GET', '/live/%zz/polling', 400);
	await turn('conditional', 'GET', target(session, 'conditional'), 200);
	await turn(undefined, 'GET', '/live/race/polling?session=unknown', 404);
	await turn('polling', 'POST', `/live/${newRoom()}?session=${session.id}&lane=polling`, 201, '{"type":"say","data":1,"key":"k"}');
	await turn(undefined, 'GET', '/healthz', 200);
	await turn(undefined, 'GET', `/sessions/${session.id}`, 200);
	await turn(undefined, 'GET', '/live/ticker/polling', 200);
	await turn('long-polling', 'GET', target(session, 'long-polling', '&wait=0.01'), 204);
	await turn(undefined, 'POST', `/live/${newRoom()}`, 415, 'x=1'.padEnd(2000));
	await turn('polling', 'GET', target(session, 'polling'), 200);
	await turn(undefined, 'GET', '/', 200);
	for (const [lane, bytes] of Object.entries(cost))
		await expect.poll(() => totals(session, lane).then((sum) => ({ lane, ...sum }))).toEqual({ lane, ...bytes });
	raw.close();
	await raw.closed;
	for (const [lane, bytes] of Object.entries(cost))
		await expect.poll(() => totals(session, lane).then((sum) => ({ lane, ...sum }))).toEqual({ lane, ...bytes });
});

it('a console or a foreign upgrade on a connection that a lane used before costs the lane nothing', async () => {
	const session = await stillRace(1);
	for (const path of [`/sessions/${session.id}/console`, '/nothing/here', '/live/ticker/websocket']) {
		const raw = await open();
		await raw.ask('GET', target(session, 'polling'));
		const before = { up: raw.sentBytes, down: raw.receivedBytes };
		const earlier = await totals(session, 'polling');
		await raw.upgrade(path);
		raw.sendText('{"probe":1}');
		raw.socket.end();
		await raw.closed;
		await expect.poll(() => totals(session, 'polling')).toEqual(earlier);
		expect(before.up).toBeLessThan(raw.sentBytes);
	}
});

it('a stream that is refused for want of a place is charged to its lane, over HTTP and over WebSocket', async () => {
	const full = await startServer({ MAX_STREAMS_PER_SESSION: '1' });
	try {
		const session = await createSession(full, { paused: true });
		const [taken, refused, refusedUpgrade] = [await open(full.port), await open(full.port), await open(full.port)];
		taken.request('GET', target(session, 'sse'));
		await taken.head();
		expect((await refused.ask('GET', target(session, 'fetch-stream'))).status).toBe(429);
		expect((await refusedUpgrade.upgrade(target(session, 'websocket'))).status).toBe(429);
		await refusedUpgrade.closed;
		for (const [lane, raw] of [
			['fetch-stream', refused],
			['websocket', refusedUpgrade]
		] as const) {
			const expected = { up: raw.sentBytes, down: raw.receivedBytes };
			const read = async () => (await readLane(full, session.id, lane)) ?? { up: { total: 0 }, down: { total: 0 } };
			await expect
				.poll(async () => ({ up: (await read()).up.total, down: (await read()).down.total }), { message: lane })
				.toEqual(expected);
		}
	} finally {
		await full.close();
	}
});

it('equal events have equal payload bytes in every technique of our own', async () => {
	const session = await stillRace(8, 321);
	const socket = await open();
	for (const technique of ['polling', 'conditional', 'long-polling', 'sse', 'fetch-stream'] as const) {
		const raw = await open();
		raw.request('GET', target(session, technique));
		await raw.until((bytes) => bytes.includes(`${session.epoch}-${session.newest}`));
	}
	await socket.upgrade(target(session, 'websocket'));
	await socket.message((text) => text.includes(`${session.epoch}-${session.newest}`));
	for (const technique of ['polling', 'conditional', 'long-polling', 'sse', 'fetch-stream', 'websocket'])
		await expect.poll(() => payloadOf(session, technique), { message: technique }).toBe(321 * session.newest);
});
