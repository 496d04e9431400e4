import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask, expectProblem } from '../../support/raw-ask.ts';
import { OPCODE } from '#lib/wire/websocket.ts';
import { RawSocket, UPGRADE, maskedFrame } from '../../support/raw-socket.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

const ROOM = 'scratch:aaaaaaaa';
/** Loopback kernel buffers swallow some 4 MB before a server sees that nobody reads. */
const FILL_EVENTS = 1200;
const FILL_BYTES = 15_000;

const servers: TestServer[] = [];
const raws: RawSocket[] = [];
afterEach(async () => {
	for (const raw of raws.splice(0)) raw.close();
	await Promise.all(servers.splice(0).map((server) => server.close()));
	vi.useRealTimers();
});

async function start(env: Record<string, string> = {}): Promise<TestServer> {
	const server = await startServer({
		PUBLISHES_PER_SECOND: '1000000',
		MAX_REQUESTS_PER_SOCKET: '0',
		...env
	});
	servers.push(server);
	return server;
}

async function open(server: TestServer): Promise<RawSocket> {
	const raw = await RawSocket.open(server.port);
	raws.push(raw);
	return raw;
}

/** Publishes 18 MB to the room, for whoever follows it now. */
async function fill(server: TestServer): Promise<void> {
	const raw = await open(server);
	const data = 'x'.repeat(FILL_BYTES);
	for (let i = 0; i < FILL_EVENTS; i++) {
		const body = JSON.stringify({ type: 'say', data, key: `k${i}` });
		expect((await raw.ask('POST', `/live/${ROOM}`, ['Content-Type: application/json'], body)).status).toBe(201);
	}
	raw.close();
}

async function closedAsSlow(server: TestServer): Promise<number> {
	return Number(/^wire_slow_streams_closed_total (\d+)$/m.exec((await ask(server, 'GET', '/metrics')).text)?.[1]);
}

/** Lets the sweeps' time pass until one stream was closed as slow. Timers are fake. */
async function untilClosedAsSlow(server: TestServer): Promise<void> {
	await expect
		.poll(async () => {
			vi.advanceTimersByTime(1000);
			return closedAsSlow(server);
		})
		.toBe(1);
}

const STREAMS = ['sse', 'fetch-stream', 'websocket', 'socketio'];
const ENGINE = '/live/socket.io/?EIO=4&transport=';

/** Follows the room from now on and reads nothing. */
async function followWithoutReading(server: TestServer, technique: string): Promise<RawSocket> {
	const raw = await open(server);
	if (technique === 'socketio') {
		await raw.upgrade(`${ENGINE}websocket`);
		await raw.message((text) => text.startsWith('0{'));
	}
	raw.socket.pause();
	if (technique === 'socketio') {
		raw.sendText(`40{"feed":"${ROOM}"}`);
	} else if (technique === 'websocket') {
		raw.request('GET', `/live/${ROOM}/websocket`, [...UPGRADE, 'Sec-WebSocket-Version: 13']);
	} else raw.request('GET', `/live/${ROOM}/${technique}`);
	await expect.poll(async () => (await ask(server, 'GET', '/metrics')).text).toContain(`wire_streams_open{technique="${technique}"} 1`);
	return raw;
}

describe('a reader who does not read', () => {
	it('is closed and counted before what waits for it fills the memory, in each technique with a stream', async () => {
		const server = await start();
		const readers: RawSocket[] = [];
		for (const technique of STREAMS) readers.push(await followWithoutReading(server, technique));
		await fill(server);
		expect(await closedAsSlow(server)).toBe(STREAMS.length);
		for (const raw of readers) {
			raw.socket.resume();
			await raw.closed;
			expect(raw.receivedBytes).toBeLessThan(FILL_EVENTS * FILL_BYTES);
		}
		expect((await ask(server, 'GET', '/healthz')).status).toBe(200);
		const fresh = await open(server);
		fresh.request('GET', '/live/ticker:50/sse');
		await fresh.until((bytes) => bytes.includes('"type":"price"'));
	});

	it('would have it all kept for it without the bound', async () => {
		const server = await start({ OUTBOUND_SOFT_BYTES: '1000000000', OUTBOUND_HARD_BYTES: '1000000000' });
		const readers: RawSocket[] = [];
		for (const technique of STREAMS) readers.push(await followWithoutReading(server, technique));
		await fill(server);
		for (const raw of readers) {
			raw.socket.removeAllListeners('data');
			let bytes = 0;
			raw.socket.on('data', (part: Buffer) => (bytes += part.length));
			raw.socket.resume();
			await expect.poll(() => bytes).toBeGreaterThan(FILL_EVENTS * FILL_BYTES);
			raw.close();
		}
		expect(await closedAsSlow(server)).toBe(0);
	});

	it('that takes nothing at all is closed after a while, however little waits', async () => {
		vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
		const server = await start({ OUTBOUND_SOFT_BYTES: '1000', OUTBOUND_HARD_BYTES: '1000000000', OUTBOUND_STALL_MS: '0' });
		const raw = await followWithoutReading(server, 'sse');
		await fill(server);
		expect(await closedAsSlow(server)).toBe(0);
		await untilClosedAsSlow(server);
		raw.socket.resume();
		await raw.closed;
	});

	it('that waits for most is closed first when all together are too many', async () => {
		vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
		const server = await start({
			OUTBOUND_SOFT_BYTES: '1000',
			OUTBOUND_HARD_BYTES: '1000000000',
			OUTBOUND_STALL_MS: '1000000',
			OUTBOUND_TOTAL_BYTES: '1000000'
		});
		await followWithoutReading(server, 'sse');
		await fill(server);
		await untilClosedAsSlow(server);
	});
});

describe('Socket.IO over its HTTP transport', () => {
	/** Follows the room and asks for nothing; the address at which it would ask. */
	async function followWithoutAsking(server: TestServer): Promise<{ raw: RawSocket; url: string }> {
		const raw = await open(server);
		const { body } = await raw.ask('GET', `${ENGINE}polling`);
		const url = `${ENGINE}polling&sid=${(JSON.parse(body.slice(1)) as { sid: string }).sid}`;
		await raw.ask('POST', url, [], `40{"feed":"${ROOM}"}`);
		await expect.poll(async () => (await ask(server, 'GET', '/metrics')).text).toContain('wire_streams_open{technique="socketio"} 1');
		return { raw, url };
	}

	it('whose client does not ask is closed and counted; without the bound all would be kept for it', async () => {
		const guarded = await start();
		const slow = await followWithoutAsking(guarded);
		await fill(guarded);
		expect(await closedAsSlow(guarded)).toBe(1);
		expect((await slow.raw.ask('GET', slow.url)).status).toBe(400);

		const unguarded = await start({ OUTBOUND_SOFT_BYTES: '1000000000', OUTBOUND_HARD_BYTES: '1000000000' });
		const control = await followWithoutAsking(unguarded);
		await fill(unguarded);
		control.raw.request('GET', control.url);
		expect(Number((await control.raw.head()).headers.get('content-length'))).toBeGreaterThan(FILL_EVENTS * FILL_BYTES);
	});

	it('whose client asks and does not read the answer is closed when it stands still', async () => {
		vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
		const server = await start({ OUTBOUND_SOFT_BYTES: '1000', OUTBOUND_HARD_BYTES: '1000000000', OUTBOUND_STALL_MS: '0' });
		const { raw, url } = await followWithoutAsking(server);
		await fill(server);
		raw.socket.pause();
		raw.request('GET', url);
		const answered = async () =>
			Number(/^wire_socket_bytes_total\{way="down"\} (\S+)$/m.exec((await ask(server, 'GET', '/metrics')).text)?.[1]);
		await expect.poll(answered).toBeGreaterThan(FILL_EVENTS * FILL_BYTES);
		await untilClosedAsSlow(server);
		raw.socket.resume();
		await raw.closed;
		expect(raw.receivedBytes).toBeLessThan(FILL_EVENTS * FILL_BYTES);
	});
});

describe('a client that never reads what its own messages are answered with', () => {
	const REFUSED = Buffer.concat(Array<Buffer>(1000).fill(maskedFrame(OPCODE.text, '42123456789012345["publish",{}]')));
	const PONG = maskedFrame(OPCODE.text, '3');
	/** Answers that are more than the kernel keeps, in thousands, and the bytes of one. */
	const ROUNDS = 80;
	const ANSWER_BYTES = 70;

	/** Says things that are refused, as long as somebody listens. */
	async function flood(server: TestServer, rounds: number): Promise<RawSocket> {
		const raw = await followWithoutReading(server, 'socketio');
		for (let i = 0; i < rounds && !raw.isClosed; i++) {
			raw.send(PONG);
			raw.send(REFUSED);
			if (raw.socket.writableNeedDrain) {
				await new Promise((resolve) => {
					raw.socket.once('drain', resolve);
					raw.socket.once('close', resolve);
				});
			}
		}
		return raw;
	}

	it('is closed and counted over Socket.IO; without the bound all the answers would wait for it', async () => {
		const guarded = await start();
		await (
			await flood(guarded, 10 * ROUNDS)
		).closed;
		expect(await closedAsSlow(guarded)).toBe(1);

		const unguarded = await start({ OUTBOUND_SOFT_BYTES: '1000000000', OUTBOUND_HARD_BYTES: '1000000000' });
		const control = await flood(unguarded, ROUNDS);
		control.socket.removeAllListeners('data');
		let bytes = 0;
		control.socket.on('data', (part: Buffer) => (bytes += part.length));
		control.socket.resume();
		await expect.poll(() => bytes).toBeGreaterThan(ROUNDS * 1000 * ANSWER_BYTES);
	});
});

describe('a client that is slow to ask', () => {
	it.each([
		['a head', 'GET /healthz HTTP/1.1\r\nHost: t\r\nX-Slow: '],
		['a body', 'POST /sessions HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{']
	])('and never completes %s is told so and closed; without the bound it would still be there', async (_what, bytes) => {
		const guarded = await start({ HEADERS_TIMEOUT_MS: '100', REQUEST_TIMEOUT_MS: '100' });
		const unguarded = await start({ HEADERS_TIMEOUT_MS: '1000000', REQUEST_TIMEOUT_MS: '1000000' });
		const [slow, control] = [await open(guarded), await open(unguarded)];
		control.send(bytes);
		slow.send(bytes);
		const head = await slow.head();
		expect(head.status).toBe(408);
		await slow.until((unread) => unread.length >= Number(head.headers.get('content-length')));
		expectProblem({ status: 408, text: slow.skip(), type: head.headers.get('content-type') }, 'request-timeout');
		await slow.closed;
		expect(control.isClosed).toBe(false);
		expect(control.receivedBytes).toBe(0);
	});

	it('and says nothing at all is closed', async () => {
		const server = await start({ HEADERS_TIMEOUT_MS: '100', REQUEST_TIMEOUT_MS: '100' });
		await (
			await open(server)
		).closed;
	});
});
