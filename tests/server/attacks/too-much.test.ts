import { io } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import { ask } from '../../support/raw-ask.ts';
import { OPCODE } from '#lib/wire/websocket.ts';
import { RawSocket, maskedFrame } from '../../support/raw-socket.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

const ROOM = 'scratch:aaaaaaaa';
const ENGINE = '/live/socket.io/?EIO=4&transport=';
/** A connection may say this many a second, and thirty seconds' worth at once. */
const PER_SECOND = 10;
const MOST = 30 * PER_SECOND;
const TOO_MANY = 4 * MOST;

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

async function start(perSecond = PER_SECOND): Promise<TestServer> {
	const server = await startServer({ PUBLISHES_PER_SECOND: String(perSecond), MAX_REQUESTS_PER_SOCKET: '0' });
	closing.push(() => server.close());
	return server;
}

async function open(server: TestServer): Promise<RawSocket> {
	const raw = await RawSocket.open(server.port);
	closing.push(() => raw.close());
	return raw;
}

async function webSocket(server: TestServer, feed = ROOM): Promise<RawSocket> {
	const raw = await open(server);
	await raw.upgrade(`/live/${feed}/websocket`);
	await raw.message((text) => text.includes('start'));
	return raw;
}

/** Publishes the same thing again and again in one go, whatever is answered. */
function publish(raw: RawSocket, count: number): void {
	raw.send(Buffer.concat(Array<Buffer>(count).fill(maskedFrame(OPCODE.text, '{"publish":{"type":"say","data":1,"key":"k"}}'))));
}

async function answers(raw: RawSocket, count: number): Promise<void> {
	for (let i = 0; i < count; i++) await raw.message((text) => /"(ack|problem)"/.test(text));
}

const isAlive = async (server: TestServer) => expect((await ask(server, 'GET', '/healthz')).status).toBe(200);

describe('who takes no notice of "too-fast"', () => {
	it.each([ROOM, 'ticker:1'])('is closed with 4429 over WebSocket, on %s', async (feed) => {
		const server = await start();
		const raw = await webSocket(server, feed);
		publish(raw, TOO_MANY);
		expect(await raw.closeCode()).toBe(4429);
		await isAlive(server);
	});

	it('would be answered for ever without the bound', async () => {
		const raw = await webSocket(await start(1_000_000));
		publish(raw, TOO_MANY);
		await answers(raw, TOO_MANY);
	});

	it('is heard whole where its line stood still for half a minute, and closed in the next breath', async () => {
		const server = await start();
		const raw = await webSocket(server);
		publish(raw, MOST - 1);
		await answers(raw, MOST - 1);
		expect(raw.isClosed).toBe(false);
		publish(raw, MOST);
		expect(await raw.closeCode()).toBe(4429);
	});

	it('is disconnected by the server over Socket.IO, so that the library does not come back by itself', async () => {
		const server = await start();
		const socket = io(server.origin, { path: '/live/socket.io', transports: ['websocket'], auth: { feed: ROOM } });
		closing.push(() => socket.close());
		const ended = new Promise((resolve) => socket.on('disconnect', resolve));
		await new Promise<void>((resolve) => socket.on('start', () => resolve()));
		for (let i = 0; i < TOO_MANY; i++) socket.emit('publish', { type: 'say', data: 1, key: 'k' }, () => {});
		expect(await ended).toBe('io server disconnect');
		await expect.poll(async () => (await ask(server, 'GET', '/metrics')).text).toContain('wire_streams_open{technique="socketio"} 0');
	});

	it('is told so over the HTTP transport of Socket.IO', async () => {
		const server = await start();
		const raw = await open(server);
		const { body } = await raw.ask('GET', `${ENGINE}polling`);
		const url = `${ENGINE}polling&sid=${(JSON.parse(body.slice(1)) as { sid: string }).sid}`;
		await raw.ask('POST', url, [], `40{"feed":"${ROOM}"}`);
		await raw.ask(
			'POST',
			url,
			[],
			Array<string>(MOST + 1)
				.fill('42["publish",{}]')
				.join('\x1e')
		);
		expect((await raw.ask('GET', url)).body.split('\x1e')).toContain('41');
	});

	it('is not even connected where it has not said what it follows', async () => {
		const raw = await open(await start());
		await raw.upgrade(`${ENGINE}websocket`);
		for (let i = 0; i < 100; i++) raw.sendText('40/nothing,');
		await raw.message((text) => text === '41');
	});
});
