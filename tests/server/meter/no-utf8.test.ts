import { afterAll, beforeAll, expect, it } from 'vitest';
import { PURPOSES } from '#lib/wire/record.ts';
import type { LaneView } from '#lib/protocol/session.ts';
import { createSession, readLane } from '../../support/raw-ask.ts';
import type { RawSocket } from '../../support/raw-socket.ts';
import { setRawSockets } from '../../support/raw-sockets.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

/* Bytes that are no text count as what they are: none is negative, and the purposes add up to what crossed. */
let server: TestServer;
const open = setRawSockets(() => server);

beforeAll(async () => void (server = await startServer()));
afterAll(() => server.close());

/** The ledger of the lane, once it says what its sockets sent. */
async function expectExact(session: string, lane: string, sockets: readonly RawSocket[]): Promise<LaneView> {
	const sent = sockets.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
	await expect.poll(async () => (await readLane(server, session, lane))?.up.total).toBe(sent);
	const view = (await readLane(server, session, lane)) as LaneView;
	for (const way of ['up', 'down'] as const)
		for (const purpose of PURPOSES) expect({ way, purpose, bytes: Math.min(0, view[way][purpose]) }).toEqual({ way, purpose, bytes: 0 });
	expect(PURPOSES.reduce((sum, purpose) => sum + view.up[purpose], 0)).toBe(sent);
	return view;
}

/** A body of bytes that are no UTF-8, between two texts. */
const body = (head: string, tail: string) => Buffer.concat([Buffer.from(head), Buffer.alloc(3000, 0xff), Buffer.from(tail)]);

it.each([
	['another event', '42["x","', '"]'],
	['a publish', '42["publish",{"type":"say","data":"', '","key":"k"}]']
])('%s of Socket.IO over HTTP polling, with bytes that are no UTF-8, counts its bytes', async (_what, head, tail) => {
	const { id } = await createSession(server);
	const raw = await open();
	const path = '/live/socket.io/?EIO=4&transport=polling';
	const opened = await raw.ask('GET', path);
	const { sid } = JSON.parse(opened.body.slice(1)) as { sid: string };
	await raw.ask('POST', `${path}&sid=${sid}`, ['Content-Type: text/plain'], `40{"feed":"race","session":"${id}","lane":"socketio"}`);
	const before = await expectExact(id, 'socketio', [raw]);
	const bytes = body(head, tail);
	const asked = `POST ${path}&sid=${sid} HTTP/1.1\r\nHost: test\r\nContent-Type: text/plain\r\nContent-Length: ${bytes.length}\r\n\r\n`;
	raw.send(Buffer.concat([Buffer.from(asked), bytes]));
	expect((await raw.response()).status).toBe(200);
	const { up } = await expectExact(id, 'socketio', [raw]);
	expect({ head: up.head - before.up.head, framing: up.framing - before.up.framing }).toEqual({
		head: asked.length,
		framing: bytes.length
	});
});

it.each([
	['bytes that are no UTF-8', body('{"publish":{"type":"say","data":"', '","key":"k"}}')],
	['a publish that breaks off', Buffer.from('{"publish":')]
])('a WebSocket message of %s counts its bytes, and is refused', async (_what, message) => {
	const { id } = await createSession(server, { paused: true });
	const raw = await open();
	await raw.upgrade(`/live/race/websocket?session=${id}&lane=websocket`);
	raw.sendFrame(1, message);
	expect(await raw.closeCode()).toBeGreaterThan(1000);
	raw.socket.end();
	await raw.closed;
	await expectExact(id, 'websocket', [raw]);
});

it('a Socket.IO message over WebSocket, with bytes that are no UTF-8, counts its bytes', async () => {
	const { id } = await createSession(server, { paused: true });
	const raw = await open();
	await raw.upgrade(`/live/socket.io/?EIO=4&transport=websocket&feed=race&session=${id}&lane=socketio`);
	raw.sendFrame(1, body('42["publish",{"type":"say","data":"', '","key":"k"}]'));
	await raw.closed;
	await expectExact(id, 'socketio', [raw]);
});
