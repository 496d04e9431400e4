import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { expect, it } from 'vitest';
import { drained } from '../../../src/server/meter/drained.ts';

it('who waits for a slow reader hears of it, however little was left', async () => {
	let accept: (socket: Socket) => void = () => {};
	const accepted = new Promise<Socket>((resolve) => (accept = resolve));
	const server = createServer((socket) => accept(socket)).listen(0, '127.0.0.1');
	await new Promise((listening) => server.once('listening', listening));
	const reader = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }).pause();
	const socket = await accepted;
	socket.on('error', () => {}); // The reset of its reader.
	// Until the kernel takes no more: less waits than the high water mark, so no "drain" will come.
	while (socket.writableLength === 0) socket.write(Buffer.alloc(1000));
	expect(socket.writableNeedDrain).toBe(false);
	const waiting = drained(socket);
	reader.resume();
	await waiting;
	expect(socket.writableLength).toBe(0);

	reader.pause();
	while (socket.writableLength === 0) socket.write(Buffer.alloc(1000));
	const cut = drained(socket);
	reader.destroy();
	await cut;
	server.close();
});
