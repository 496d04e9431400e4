import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeedEvent } from '#lib/protocol/event.ts';
import type { ProblemCode } from '#lib/protocol/problem.ts';
import type { SessionView } from '#lib/protocol/session.ts';
import { ask, askJson, createSession, expectProblem, expectRefusal, newRoom, readSession } from '../../support/raw-ask.ts';
import type { Question } from '../../support/raw-ask.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => void (server = await startServer({ PUBLISHES_PER_SECOND: '10000', NEW_SESSIONS_PER_SECOND: '10000' })));
afterAll(() => server.close());

const stored = async (room: string) =>
	(await askJson<{ events: FeedEvent[] }>(server, 'GET', `/live/${room}/polling?after=0`)).events.map(({ type, data }) => ({ type, data }));
const JSON_TYPE = { 'Content-Type': 'application/json' };
const DEEP = `{"type":"say","key":"k","data":${'['.repeat(9)}${']'.repeat(9)}}`;

describe('POST /live/{feed}', () => {
	it('stores an event and says its id; a repeated key gets the same id and stores nothing', async () => {
		const room = newRoom();
		const path = `/live/${room}`;
		const first = await ask(server, 'POST', path, { body: { type: 'say', data: { text: 'hello' }, key: 'one' } });
		expect(first.status).toBe(201);
		expect(JSON.parse(first.text)).toEqual({ id: expect.stringMatching(/^[a-z0-9]+-1$/) });
		const again = await ask(server, 'POST', path, { body: { type: 'say', data: 'something else', key: 'one' } });
		expect({ status: again.status, text: again.text }).toEqual({ status: 200, text: first.text });
		expect(await stored(room)).toEqual([{ type: 'say', data: { text: 'hello' } }]);
	});

	it.each([null, 0, false, '', [], {}, [[[[[[[1]]]]]]], '\u2028', '</script>'])('takes any JSON as data, %j too', async (data) => {
		const room = newRoom();
		expect((await ask(server, 'POST', `/live/${room}`, { body: { type: 'say', data, key: 'k' } })).status).toBe(201);
		expect(await stored(room)).toEqual([{ type: 'say', data }]);
	});

	it.each([
		['as JSON with a charset', { 'Content-Type': 'application/json; charset=utf-8' }],
		['in capitals', { 'Content-Type': 'Application/JSON' }]
	])('takes its type %s', async (_what, headers) => {
		const body = '{"type":"say","data":1,"key":"k"}';
		expect((await ask(server, 'POST', `/live/${newRoom()}`, { headers, body })).status).toBe(201);
	});

	const valid = { type: 'say', data: 1, key: 'k' };
	const refusals: [string, ProblemCode, Question][] = [
		['no type', 'wrong-type', { body: JSON.stringify(valid) }],
		['a form', 'wrong-type', { body: 'type=say', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }],
		[
			'plain text, which a foreign page could send',
			'wrong-type',
			{ body: JSON.stringify(valid), headers: { 'Content-Type': 'text/plain' } }
		],
		['a type that begins like JSON', 'wrong-type', { body: JSON.stringify(valid), headers: { 'Content-Type': 'application/json-seq' } }],
		['no JSON', 'bad-json', { body: '{"type":', headers: JSON_TYPE }],
		['no body', 'bad-json', { headers: JSON_TYPE }],
		['invalid UTF-8 in place of JSON', 'bad-json', { body: '\uD800', headers: JSON_TYPE }],
		['JSON nine levels deep', 'too-deep', { body: DEEP, headers: JSON_TYPE }],
		['JSON eight thousand levels deep', 'too-deep', { body: '['.repeat(8000) + ']'.repeat(8000), headers: JSON_TYPE }],
		['__proto__', 'bad-json', { body: '{"__proto__":{"type":"say"},"data":1,"key":"k"}', headers: JSON_TYPE }],
		['__proto__ within data', 'bad-json', { body: '{"type":"say","data":{"a":{"__proto__":1}},"key":"k"}', headers: JSON_TYPE }],
		['null', 'bad-event', { body: 'null', headers: JSON_TYPE }],
		['an array', 'bad-event', { body: [valid] }],
		['no data', 'bad-event', { body: { type: 'say', key: 'k' } }],
		['no key', 'bad-event', { body: { type: 'say', data: 1 } }],
		['one field too many', 'bad-event', { body: { ...valid, id: 'x-1' } }],
		['a type that is a number', 'bad-event', { body: { ...valid, type: 7 } }],
		['a type with a line end', 'bad-event', { body: { ...valid, type: 'a\nid: 1' } }],
		['a type in capitals', 'bad-event', { body: { ...valid, type: 'Say' } }],
		['a type that is too long', 'bad-event', { body: { ...valid, type: 'a'.repeat(33) } }],
		['the type reset, which is ours', 'bad-event', { body: { ...valid, type: 'reset' } }],
		['an empty key', 'bad-event', { body: { ...valid, key: '' } }],
		['a key that is too long', 'bad-event', { body: { ...valid, key: 'k'.repeat(65) } }],
		['a key with a space', 'bad-event', { body: { ...valid, key: 'a b' } }],
		['a body above the bound', 'too-large', { body: { ...valid, data: 'x'.repeat(16_384) } }],
		['a foreign origin', 'foreign-origin', { body: valid, headers: { Origin: 'https://evil.example' } }],
		['our own name on another port', 'foreign-origin', { body: valid, headers: { Host: 'wire.example', Origin: 'http://wire.example:81' } }]
	];
	it.each(refusals)('refuses %s: %s, and stores nothing', async (_what, code, question) => {
		const room = newRoom();
		await expectRefusal(server, 'POST', `/live/${room}`, code, question);
		expect(await stored(room)).toEqual([]);
	});

	it('refuses a body above the bound that comes in chunks, too', async () => {
		const room = newRoom();
		const raw = await RawSocket.open(server.port);
		raw.send(`POST /live/${room} HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`);
		for (let i = 0; i < 17; i++) raw.send(`400\r\n${'x'.repeat(1024)}\r\n`);
		const answer = await raw.response();
		expectProblem({ status: answer.status, text: answer.body, type: answer.headers.get('content-type') }, 'too-large');
		expect(answer.headers.get('connection')).toBe('close');
		raw.close();
		expect(await stored(room)).toEqual([]);
	});

	it('takes a body of exactly the bound', async () => {
		const body = { type: 'say', data: '', key: 'k' };
		body.data = 'x'.repeat(16_384 - JSON.stringify(body).length);
		expect((await ask(server, 'POST', `/live/${newRoom()}`, { body })).status).toBe(201);
	});

	it.each([
		['/live/ticker', 'generated-feed'],
		['/live/ticker:50', 'generated-feed'],
		['/live/nothing', 'unknown-feed'],
		['/live/scratch:nope', 'unknown-feed'],
		['/live/', 'unknown-feed'],
		['/live/race', 'session-required'],
		['/live/ticker?session=x', 'unknown-session'],
		['/live/scratch:aaaaaaaa?lane=sse', 'session-required']
	] as const)('to %s is refused: %s', async (path, code) => {
		await expectRefusal(server, 'POST', path, code, { body: valid });
	});

	it('to the race of a session is refused: it is computed', async () => {
		const session = await createSession(server);
		await expectRefusal(server, 'POST', `/live/race?session=${session.id}`, 'generated-feed', { body: valid });
		await expectRefusal(server, 'POST', `/live/race?session=${session.id}&lane=nothing`, 'unknown-lane', { body: valid });
	});

	it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('is the only method of a feed: %s is a 405 that says so', async (method) => {
		const room = newRoom();
		expect((await expectRefusal(server, method, `/live/${room}`, 'wrong-method')).headers.allow).toBe('POST');
		expect(await stored(room)).toEqual([]);
	});
});

describe('/sessions', () => {
	const path = (session: SessionView) => `/sessions/${session.id}`;

	it('are made with settings, read, changed and ended', async () => {
		const made = await ask(server, 'POST', '/sessions', { body: { settings: { rate: 5, size: 50, seed: 9 } } });
		expect(made.status).toBe(201);
		const session = JSON.parse(made.text) as SessionView;
		expect(session).toMatchObject({ settings: { rate: 5, size: 50, seed: 9, paused: false }, lanes: {} });
		expect(session.id).toMatch(/^[A-Za-z0-9_-]{22}$/);
		const changed = await askJson<SessionView>(server, 'PATCH', path(session), { body: { settings: { rate: 7 } } });
		expect(changed.settings).toEqual({ rate: 7, size: 50, seed: 9, paused: false });
		expect((await readSession(server, session.id)).settings).toEqual(changed.settings);
		expect(await ask(server, 'DELETE', path(session))).toMatchObject({ status: 204, text: '' });
		for (const method of ['GET', 'DELETE']) await expectRefusal(server, method, path(session), 'unknown-session');
		await expectRefusal(server, 'PATCH', path(session), 'unknown-session', { body: {} });
	});

	it('are as they are unless told otherwise', async () => {
		expect((await askJson<SessionView>(server, 'POST', '/sessions', { body: {} })).settings).toEqual({
			rate: 1,
			size: 100,
			seed: 1,
			paused: false
		});
	});

	it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('%s of all sessions is a 405: nobody reads what belongs to others', async (method) => {
		expect((await expectRefusal(server, method, '/sessions', 'wrong-method')).headers.allow).toBe('POST');
	});

	it.each(['POST', 'PUT'])('%s of one session is a 405', async (method) => {
		const session = await createSession(server);
		expect((await expectRefusal(server, method, path(session), 'wrong-method')).headers.allow).toBe('GET, HEAD, PATCH, DELETE');
	});

	it('a console asked for without an upgrade is told to ask for one', async () => {
		const session = await createSession(server);
		const answer = await expectRefusal(server, 'GET', `${path(session)}/console`, 'upgrade-required');
		expect(answer.headers.upgrade).toBe('websocket');
		await expectRefusal(server, 'POST', `${path(session)}/console`, 'wrong-method');
	});

	it.each(['x', '__proto__', 'constructor', '%2e%2e', 'a'.repeat(500), '%00'])('there is no session case %#', async (id) => {
		await expectRefusal(server, 'GET', `/sessions/${id}`, 'unknown-session');
		await expectRefusal(server, 'DELETE', `/sessions/${id}`, 'unknown-session');
		await expectRefusal(server, 'PATCH', `/sessions/${id}`, 'unknown-session', { body: { settings: { rate: 2 } } });
	});

	const refusals: [string, ProblemCode, Question][] = [
		['plain text', 'wrong-type', { body: '{}', headers: { 'Content-Type': 'text/plain' } }],
		['no JSON', 'bad-json', { body: 'x', headers: JSON_TYPE }],
		['deep JSON', 'too-deep', { body: '['.repeat(9) + ']'.repeat(9), headers: JSON_TYPE }],
		['__proto__', 'bad-json', { body: '{"settings":{"__proto__":{"rate":2}}}', headers: JSON_TYPE }],
		['null', 'bad-settings', { body: 'null', headers: JSON_TYPE }],
		['an empty array', 'bad-settings', { body: [] }],
		['an array in place of settings', 'bad-settings', { body: { settings: [] } }],
		['a number that is Infinity', 'bad-json', { body: '{"settings":{"rate":1e999}}', headers: JSON_TYPE }],
		['an unknown field', 'bad-settings', { body: { other: 1 } }],
		['an unknown setting', 'bad-settings', { body: { settings: { other: 1 } } }],
		['too low a rate', 'bad-settings', { body: { settings: { rate: 0.09 } } }],
		['too high a rate', 'bad-settings', { body: { settings: { rate: 201 } } }],
		['a rate that is text', 'bad-settings', { body: { settings: { rate: '5' } } }],
		['too small a payload', 'bad-settings', { body: { settings: { size: 19 } } }],
		['too large a payload', 'bad-settings', { body: { settings: { size: 8001 } } }],
		['a payload of half a byte', 'bad-settings', { body: { settings: { size: 20.5 } } }],
		['a pause that is a number', 'bad-settings', { body: { settings: { paused: 1 } } }],
		['too large a body', 'too-large', { body: { settings: {}, x: 'x'.repeat(17_000) } }],
		['a foreign origin', 'foreign-origin', { body: {}, headers: { Origin: 'https://evil.example' } }]
	];
	it.each(refusals)('refuse %s: %s, when made and when changed, and nothing has changed', async (_what, code, question) => {
		await expectRefusal(server, 'POST', '/sessions', code, question);
		const session = await createSession(server, { rate: 3 });
		await expectRefusal(server, 'PATCH', path(session), code, question);
		expect((await readSession(server, session.id)).settings).toEqual(session.settings);
	});

	it('refuse another seed, and a cut that is none, once they exist', async () => {
		const session = await createSession(server, { seed: 4 });
		await expectRefusal(server, 'PATCH', path(session), 'bad-settings', { body: { settings: { seed: 5 } } });
		await expectRefusal(server, 'PATCH', path(session), 'bad-settings', { body: { faults: { cut: false } } });
		for (const body of [{}, { settings: {} }, { faults: {} }, { faults: [] }])
			await expectRefusal(server, 'PATCH', path(session), 'bad-settings', { body });
		await expectRefusal(server, 'PATCH', path(session), 'bad-settings', { body: { faults: { burn: true } } });
		expect((await readSession(server, session.id)).settings.seed).toBe(4);
	});

	it('hold a rate that the payload leaves no room for within the bound instead of refusing it', async () => {
		const session = await createSession(server, { rate: 200, size: 8000 });
		expect(session.settings.rate).toBe(8);
		const changed = await askJson<SessionView>(server, 'PATCH', path(session), { body: { settings: { size: 320, rate: 200 } } });
		expect(changed.settings.rate).toBe(200);
		const smaller = await askJson<SessionView>(server, 'PATCH', path(session), { body: { settings: { size: 6400 } } });
		expect(smaller.settings).toMatchObject({ rate: 10, size: 6400 });
	});
});
