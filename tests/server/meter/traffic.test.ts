import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Traffic } from '../../../src/server/meter/traffic.ts';

let traffic: Traffic;
let server: Server;
const accepted: Socket[] = [];

beforeEach(async () => {
	traffic = new Traffic();
	server = createServer((socket) => {
		accepted.push(socket.on('error', () => {}));
		traffic.connection(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterEach(() => {
	for (const socket of accepted.splice(0)) socket.destroy();
	server.close();
});

async function open(): Promise<[client: Socket, accepted: Socket]> {
	const arrived = once(server, 'connection');
	const client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
	return [client, ((await arrived) as [Socket])[0]];
}

describe('the traffic of all sockets', () => {
	it('is the bytes of the open and of the closed ones, both ways', async () => {
		const [[first, atServer], [second]] = [await open(), await open()];
		first.write('12345');
		second.write('123');
		await expect.poll(() => traffic.bytes()).toEqual({ up: 0, down: 0 });
		for (const socket of accepted) socket.resume();
		await expect.poll(() => traffic.bytes()).toEqual({ up: 8, down: 0 });
		atServer.end('grüße', 'utf8');
		first.end().resume();
		await expect.poll(() => traffic.sockets).toBe(1);
		expect(traffic.bytes()).toEqual({ up: 8, down: 7 });
		second.write('4');
		await expect.poll(() => traffic.bytes()).toEqual({ up: 9, down: 7 });
		second.destroy();
		await expect.poll(() => traffic.sockets).toBe(0);
		expect(traffic.bytes()).toEqual({ up: 9, down: 7 });
	});

	it('never falls: what still waited when a socket was destroyed was not counted', async () => {
		const [client, atServer] = await open();
		client.pause();
		for (let n = 0; n < 200; n++) atServer.write(Buffer.alloc(100_000));
		await expect.poll(() => atServer.writableLength).toBeGreaterThan(0);
		const { down } = traffic.bytes();
		expect(down).toBeLessThan(20_000_000);
		atServer.destroy();
		await expect.poll(() => traffic.sockets).toBe(0);
		expect(traffic.bytes().down).toBeGreaterThanOrEqual(down);
		expect(traffic.bytes().down).toBeLessThan(20_000_000);
		client.destroy();
	});
});
