import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionView } from '#lib/protocol/session.ts';
import { ask, createSession, readLane } from '../../support/raw-ask.ts';
import { UPGRADE } from '../../support/raw-socket.ts';
import type { RawSocket } from '../../support/raw-socket.ts';
import { setRawSockets } from '../../support/raw-sockets.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

/* What a client sends behind an answer that has not ended takes the connection from no lane: not its ledger, not its cut, not its end. */
let server: TestServer;
const open = setRawSockets(() => server);

/** Ends the answer of a page that the browser has whole already, as of a file that is still being closed. */
let endPage = () => {};

beforeAll(async () => {
	server = await startServer({}, (request, response) => {
		response.writeHead(200, { 'Content-Length': 13 });
		response.write('<p>a page</p>');
		endPage = () => response.end();
		if (request.url === '/') endPage();
	});
});
afterAll(() => server.close());

type Technique = 'sse' | 'fetch-stream';

/** A stream that has begun, and the requests that were sent behind it. */
async function streamThen(session: SessionView, technique: Technique, behind: readonly string[]): Promise<RawSocket> {
	const raw = await open();
	raw.request('GET', `/live/race/${technique}?after=0&session=${session.id}&lane=${technique}`);
	await raw.until((bytes) => bytes.includes('"type":"tick"'));
	for (const target of behind) raw.request('GET', target);
	// The stream goes on, and the server has read what came behind its question.
	await expect.poll(async () => (await ask(server, 'GET', '/healthz')).status).toBe(200);
	const { receivedBytes } = raw;
	await raw.until(() => raw.receivedBytes > receivedBytes + 1000);
	return raw;
}

/** The lane's ledger says what its socket sent and received, once both have come to rest. */
async function expectExact(session: SessionView, technique: Technique, raw: RawSocket): Promise<void> {
	await expect
		.poll(async () => {
			const lane = await readLane(server, session.id, technique);
			return { up: (lane?.up.total ?? 0) - raw.sentBytes, down: (lane?.down.total ?? 0) - raw.receivedBytes };
		})
		.toEqual({ up: 0, down: 0 });
}

const BEHIND = [
	['a request for something else', ['/healthz']],
	['a page', ['/']],
	['another lane', ['/live/ticker:1/polling']],
	['many requests', Array.from({ length: 30 }, (_, n) => (n % 2 === 0 ? '/healthz' : '/live/ticker:1/sse'))]
] as const;

describe.each(BEHIND)('behind an open stream %s', (_what, behind) => {
	it.each(['sse', 'fetch-stream'] as const)(
		'leaves %s to its lane: it is counted to its last byte, and a cut ends it',
		async (technique) => {
			const session = await createSession(server, { rate: 200, size: 300 });
			const raw = await streamThen(session, technique, behind);
			await ask(server, 'PATCH', `/sessions/${session.id}`, { body: { faults: { cut: 5 } } });
			await raw.closed;
			await expectExact(session, technique, raw);
		}
	);

	it('does not outlive the session', async () => {
		const session = await createSession(server, { rate: 200, size: 300 });
		const raw = await streamThen(session, 'sse', behind);
		await ask(server, 'DELETE', `/sessions/${session.id}`);
		await raw.closed;
	});

	it('is counted while the stream goes on', async () => {
		const session = await createSession(server, { rate: 200, size: 300 });
		const raw = await streamThen(session, 'sse', behind);
		await ask(server, 'PATCH', `/sessions/${session.id}`, { body: { settings: { paused: true } } });
		await expect.poll(async () => ((await readLane(server, session.id, 'sse'))?.down.total ?? 0) - raw.receivedBytes).toBe(0);
	});
});

it('an upgrade behind an open stream closes the connection, and its lane is charged for what left', async () => {
	const session = await createSession(server, { rate: 200, size: 300 });
	const raw = await streamThen(session, 'sse', []);
	raw.request('GET', '/live/ticker:1/websocket', [...UPGRADE, 'Sec-WebSocket-Version: 13']);
	await raw.closed;
	expect(raw.skip()).not.toContain('101 Switching');
	const lane = await readLane(server, session.id, 'sse');
	expect(lane?.down.total).toBeGreaterThanOrEqual(raw.receivedBytes);
	expect(lane?.up.total).toBeLessThanOrEqual(raw.sentBytes);
});

it('what is no HTTP behind an open stream closes the connection, to the last byte at the expense of its lane', async () => {
	const session = await createSession(server, { rate: 200, size: 300 });
	const raw = await streamThen(session, 'sse', []);
	raw.send('EHLO evil\r\n\r\n');
	await raw.closed;
	await expectExact(session, 'sse', raw);
});

it('what is asked behind a held poll is refused after its answer, and the connection closed', async () => {
	const session = await createSession(server, { paused: true });
	const raw = await open();
	raw.request('GET', `/live/race/long-polling?wait=0.3&session=${session.id}&lane=long-polling`);
	raw.request('GET', '/healthz');
	expect((await raw.response()).status).toBe(204);
	const refused = await raw.response();
	expect([refused.status, JSON.parse(refused.body)]).toMatchObject([400, { code: 'bad-request' }]);
	await raw.closed;
});

it('a question of a lane that waits for the end of another answer is counted whole', async () => {
	const session = await createSession(server, { rate: 1, size: 100 });
	const raw = await open();
	raw.request('GET', '/slow');
	await raw.until((bytes) => bytes.includes('<p>a page</p>'));
	const { sentBytes } = raw;
	raw.request('GET', `/live/race/polling?after=0&session=${session.id}&lane=polling`);
	// The server has read it.
	await ask(server, 'GET', '/healthz');
	endPage();
	await raw.until((bytes) => bytes.includes('"last":'));
	await expect.poll(async () => (await readLane(server, session.id, 'polling'))?.up.total).toBe(raw.sentBytes - sentBytes);
});
