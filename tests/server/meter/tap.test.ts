import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addCrossing, emptyLedger } from '#lib/wire/ledger.ts';
import type { Ledger } from '#lib/wire/ledger.ts';
import { crossing } from '#lib/wire/record.ts';
import type { Meter } from '../../../src/server/meter/meter.ts';
import { tapOf } from '../../../src/server/meter/tap.ts';

/** What is sent here: an event with so many bytes of data. */
const EVENT_BYTES = 100_000;
const EVENT = crossing('down', 'event', { payload: EVENT_BYTES, events: 1 });

let server: Server;
let client: Socket;
let socket: Socket;
let ledger: Ledger;

beforeEach(async () => {
	server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const arrived = once(server, 'connection');
	client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
	[socket] = (await arrived) as [Socket];
	socket.on('error', () => {});
	ledger = emptyLedger();
	const meter: Meter = { isCounting: true, add: (crossing) => addCrossing(ledger, crossing), join() {}, leave() {} };
	tapOf(socket).carry(meter);
});
afterEach(() => {
	socket.destroy();
	client.destroy();
	server.close();
});

function send(): void {
	const bytes = Buffer.alloc(EVENT_BYTES);
	socket.write(bytes);
	tapOf(socket).sent(bytes.length, EVENT);
}

/** The socket has closed, and whoever counts has looked. */
async function isOver(): Promise<void> {
	await new Promise((resolve) => socket.once('close', resolve));
	await new Promise((resolve) => setImmediate(resolve));
}

describe('what a tap was told is sent', () => {
	it('is counted as what it is, while its reader takes it', async () => {
		client.resume();
		for (let n = 0; n < 5; n++) send();
		await expect.poll(() => socket.writableLength).toBe(0);
		client.end();
		socket.end();
		await isOver();
		expect(ledger).toMatchObject({ events: 5, down: { payload: 5 * EVENT_BYTES, framing: 0, total: 5 * EVENT_BYTES } });
	});

	it('is taken back where it still waits for its reader when the socket is destroyed', async () => {
		client.pause();
		while (socket.writableLength < 20 * EVENT_BYTES) send();
		const { events } = ledger;
		socket.destroy();
		await isOver();
		expect(ledger.events).toBeLessThanOrEqual(events - 19);
		expect(ledger.events).toBeGreaterThan(0);
		expect(ledger.down).toMatchObject({ payload: ledger.events * EVENT_BYTES, framing: 0, head: 0, total: ledger.events * EVENT_BYTES });
	});

	it('is not counted where the reader has gone and the kernel refuses it', async () => {
		client.resetAndDestroy();
		await new Promise((resolve) => client.once('close', resolve));
		// In one go: the server's loop has not read of the reset yet.
		for (let n = 0; n < 5; n++) send();
		await isOver();
		expect(ledger).toMatchObject({ events: 0, down: { payload: 0, framing: 0, head: 0, total: 0, packets: 0 } });
	});
});
