import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { SessionView } from '#lib/protocol/session.ts';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import { ask, createSession, newRoom, readLane } from '../../support/raw-ask.ts';
import { RawSocket, UPGRADE } from '../../support/raw-socket.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let server: TestServer;
const raws: RawSocket[] = [];
beforeAll(async () => void (server = await startServer({ NEW_SESSIONS_PER_SECOND: '1000' })));
afterAll(() => server.close());
afterEach(() => {
	for (const raw of raws.splice(0)) raw.close();
});

const change = (session: SessionView, body: object) => ask(server, 'PATCH', `/sessions/${session.id}`, { body });
const cut = (session: SessionView, seconds: number) => change(session, { faults: { cut: seconds } });

/** A socket that has asked for a feed over a technique. */
async function asked(session: SessionView, technique: string, feed: string): Promise<RawSocket> {
	const raw = await RawSocket.open(server.port);
	raws.push(raw);
	const query = `session=${session.id}&lane=${technique}&after=0`;
	if (technique === 'socketio') raw.request('GET', `/live/socket.io/?EIO=4&transport=polling&feed=${feed}&${query}`);
	else if (technique === 'websocket') raw.request('GET', `/live/${feed}/${technique}?${query}`, [...UPGRADE, 'Sec-WebSocket-Version: 13']);
	else raw.request('GET', `/live/${feed}/${technique}?${query}`);
	return raw;
}

it.each(TECHNIQUE_IDS)('while the line is cut, %s gets no answer, and the lane is charged with the question', async (technique) => {
	const session = await createSession(server, { rate: 10 });
	await cut(session, 60);
	const raw = await asked(session, technique, 'race');
	await raw.closed;
	expect(raw.receivedBytes).toBe(0);
	await expect.poll(async () => (await readLane(server, session.id, technique))?.up.total).toBe(raw.sentBytes);
	expect((await readLane(server, session.id, technique))?.down.total).toBe(0);
});

it.each(TECHNIQUE_IDS)('once it is mended, %s is answered', async (technique) => {
	const session = await createSession(server, { rate: 10 });
	await cut(session, 60);
	await (
		await asked(session, technique, 'race')
	).closed;
	await cut(session, 0);
	const head = await (await asked(session, technique, 'race')).head();
	expect([101, 200]).toContain(head.status);
});

it('a cut line carries nothing up: what was sent into it is not stored', async () => {
	const session = await createSession(server);
	const room = newRoom();
	const publish = async () => {
		const raw = await RawSocket.open(server.port);
		raws.push(raw);
		const body = JSON.stringify({ type: 'say', data: 'x', key: 'k' });
		raw.request('POST', `/live/${room}?session=${session.id}&lane=polling`, ['Content-Type: application/json'], body);
		return raw;
	};
	await cut(session, 60);
	const raw = await publish();
	await raw.closed;
	expect(raw.receivedBytes).toBe(0);
	await cut(session, 0);
	const { text } = await ask(server, 'GET', `/live/${room}/polling?after=0`);
	expect(JSON.parse(text)).toMatchObject({ events: [] });
	expect((await (await publish()).response()).status).toBe(201);
});

it('other sessions do not notice', async () => {
	const [session, other] = [await createSession(server, { rate: 10 }), await createSession(server, { rate: 10 })];
	await cut(session, 60);
	const raw = await asked(other, 'sse', 'race');
	await raw.until((bytes) => bytes.includes('\ndata:'));
});

it('mends by itself when the time is over', async () => {
	const session = await createSession(server, { rate: 10 });
	await cut(session, 0.2);
	await (
		await asked(session, 'polling', 'race')
	).closed;
	const answered = async () => {
		const raw = await asked(session, 'polling', 'race');
		return raw.head().then(
			({ status }) => status,
			() => 0
		);
	};
	await expect.poll(answered).toBe(200);
});

it.each([-1, 61, '5', null, false])('refuses to cut for %s', async (seconds) => {
	const session = await createSession(server);
	expect((await change(session, { faults: { cut: seconds } })).status).toBe(400);
});
