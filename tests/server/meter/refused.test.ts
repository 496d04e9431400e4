import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionView } from '#lib/protocol/session.ts';
import { createSession, readLane } from '../../support/raw-ask.ts';
import { UPGRADE } from '../../support/raw-socket.ts';
import { setRawSockets } from '../../support/raw-sockets.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

/* Who pays for a refusal, as the README says it. */
let server: TestServer;
const open = setRawSockets(() => server);

beforeAll(async () => void (server = await startServer()));
afterAll(() => server.close());

const target = ({ id }: SessionView, technique: string, rest = '') => `/live/race/${technique}?session=${id}&lane=${technique}${rest}`;
const VERSION_13 = [...UPGRADE, 'Sec-WebSocket-Version: 13'];

describe('a refusal of what a lane asks', () => {
	it.each([
		['an "after" that is none, over HTTP', 'sse', `&after=${'1'.repeat(65)}`, []],
		['an "after" that is none, over WebSocket', 'websocket', `&after=${'1'.repeat(65)}`, VERSION_13],
		['an upgrade of what is plain HTTP', 'sse', '', VERSION_13],
		['plain HTTP of what is an upgrade', 'websocket', '', []]
	])('%s, is charged to it', async (_what, technique, rest, headers) => {
		const session = await createSession(server);
		const raw = await open();
		expect((await raw.ask('GET', target(session, technique, rest), headers)).status).toBeGreaterThanOrEqual(400);
		raw.socket.end();
		await raw.closed;
		await expect
			.poll(async () => {
				const lane = await readLane(server, session.id, technique);
				return { up: lane?.up.total, down: lane?.down.total };
			})
			.toEqual({ up: raw.sentBytes, down: raw.receivedBytes });
	});
});

describe('a refusal before its lane is found', () => {
	it.each([
		['another method', 'DELETE', 'sse', [], 405],
		['another version of WebSocket', 'GET', 'websocket', [...UPGRADE, 'Sec-WebSocket-Version: 8'], 400],
		['a head that is too large', 'GET', 'sse', [`X-Large: ${'x'.repeat(9000)}`], 431],
		['a foreign origin', 'GET', 'sse', ['Origin: https://evil.example'], 403]
	])('%s, is charged to nobody', async (_what, method, technique, headers, status) => {
		const session = await createSession(server);
		const raw = await open();
		expect((await raw.ask(method, target(session, technique), headers)).status).toBe(status);
		raw.socket.end();
		await raw.closed;
		expect(await readLane(server, session.id, technique)).toBeUndefined();
	});
});
