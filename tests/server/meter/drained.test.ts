import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { drained, gather } from '../../../src/server/meter/drained.ts';

const closing: (() => void)[] = [];
afterEach(() => {
	for (const close of closing.splice(0).reverse()) close();
});

/** Connections of one server, each with its reader, who does not read yet. */
async function connections(count: number): Promise<{ socket: Socket; reader: Socket }[]> {
	const accepted: Socket[] = [];
	let isAll: () => void = () => {};
	const all = new Promise<void>((resolve) => (isAll = resolve));
	const server = createServer((socket) => {
		socket.on('error', () => {}); // The reset of its reader.
		if (accepted.push(socket) === count) isAll();
	}).listen(0, '127.0.0.1');
	closing.push(() => server.close());
	await new Promise((listening) => server.once('listening', listening));
	const { port } = server.address() as AddressInfo;
	const readers = Array.from({ length: count }, () => connect({ port, host: '127.0.0.1' }).pause());
	closing.push(() => readers.forEach((reader) => reader.destroy()));
	await all;
	const readerOf = ({ remotePort }: Socket) => readers.find(({ localPort }) => localPort === remotePort) as Socket;
	return accepted.map((socket) => ({ socket, reader: readerOf(socket) }));
}

it('who waits for a slow reader hears of it, however little was left', async () => {
	const [{ socket, reader }] = (await connections(1)) as [{ socket: Socket; reader: Socket }];
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
});

it('of many who could go on with a backlog, one does in a turn of the event loop: everybody else comes in between', async () => {
	let going = 0;
	for (const { socket } of await connections(5)) void drained(socket).then(() => going++);
	for (const turn of [1, 2, 3, 4, 5]) {
		await new Promise((next) => setImmediate(next));
		expect(going).toBe(turn);
	}
});

it('what is sent together reaches the kernel in one piece, at the end of the turn', async () => {
	const [{ socket }] = (await connections(1)) as [{ socket: Socket; reader: Socket }];
	gather(socket);
	for (let i = 0; i < 10; i++) socket.write('abc');
	expect([socket.writableLength, socket.bytesWritten]).toEqual([30, 30]);
	await new Promise((next) => process.nextTick(next));
	expect([socket.writableLength, socket.bytesWritten]).toEqual([0, 30]);
});
