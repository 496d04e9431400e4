import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Socket } from 'node:net';
import { Sessions } from '../../../src/server/sessions/sessions.ts';
import { ask, createSession } from '../../support/raw-ask.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { startServer } from '../../support/server.ts';

const IDLE_MS = 60_000;

describe('a session without console and open lanes', () => {
	let now = 1_800_000_000_000;
	let sessions: Sessions;
	const pass = (ms: number) => {
		now += ms;
		vi.advanceTimersByTime(ms);
	};
	beforeEach(() => {
		vi.useFakeTimers();
		sessions = new Sessions({ max: 10, perAddress: 10, idleMs: IDLE_MS, history: 100 }, () => now);
	});
	afterEach(() => {
		sessions.close();
		vi.useRealTimers();
	});

	it('ends after its time', () => {
		const { id } = sessions.create({}, '127.0.0.1');
		pass(IDLE_MS - 5000);
		expect(sessions.get(id).id).toBe(id);
		pass(10_000);
		expect(() => sessions.get(id)).toThrow(expect.objectContaining({ code: 'unknown-session' }));
		expect(sessions.size).toBe(0);
	});

	it('lives on for as long as it is used', () => {
		const session = sessions.create({}, '127.0.0.1');
		for (let i = 0; i < 5; i++) {
			pass(IDLE_MS - 10_000);
			if (i % 2 === 0) session.lane('polling', 'polling');
			else session.change({ settings: { rate: 2 } });
		}
		expect(sessions.size).toBe(1);
		pass(IDLE_MS + 5000);
		expect(sessions.size).toBe(0);
	});

	it('lives while a socket carries a lane, and ends some time after that was left', () => {
		const session = sessions.create({}, '127.0.0.1');
		const lane = session.lane('sse', 'sse');
		const socket = { destroyed: true } as Socket;
		lane.join(socket);
		pass(10 * IDLE_MS);
		expect(sessions.size).toBe(1);
		lane.leave(socket);
		pass(IDLE_MS - 10_000);
		expect(sessions.size).toBe(1);
		pass(15_000);
		expect(sessions.size).toBe(0);
	});
});

it('over real sockets a session lives while its stream does and is gone soon after', async () => {
	const server = await startServer({ SESSION_IDLE_MS: '100' });
	const begin = async () => {
		const session = await createSession(server);
		const raw = await RawSocket.open(server.port);
		raw.request('GET', `/live/race/sse?session=${session.id}&lane=sse`);
		return { session, raw, status: (await raw.head()).status };
	};
	let { session, raw, status } = await begin();
	// It may be gone before its stream is there.
	while (status !== 200) {
		raw.close();
		({ session, raw, status } = await begin());
	}
	const other = await createSession(server);
	// The other, unused, ends while this one's stream is open.
	await expect.poll(async () => (await ask(server, 'GET', '/metrics')).text).toMatch(/^wire_sessions 1$/m);
	expect((await ask(server, 'GET', `/sessions/${session.id}`)).status).toBe(200);
	expect((await ask(server, 'GET', `/sessions/${other.id}`)).status).toBe(404);
	raw.close();
	await expect.poll(async () => (await ask(server, 'GET', '/metrics')).text).toMatch(/^wire_sessions 0$/m);
	expect((await ask(server, 'GET', `/live/race/polling?session=${session.id}`)).status).toBe(404);
	await server.close();
});
