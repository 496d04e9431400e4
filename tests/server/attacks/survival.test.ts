import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { OPCODE } from '#lib/wire/websocket.ts';
import { ask, askJson, createSession, newRoom } from '../../support/raw-ask.ts';
import { RawSocket, UPGRADE, maskedFrame } from '../../support/raw-socket.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

/* After each attack: nothing unhandled, the process answers, and a fresh stream works. */
const unhandled: unknown[] = [];
const note = (error: unknown) => void unhandled.push(error);
let server: TestServer;
const raws: RawSocket[] = [];

beforeAll(async () => {
	process.on('unhandledRejection', note);
	process.on('uncaughtException', note);
	server = await startServer({ PUBLISHES_PER_SECOND: '100000', NEW_SESSIONS_PER_SECOND: '1000', MAX_ROOMS: '100' });
});
afterAll(async () => {
	await server.close();
	process.off('unhandledRejection', note);
	process.off('uncaughtException', note);
});
afterEach(async () => {
	for (const raw of raws.splice(0)) raw.close();
	await expectAlive(server);
});

async function expectAlive(target: TestServer): Promise<void> {
	expect(await ask(target, 'GET', '/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
	const fresh = await RawSocket.open(target.port);
	fresh.request('GET', '/live/ticker:50/sse');
	await fresh.until((bytes) => bytes.includes('"type":"price"'));
	fresh.close();
	expect(unhandled).toEqual([]);
}

async function open(port = server.port): Promise<RawSocket> {
	const raw = await RawSocket.open(port);
	raws.push(raw);
	return raw;
}

const openStreams = async (technique: string) =>
	Number(
		new RegExp(`^wire_streams_open\\{technique="${technique}"\\} (\\d+)$`, 'm').exec((await ask(server, 'GET', '/metrics')).text)?.[1]
	);
const stored = async (room: string) => (await askJson<{ events: FeedEvent[] }>(server, 'GET', `/live/${room}/polling?after=0`)).events;

const handshake = (path: string, headers: readonly string[] = []) =>
	`GET ${path} HTTP/1.1\r\nHost: test\r\n${[...UPGRADE, 'Sec-WebSocket-Version: 13', ...headers].join('\r\n')}\r\n\r\n`;

describe('a reset', () => {
	it.each([
		['during an upgrade', handshake('/live/ticker:50/websocket')],
		['during an upgrade to a console that is not there', handshake('/sessions/x/console')],
		['during an upgrade of Socket.IO', handshake('/live/socket.io/?EIO=4&transport=websocket')],
		['while a refusal is written to an upgrade', handshake('/live/ticker/websocket', ['Origin: https://evil.example'])],
		['while an upgrade to an unknown path is refused', handshake('/nothing')],
		['while what is no HTTP is refused', 'nonsense\r\n\r\n'],
		['in the middle of a head', 'GET /live/tick'],
		['in the middle of a body', 'POST /sessions HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{'],
		['while a stream begins', 'GET /live/ticker:50/sse HTTP/1.1\r\nHost: t\r\n\r\n'],
		['while a long poll waits', 'GET /live/ticker:1/long-polling HTTP/1.1\r\nHost: t\r\n\r\n']
	])('%s hurts nobody', async (_when, bytes) => {
		const flock = await Promise.all(Array.from({ length: 20 }, () => open()));
		for (const [i, raw] of flock.entries()) {
			raw.send(bytes);
			// Half of them at once, half of them once an answer has begun to come.
			if (i % 2 === 0) raw.reset();
		}
		const rest = flock.filter((_, i) => i % 2 === 1);
		await expect.poll(() => openStreams('sse')).toBeLessThanOrEqual(10);
		for (const raw of rest) raw.reset();
		await Promise.all(flock.map((raw) => raw.closed));
		for (const technique of ['sse', 'websocket']) await expect.poll(() => openStreams(technique)).toBe(0);
	});
});

describe('a frame that breaks the protocol', () => {
	const unmasked = Buffer.from([0x81, 0x02, 0x68, 0x69]);
	const frames: [string, Uint8Array, number][] = [
		['has reserved bits', Buffer.from([0xf1, 0x80, 1, 2, 3, 4]), 1002],
		['claims to be compressed', Buffer.from([0xc1, 0x81, 1, 2, 3, 4, 5]), 1002],
		['is not masked', unmasked, 1002],
		['has opcode 3', maskedFrame(3, 'x'), 1002],
		['has opcode 11', maskedFrame(11, 'x'), 1002],
		['is a ping in two parts', maskedFrame(OPCODE.ping, 'x', { final: false }), 1002],
		['is a ping of 126 bytes', maskedFrame(OPCODE.ping, 'x'.repeat(126)), 1002],
		['continues what never began', maskedFrame(OPCODE.continuation, 'x'), 1002],
		['begins anew before the end', Buffer.concat([maskedFrame(OPCODE.text, 'x', { final: false }), maskedFrame(OPCODE.text, 'x')]), 1002],
		['is no UTF-8', maskedFrame(OPCODE.text, Uint8Array.of(0xff, 0xfe, 0xfd)), 1007],
		['closes with a code that is none', maskedFrame(OPCODE.close, Uint8Array.of(0x03, 0xe7)), 1002],
		['closes with half a code', maskedFrame(OPCODE.close, Uint8Array.of(0x03)), 1002],
		['is too large', maskedFrame(OPCODE.text, 'x'.repeat(16_385)), 1009],
		['promises 2^62 bytes', Uint8Array.of(0x81, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4), 1009],
		[
			'comes in too many parts',
			Buffer.concat([
				maskedFrame(OPCODE.text, '', { final: false }),
				...Array.from({ length: 70 }, () => maskedFrame(OPCODE.continuation, '', { final: false }))
			]),
			1008
		]
	];
	it.each(frames)('because it %s closes its own WebSocket only', async (_what, bytes, code) => {
		const session = await createSession(server);
		for (const path of [
			'/live/ticker:1/websocket',
			`/live/ticker:1/websocket?session=${session.id}&lane=websocket`,
			`/sessions/${session.id}/console`
		]) {
			const raw = await open();
			expect((await raw.upgrade(path)).status).toBe(101);
			raw.send(bytes);
			expect([path, await raw.closeCode()]).toEqual([path, code]);
		}
	});
});

it('HTTP after the switch to WebSocket is a bad frame', async () => {
	const raw = await open();
	await raw.upgrade('/live/ticker:1/websocket');
	raw.send('GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n');
	expect(await raw.closeCode()).toBe(1002);
});

it('what is sent after the message that closes a WebSocket is not heard', async () => {
	const room = newRoom();
	const raw = await open();
	await raw.upgrade(`/live/${room}/websocket`);
	const flood = Array.from({ length: 2000 }, (_, i) => maskedFrame(OPCODE.text, `{"publish":{"type":"say","data":1,"key":"k${i}"}}`));
	raw.send(Buffer.concat([maskedFrame(OPCODE.text, 'null'), ...flood]));
	expect(await raw.closeCode()).toBe(4400);
	expect(await stored(room)).toEqual([]);
});

it('a console is deaf after the message that closes it', async () => {
	const session = await createSession(server, { rate: 1 });
	const raw = await open();
	await raw.upgrade(`/sessions/${session.id}/console`);
	raw.send(Buffer.concat([maskedFrame(OPCODE.text, '[]'), maskedFrame(OPCODE.text, '{"settings":{"rate":9}}')]));
	expect(await raw.closeCode()).toBe(4400);
	expect(JSON.parse((await ask(server, 'GET', `/sessions/${session.id}`)).text)).toMatchObject({ settings: { rate: 1 } });
});

/** Writes again and again without reading until the server has closed; fails after `maxBytes`. */
async function floodUntilClosed(raw: RawSocket, bytes: Buffer, maxBytes: number): Promise<void> {
	raw.socket.pause();
	while (!raw.isClosed && !raw.socket.destroyed) {
		if (raw.sentBytes > maxBytes) throw new Error(`${raw.sentBytes} bytes later it is still open.`);
		raw.sentBytes += bytes.length;
		await new Promise<void>((taken) => raw.socket.write(bytes, () => taken()));
	}
}

const repeat = (bytes: Buffer, times: number) => Buffer.concat(Array.from({ length: times }, () => bytes));

it.each(['/live/ticker:1/websocket', 'console'])('who pings and never reads is cut off (%s)', async (path) => {
	const session = await createSession(server);
	const raw = await open();
	await raw.upgrade(path === 'console' ? `/sessions/${session.id}/console` : path);
	await floodUntilClosed(raw, repeat(maskedFrame(OPCODE.ping, 'x'.repeat(125)), 5000), 60_000_000);
});

it('who asks a console for the time and never reads is cut off', async () => {
	const session = await createSession(server);
	const raw = await open();
	await raw.upgrade(`/sessions/${session.id}/console`);
	await floodUntilClosed(raw, repeat(maskedFrame(OPCODE.text, '{"probe":1}'), 20_000), 60_000_000);
});

it('a metered WebSocket that goes on for ever after its end does not fill the memory', async () => {
	const session = await createSession(server);
	const raw = await open();
	await raw.upgrade(`/live/race/websocket?session=${session.id}&lane=websocket`);
	raw.send(maskedFrame(OPCODE.text, 'x'.repeat(16_385), { final: false }));
	expect(await raw.closeCode()).toBe(1009);
	const before = process.memoryUsage().heapUsed;
	const part = repeat(maskedFrame(OPCODE.continuation, 'x'.repeat(60_000), { final: false }), 20);
	for (let i = 0; i < 40 && !raw.isClosed; i++) await new Promise<void>((taken) => raw.socket.write(part, () => taken()));
	expect(process.memoryUsage().heapUsed - before).toBeLessThan(40_000_000);
});

describe('a stream behind another on one connection', () => {
	it('is refused: nobody would ever read it', async () => {
		const raw = await open();
		raw.request('GET', '/live/ticker:1/sse');
		raw.request('GET', '/live/ticker:1/sse');
		raw.request('GET', '/live/ticker:1/fetch-stream');
		await raw.head();
		await expect.poll(() => openStreams('sse')).toBe(1);
		expect(await openStreams('fetch-stream')).toBe(0);
		raw.reset();
		await expect.poll(() => openStreams('sse')).toBe(0);
	});
});

describe('Socket.IO', () => {
	const PATH = '/live/socket.io/?EIO=4&transport=';

	async function connected(feed: string): Promise<RawSocket> {
		const raw = await open();
		expect((await raw.upgrade(`${PATH}websocket`)).status).toBe(101);
		raw.sendText(`40{"feed":"${feed}"}`);
		await raw.message((text) => text.startsWith('40{'));
		return raw;
	}
	async function polling(): Promise<{ raw: RawSocket; url: string }> {
		const raw = await open();
		const { body } = await raw.ask('GET', `${PATH}polling`);
		return { raw, url: `${PATH}polling&sid=${(JSON.parse(body.slice(1)) as { sid: string }).sid}` };
	}

	it.each([
		'42["publish",{"type":"say","data":1,"key":"k"},5]',
		'42["publish",{"type":"say","data":1,"key":"k"},null]',
		'42["publish",{"bad":1},"x"]',
		'42["publish"]',
		'421["publish"]',
		'42["publish",null]',
		`421["publish",${'['.repeat(7000)}${']'.repeat(7000)}]`,
		'421["publish",{"__proto__":{"type":"say"},"data":1,"key":"k"}]',
		'42["event",1]',
		'42["disconnect"]',
		'42["constructor"]',
		'42[]',
		'42{}',
		'42',
		'43[1]',
		'4399[1]',
		'451-["publish",{"_placeholder":true,"num":0}]',
		'459999999999-["publish"]',
		'40{"feed":"ticker"}',
		'40',
		'44{}',
		'4',
		'9',
		'1',
		'5',
		'{'
	])('survives the packet %.60s', async (packet) => {
		const room = newRoom();
		const raw = await connected(room);
		raw.sendText(packet);
		raw.sendText('42["ping"]');
		// A good publish still works where the packet did not close the connection.
		const other = await connected(room);
		other.sendText('427["publish",{"type":"say","data":"fine","key":"fine"}]');
		await other.message((text) => text.startsWith('437[{"id"'));
		for (const { data } of await stored(room)) expect(JSON.stringify(data).length).toBeLessThan(10);
	});

	it.each([
		'40null',
		'40[]',
		'40"x"',
		'40{"feed":{"toString":1}}',
		'40{"feed":"race"}',
		'40/admin,{}',
		'40/live?x=%zz,{"feed":"ticker"}',
		'41',
		'42["publish"]'
	])('survives the beginning %s', async (packet) => {
		const raw = await open();
		await raw.upgrade(`${PATH}websocket`);
		raw.sendText(packet);
		// A pong or a close frame comes after the packet was heard.
		raw.sendFrame(OPCODE.ping, 'heard');
		await raw.until((bytes) => raw.isClosed || bytes.includes('heard') || bytes.includes(0x88));
	});

	it.each([
		'EIO=3&transport=polling',
		'EIO=4&transport=nothing',
		'EIO=4&transport=__proto__',
		'transport=polling',
		'EIO=4&transport=polling&sid=unknown',
		'EIO=4&transport=polling&sid=__proto__',
		''
	])('answers the query %j with a 400', async (query) => {
		for (const method of ['GET', 'POST']) {
			const { status } = await ask(server, method, `/live/socket.io/?${query}`, { body: method === 'POST' ? '1' : undefined });
			if (method === 'POST' || query !== '') expect([method, status]).toEqual([method, 400]);
		}
	});

	it('gives a place back to who leaves in the same breath', async () => {
		const small = await startServer({ MAX_STREAMS_PER_ADDRESS: '2' });
		for (let i = 0; i < 4; i++) {
			const raw = await open(small.port);
			const { body } = await raw.ask('GET', `${PATH}polling`);
			const url = `${PATH}polling&sid=${(JSON.parse(body.slice(1)) as { sid: string }).sid}`;
			await raw.ask('POST', url, [], '40{"feed":"ticker"}\x1e1');
			const socket = await open(small.port);
			socket.send(
				Buffer.concat([
					Buffer.from(handshake(`${PATH}websocket`)),
					maskedFrame(OPCODE.text, '40{"feed":"ticker"}'),
					maskedFrame(OPCODE.close)
				])
			);
			await socket.closed;
		}
		const fresh = await open(small.port);
		fresh.request('GET', '/live/ticker:50/sse');
		expect((await fresh.head()).status).toBe(200);
		await small.close();
	});

	it('keeps no endless body, whether it knows the id or not', async () => {
		for (const known of [true, false]) {
			const { raw, url } = await polling();
			const before = process.memoryUsage().heapUsed;
			raw.send(
				`POST ${known ? url : `${PATH}polling&sid=unknown`} HTTP/1.1\r\nHost: test\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n`
			);
			const chunk = Buffer.from(`100000\r\n${'4'.repeat(1 << 20)}\r\n`);
			for (let i = 0; i < 64 && !raw.socket.destroyed; i++) await new Promise<void>((taken) => raw.socket.write(chunk, () => taken()));
			expect(process.memoryUsage().heapUsed - before).toBeLessThan(30_000_000);
			raw.close();
		}
	});

	it('in a room that there is no place for is told to come back later, as every other technique is', async () => {
		const small = await startServer({ MAX_ROOMS: '1' });
		await askJson(small, 'POST', '/rooms', { body: { kind: 'chat' } });
		const room = newRoom();
		const raw = await open(small.port);
		await raw.upgrade(`${PATH}websocket`);
		raw.sendText(`40{"feed":"${room}"}`);
		await raw.message((text) => text.startsWith('41') || text.startsWith('44'));
		const socket = await open(small.port);
		await socket.upgrade(`/live/${room}/websocket`);
		await socket.until(() => socket.isClosed || socket.receivedBytes > 129);
		expect(socket.skip()).not.toContain('HTTP/1.1 5');
		for (const technique of ['sse', 'fetch-stream']) {
			const stream = await open(small.port);
			stream.request('GET', `/live/${room}/${technique}`);
			await stream.closed;
		}
		expect((await ask(small, 'GET', `/live/${room}/long-polling`)).status).toBe(503);
		expect((await ask(small, 'POST', `/live/${room}`, { body: { type: 'say', data: 1, key: 'k' } })).status).toBe(503);
		await expectAlive(small);
		for (const one of raws.splice(0)) one.close();
		await small.close();
	});
});

it('a session that is ended twice in one breath ends once, and nothing else does', async () => {
	const { id } = JSON.parse((await ask(server, 'POST', '/sessions', { body: {} })).text) as { id: string };
	const raw = await open();
	raw.send(`DELETE /sessions/${id} HTTP/1.1\r\nHost: test\r\n\r\n`.repeat(2));
	expect([(await raw.response()).status, (await raw.response()).status]).toEqual([204, 404]);
	expect((await ask(server, 'GET', `/sessions/${id}`)).status).toBe(404);
	await expectAlive(server);
});

describe('a flood of polls', () => {
	it('pipelined by one client that reads nothing is refused after the first, and holds neither time nor memory', async () => {
		const raw = await open();
		raw.socket.pause();
		const before = process.memoryUsage().rss;
		raw.socket.write('GET /live/ticker:50/polling?after=0 HTTP/1.1\r\nHost: test\r\n\r\n'.repeat(800));
		await expectAlive(server);
		expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
	});

	it('behind one that is not answered yet is refused, and says why', async () => {
		const raw = await open();
		const poll = 'GET /live/ticker:50/polling HTTP/1.1\r\nHost: test\r\n\r\n';
		raw.send(poll + poll);
		expect((await raw.response()).status).toBe(200);
		const refused = await raw.response();
		expect([refused.status, JSON.parse(refused.body)]).toMatchObject([400, { code: 'bad-request' }]);
	});

	// So asks a browser that has all of a file, while the server is still closing it.
	it('behind an answer that is nearly over waits for it, and is answered', async () => {
		const raw = await open();
		const body = '{}';
		raw.send(
			`POST /sessions HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}` +
				'GET /live/ticker:50/polling HTTP/1.1\r\nHost: test\r\n\r\n'
		);
		expect([(await raw.response()).status, (await raw.response()).status]).toEqual([201, 200]);
	});

	it('that missed very much gets it in pieces, and loses nothing between them', async () => {
		const seqs: number[] = [];
		let after = '0';
		// The ticker has kept far more than one answer may hold.
		for (let i = 0; i < 3; i++) {
			const { text } = await ask(server, 'GET', `/live/ticker:50/polling?after=${after}`);
			const answer = JSON.parse(text) as { events: FeedEvent[]; last: string; more?: true };
			expect(text.length).toBeLessThan(300_000);
			expect(answer.more).toBe(true);
			seqs.push(...answer.events.map(({ id }) => Number(id.split('-')[1])));
			after = answer.last;
		}
		expect(seqs.every((seq, index) => index === 0 || seq === (seqs[index - 1] as number) + 1)).toBe(true);
	});
});
