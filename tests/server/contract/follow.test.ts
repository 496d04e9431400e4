import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEventId } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import type { ProblemCode } from '#lib/protocol/problem.ts';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import { ask, askJson, createSession, expectProblem, expectRefusal, newRoom, readLane, readSession } from '../../support/raw-ask.ts';
import { UPGRADE } from '../../support/raw-socket.ts';
import { setRawSockets } from '../../support/raw-sockets.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let server: TestServer;
const open = setRawSockets(() => server);

beforeAll(async () => void (server = await startServer({ PUBLISHES_PER_SECOND: '10000' })));
afterAll(() => server.close());

interface Polled {
	readonly events: readonly FeedEvent[];
	readonly last: string;
}

const poll = (path: string) => askJson<Polled>(server, 'GET', path);
const publish = (room: string, key: string, data: unknown = key) =>
	askJson<{ id: string }>(server, 'POST', `/live/${room}`, { body: { type: 'say', data, key } });

/** A room with three events, and their ids. */
async function filledRoom(): Promise<{ room: string; ids: string[] }> {
	const room = newRoom();
	const ids: string[] = [];
	for (const key of ['a', 'b', 'c']) ids.push((await publish(room, key)).id);
	return { room, ids };
}

const POLLS = ['polling', 'conditional', 'long-polling'] as const;
const HTTP = [...POLLS, 'sse', 'fetch-stream'] as const;

describe.each(POLLS)('%s', (technique) => {
	it('answers with the events after an id and with the id to go on from', async () => {
		const { room, ids } = await filledRoom();
		const answer = await ask(server, 'GET', `/live/${room}/${technique}?after=${ids[0]}`);
		expect(answer.status).toBe(200);
		expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
		const { events, last } = JSON.parse(answer.text) as Polled;
		expect(events.map(({ id, type, data }) => ({ id, type, data }))).toEqual([
			{ id: ids[1], type: 'say', data: 'b' },
			{ id: ids[2], type: 'say', data: 'c' }
		]);
		expect(events.every(({ at }) => Math.abs(at - Date.now()) < 60_000)).toBe(true);
		expect(last).toBe(ids[2]);
	});

	it('gives all that is kept after 0', async () => {
		const { room, ids } = await filledRoom();
		expect((await poll(`/live/${room}/${technique}?after=0`)).events.map(({ id }) => id)).toEqual(ids);
	});

	it.each([
		['nonsense', 'malformed'],
		['', 'malformed'],
		['m1-999999999999999', 'other-epoch'],
		['x-1', 'other-epoch'],
		['__proto__', 'malformed'],
		['%00', 'malformed']
	])('answers the id %j with a reset (%s) and all that is kept', async (after, reason) => {
		const { room, ids } = await filledRoom();
		const { events, last } = await poll(`/live/${room}/${technique}?after=${after}`);
		expect(events[0]).toMatchObject({ type: 'reset', data: { reason, oldest: ids[0], newest: ids[2] } });
		expect(events.slice(1).map(({ id }) => id)).toEqual(ids);
		expect(last).toBe(ids[2]);
	});
});

it.each(['polling', 'conditional'])('%s from now on is an empty list that names the newest event', async (technique) => {
	const { room, ids } = await filledRoom();
	expect(await poll(`/live/${room}/${technique}`)).toEqual({ events: [], last: ids[2] });
	expect(await poll(`/live/${room}/${technique}?after=${ids[2]}`)).toEqual({ events: [], last: ids[2] });
});

it('polling a feed that nobody wrote to gives an id that the first event follows', async () => {
	const room = newRoom();
	const { events, last } = await poll(`/live/${room}/polling?after=0`);
	expect({ events, seq: parseEventId(last)?.seq }).toEqual({ events: [], seq: 0 });
	const { id } = await publish(room, 'first');
	expect((await poll(`/live/${room}/polling?after=${last}`)).events.map((event) => event.id)).toEqual([id]);
});

it('conditional answers 304 without a body to the tag it gave, and 200 once there is more', async () => {
	const { room, ids } = await filledRoom();
	const first = await ask(server, 'GET', `/live/${room}/conditional?after=0`);
	const etag = String(first.headers.etag);
	expect(etag).toBe(`"${ids[2]}"`);
	// The tag is that of the answer, whatever part of the feed was asked for (RFC 9110, section 13.1.2).
	for (const after of [ids[2], '0'])
		for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
			const again = await ask(server, 'GET', `/live/${room}/conditional?after=${after}`, { headers: { 'If-None-Match': tag } });
			expect({ status: again.status, text: again.text, etag: again.headers.etag }).toEqual({ status: 304, text: '', etag });
		}
	const other = await ask(server, 'GET', `/live/${room}/conditional?after=${ids[2]}`, { headers: { 'If-None-Match': '"other"' } });
	expect(other.status).toBe(200);
	await publish(room, 'd');
	const changed = await ask(server, 'GET', `/live/${room}/conditional?after=${ids[2]}`, { headers: { 'If-None-Match': etag } });
	expect(changed.status).toBe(200);
	expect(changed.headers.etag).not.toBe(etag);
});

it('a long poll is answered as soon as there is an event', async () => {
	const { room, ids } = await filledRoom();
	const raw = await open();
	const session = await createSession(server);
	raw.request('GET', `/live/${room}/long-polling?after=${ids[2]}&wait=20&session=${session.id}&lane=long-polling`);
	// The event comes only once the server has the question.
	await expect.poll(async () => (await readLane(server, session.id, 'long-polling'))?.requests).toBe(1);
	const { id } = await publish(room, 'd');
	const answer = JSON.parse((await raw.response()).body) as Polled;
	expect(answer).toMatchObject({ last: id, events: [{ id, data: 'd' }] });
});

it('a long poll that waits in vain is a 204 that names the event to go on from', async () => {
	const { room, ids } = await filledRoom();
	for (const wait of ['0', '0.01', '0.001']) {
		const answer = await ask(server, 'GET', `/live/${room}/long-polling?after=${ids[2]}&wait=${wait}`);
		expect({ status: answer.status, text: answer.text, last: answer.headers['last-event-id'] }).toEqual({
			status: 204,
			text: '',
			last: ids[2]
		});
	}
});

it.each(['61', '-1', 'x', '1e1', '60.5', '999999999', ''])('a long poll refuses to wait %j seconds', async (wait) => {
	await expectRefusal(server, 'GET', `/live/ticker/long-polling?wait=${wait}`, 'bad-wait');
});

it('sse is an event stream: id apart, the rest one line of JSON, no event field', async () => {
	const { room, ids } = await filledRoom();
	const raw = await open();
	raw.request('GET', `/live/${room}/sse?after=${ids[0]}`);
	const { status, headers } = await raw.head();
	expect({ status, type: headers.get('content-type'), cache: headers.get('cache-control') }).toEqual({
		status: 200,
		type: 'text/event-stream',
		cache: 'no-store'
	});
	await raw.until((bytes) => bytes.includes(`id: ${ids[2]}`) && bytes.toString().endsWith('\n\n\r\n'));
	const blocks = unchunk(raw.skip()).split('\n\n');
	expect(blocks[0]).toMatch(/^retry: \d+$/);
	const [id, data = ''] = (blocks[1] as string).split('\n');
	expect(id).toBe(`id: ${ids[1]}`);
	expect(data.startsWith('data: ')).toBe(true);
	expect(JSON.parse(data.slice(6))).toEqual({ at: expect.any(Number), type: 'say', data: 'b' });
});

it('what is published with line ends in it is still one line of an event stream and of NDJSON', async () => {
	const room = newRoom();
	await publish(room, 'k', 'one\r\ntwo\n\ndata: three\u2028\u0000id: 7');
	const [sse, ndjson] = [await open(), await open()];
	sse.request('GET', `/live/${room}/sse?after=0`);
	ndjson.request('GET', `/live/${room}/fetch-stream?after=0`);
	await sse.until((bytes) => bytes.toString().endsWith('}\n\n\r\n'));
	await ndjson.until((bytes) => bytes.toString().endsWith('}\n\r\n'));
	await sse.head();
	const lines = unchunk(sse.skip()).trim().split('\n');
	expect(lines.filter((line) => line.startsWith('data:'))).toHaveLength(1);
	await ndjson.head();
	expect(unchunk(ndjson.skip()).trim().split('\n')).toHaveLength(1);
});

it('sse goes on from Last-Event-ID, which is newer than what the URL says', async () => {
	const { room, ids } = await filledRoom();
	const raw = await open();
	raw.request('GET', `/live/${room}/sse?after=0`, [`Last-Event-ID: ${ids[1]}`]);
	await raw.until((bytes) => bytes.includes(`id: ${ids[2]}`));
	expect(raw.skip()).not.toContain(`id: ${ids[1]}`);
});

it.each([
	['of 4,000 letters', 'x'.repeat(4000)],
	['of markup', '<script>'],
	['of 0', '0'],
	['of __proto__', '__proto__'],
	['below zero', '-1'],
	['of two dashes', 'm1-1-1']
])('a hostile Last-Event-ID %s cannot break the stream', async (_what, id) => {
	const { room, ids } = await filledRoom();
	const raw = await open();
	raw.request('GET', `/live/${room}/sse`, [`Last-Event-ID: ${id}`]);
	await raw.until((bytes) => bytes.includes(`id: ${ids[2]}`));
	if (id !== '0') expect(raw.skip()).toContain('"type":"reset"');
});

it('fetch-stream is NDJSON: one event a line', async () => {
	const { room, ids } = await filledRoom();
	const raw = await open();
	raw.request('GET', `/live/${room}/fetch-stream?after=0`);
	expect((await raw.head()).headers.get('content-type')).toBe('application/x-ndjson');
	await raw.until((bytes) => bytes.includes(`${ids[2]}`) && bytes.toString().endsWith('}\n\r\n'));
	const events = unchunk(raw.skip())
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as FeedEvent);
	expect(events).toEqual(ids.map((id, i) => ({ id, at: expect.any(Number), type: 'say', data: 'abc'[i] })));
});

it.each(['sse', 'fetch-stream'])('%s from now on begins with the next event', async (technique) => {
	const { room } = await filledRoom();
	const raw = await open();
	raw.request('GET', `/live/${room}/${technique}`);
	await raw.head();
	const { id } = await publish(room, 'd');
	await raw.until((bytes) => bytes.includes('"data":"d"'));
	const text = raw.skip();
	expect(text).toContain(id);
	expect(text).not.toContain('"data":"c"');
});

describe('what any technique is asked wrongly', () => {
	it.each([
		['/live/nothing/TECHNIQUE', 'unknown-feed'],
		['/live/ticker:51/TECHNIQUE', 'unknown-feed'],
		['/live/ticker:0/TECHNIQUE', 'unknown-feed'],
		['/live/ticker:1.5/TECHNIQUE', 'unknown-feed'],
		['/live/scratch:short/TECHNIQUE', 'unknown-feed'],
		['/live/scratch:AAAAAAAA/TECHNIQUE', 'unknown-feed'],
		['/live/__proto__/TECHNIQUE', 'unknown-feed'],
		['/live/constructor/TECHNIQUE', 'unknown-feed'],
		['/live/race/TECHNIQUE', 'session-required'],
		['/live/ticker/TECHNIQUE?session=unknown', 'unknown-session'],
		['/live/ticker/TECHNIQUE?session=', 'unknown-session'],
		['/live/race/TECHNIQUE?session=__proto__&lane=sse', 'unknown-session'],
		[`/live/ticker/TECHNIQUE?after=${'1'.repeat(65)}`, 'bad-after'],
		[`/live/ticker/TECHNIQUE?after=m1-1&x=${'y'.repeat(2048)}`, 'target-too-long']
	] as const)('case %#: a bad feed, session, after or target is refused by each', async (path, code) => {
		for (const technique of HTTP) await expectRefusal(server, 'GET', path.replace('TECHNIQUE', technique), code);
	});

	it.each(HTTP)('%s refuses any method but GET, and says so in Allow', async (technique) => {
		for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND']) {
			const answer = await ask(server, method, `/live/ticker/${technique}`);
			expect([method, answer.status, answer.headers.allow]).toEqual([method, 405, 'GET']);
			if (method !== 'HEAD') expectProblem({ ...answer, type: answer.headers['content-type'] }, 'wrong-method');
		}
	});

	it.each(['live', '%6Cive', 'liv%65', '%6c%69%76%65'])(
		'HEAD of /%s is refused with a head alone, and charged to no lane',
		async (live) => {
			const session = await createSession(server, { rate: 50 });
			for (const technique of HTTP) {
				const raw = await open();
				raw.request('HEAD', `/${live}/race/${technique}?after=0&wait=0&session=${session.id}&lane=${technique}`, ['Connection: close']);
				const { status, headers } = await raw.head();
				expect([technique, status, headers.get('allow')]).toEqual([technique, 405, 'GET']);
				await raw.closed;
				expect(raw.skip()).toBe('');
			}
			expect((await readSession(server, session.id)).lanes).toEqual({});
		}
	);

	it.each(['HEAD', 'PUT', 'DELETE', 'OPTIONS'])('Socket.IO is not spoken by %s, and no lane pays for it', async (method) => {
		const session = await createSession(server);
		const path = `/%6Cive/socket.io/?EIO=4&transport=polling&feed=race&session=${session.id}&lane=socketio`;
		const answer = await ask(server, method, path);
		expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, POST']);
		expect((await readSession(server, session.id)).lanes).toEqual({});
	});

	it('an escaped path is the same path', async () => {
		const session = await createSession(server, { rate: 50 });
		await ask(server, 'GET', `/%6Cive/r%61ce/p%6Flling?after=0&session=${session.id}&lane=polling`);
		const lane = await readLane(server, session.id, 'polling');
		expect(lane?.requests).toBe(1);
		expect(lane?.down.head).toBeGreaterThan(100);
	});

	it.each([...HTTP, 'websocket'])('%s refuses a lane that is not its own, and makes none', async (technique) => {
		const session = await createSession(server);
		const other = technique === 'sse' ? 'polling' : 'sse';
		for (const lane of [
			other,
			'',
			'nothing',
			'__proto__',
			`${technique}.`,
			`${technique}.A`,
			`${technique}.a.b`,
			`${technique}.${'a'.repeat(17)}`
		])
			await expectRefusal(server, 'GET', `/live/race/${technique}?session=${session.id}&lane=${lane}`, 'unknown-lane');
		expect((await readSession(server, session.id)).lanes).toEqual({});
	});

	it('a session has at most three lanes of each technique in all', async () => {
		const session = await createSession(server, { paused: true });
		const urls = TECHNIQUE_IDS.slice(0, 3).flatMap((technique) =>
			Array.from({ length: 7 }, (_, seat) => `/live/race/${technique}?session=${session.id}&lane=${technique}.${seat}&wait=0`)
		);
		for (const url of urls) expect((await ask(server, 'GET', url)).status).toBeLessThan(300);
		await expectRefusal(server, 'GET', `/live/race/polling?session=${session.id}&lane=polling.more`, 'unknown-lane');
	});

	it.each(['nothing', 'socket.io', 'SSE', '', '__proto__', 'console'])('there is no technique %j', async (technique) => {
		await expectRefusal(server, 'GET', `/live/ticker/${technique}`, 'unknown-technique');
	});

	it('socketio has one path for all feeds: asked below a feed it says so', async () => {
		const answer = await expectRefusal(server, 'GET', '/live/ticker/socketio', 'unknown-technique');
		expect(answer.text).toContain('/live/socket.io');
	});
});

it('GET of websocket without an upgrade is told to ask for one', async () => {
	const answer = await expectRefusal(server, 'GET', '/live/ticker/websocket', 'upgrade-required');
	expect(answer.headers.upgrade).toBe('websocket');
});

it('websocket gives one event a text message and acknowledges what is published', async () => {
	const { room, ids } = await filledRoom();
	const raw = await open();
	expect((await raw.upgrade(`/live/${room}/websocket?after=${ids[1]}`)).status).toBe(101);
	expect(JSON.parse(await raw.message(() => true))).toEqual({ id: ids[2], at: expect.any(Number), type: 'say', data: 'c' });
	raw.sendText('{"publish":{"type":"say","data":{"n":1},"key":"mine"}}');
	const { ack } = JSON.parse(await raw.message((text) => text.startsWith('{"ack"'))) as { ack: { key: string; id: string } };
	expect(ack.key).toBe('mine');
	raw.sendText('{"publish":{"type":"say","data":{"n":2},"key":"mine"}}');
	expect(JSON.parse(await raw.message((text) => text.startsWith('{"ack"')))).toEqual({ ack });
	expect((await poll(`/live/${room}/polling?after=${ids[2]}`)).events.map(({ data }) => data)).toEqual([{ n: 1 }]);
});

it('publishing to a generated feed over websocket is refused by its key and the stream goes on', async () => {
	const raw = await open();
	await raw.upgrade('/live/ticker:50/websocket');
	raw.sendText('{"publish":{"type":"price","data":1,"key":"mine"}}');
	expect(JSON.parse(await raw.message((text) => text.startsWith('{"problem"')))).toMatchObject({
		problem: { key: 'mine', code: 'generated-feed' }
	});
	await raw.message((text) => text.startsWith('{"id"'));
});

it.each([
	['no JSON', 'hello', 'bad-json'],
	['null', 'null', 'bad-event'],
	['an array', '[]', 'bad-event'],
	['a number', '7', 'bad-event'],
	['nested deeply', '['.repeat(8000) + ']'.repeat(8000), 'too-deep'],
	['__proto__', '{"publish":{"type":"say","data":{"__proto__":{"a":1}},"key":"k"}}', 'bad-json'],
	['another command', '{"subscribe":"x"}', 'bad-event'],
	['no key', '{"publish":{"type":"say","data":1}}', 'bad-event'],
	['a hostile key', '{"publish":{"type":"say","data":1,"key":"a b"}}', 'bad-event'],
	['a reset of its own', '{"publish":{"type":"reset","data":1,"key":"k"}}', 'bad-event']
])('websocket closes with 4400 on %s, and stores nothing', async (_what, text, code) => {
	const room = newRoom();
	const raw = await open();
	await raw.upgrade(`/live/${room}/websocket?after=0`);
	raw.sendText(text);
	await raw.until((bytes) => bytes.includes(code));
	expect(await raw.closeCode()).toBe(4400);
	expect((await poll(`/live/${room}/polling?after=0`)).events).toEqual([]);
});

it('websocket closes with 4400 on a binary message', async () => {
	const raw = await open();
	await raw.upgrade(`/live/${newRoom()}/websocket`);
	raw.sendFrame(2, '{"publish":{"type":"say","data":1,"key":"k"}}');
	expect(await raw.closeCode()).toBe(4400);
});

it('websocket closes with 1009 on a message above the bound, and takes one of exactly the bound', async () => {
	const room = newRoom();
	const raw = await open();
	await raw.upgrade(`/live/${room}/websocket`);
	const text = (size: number) => `{"publish":{"type":"say","data":"","key":"k"}}`.replace('""', `"${'x'.repeat(size - 46)}"`);
	expect(text(16_384)).toHaveLength(16_384);
	raw.sendText(text(16_384));
	await raw.message((message) => message.startsWith('{"ack"'));
	raw.sendText(text(16_385));
	expect(await raw.closeCode()).toBe(1009);
});

describe('an upgrade', () => {
	const refusals: [string, string, readonly string[], ProblemCode][] = [
		['to an unknown path', '/nothing', ['Sec-WebSocket-Version: 13'], 'unknown-path'],
		['to the root', '/', ['Sec-WebSocket-Version: 13'], 'unknown-path'],
		['to a page of the site', '/embed/race', ['Sec-WebSocket-Version: 13'], 'unknown-path'],
		['to a path below a technique', '/live/ticker/websocket/more', ['Sec-WebSocket-Version: 13'], 'unknown-path'],
		['of version 8', '/live/ticker/websocket', ['Sec-WebSocket-Version: 8'], 'bad-handshake'],
		['without a version', '/live/ticker/websocket', [], 'bad-handshake'],
		['of a plain-HTTP technique', '/live/ticker/sse', ['Sec-WebSocket-Version: 13'], 'bad-handshake'],
		['of an unknown technique', '/live/ticker/nothing', ['Sec-WebSocket-Version: 13'], 'unknown-technique'],
		['of an unknown feed', '/live/nothing/websocket', ['Sec-WebSocket-Version: 13'], 'unknown-feed'],
		['of the race without a session', '/live/race/websocket', ['Sec-WebSocket-Version: 13'], 'session-required'],
		['with an unknown session', '/live/race/websocket?session=x', ['Sec-WebSocket-Version: 13'], 'unknown-session'],
		['with a long after', `/live/ticker/websocket?after=${'1'.repeat(65)}`, ['Sec-WebSocket-Version: 13'], 'bad-after'],
		['of the console of an unknown session', '/sessions/x/console', ['Sec-WebSocket-Version: 13'], 'unknown-session'],
		['from a foreign site', '/live/ticker/websocket', ['Sec-WebSocket-Version: 13', 'Origin: https://evil.example'], 'foreign-origin'],
		['to a target of two slashes', '//', ['Sec-WebSocket-Version: 13'], 'bad-target'],
		['to a target with a bad escape', '/live/%zz/websocket', ['Sec-WebSocket-Version: 13'], 'bad-target']
	];
	it.each(refusals)('%s is answered and closed', async (_what, path, headers, code) => {
		const raw = await open();
		const answer = await raw.ask('GET', path, [...UPGRADE, ...headers]);
		expectProblem({ status: answer.status, text: answer.body, type: answer.headers.get('content-type') }, code);
		if (headers[0] !== 'Sec-WebSocket-Version: 13') expect(answer.headers.get('sec-websocket-version')).toBe('13');
		await raw.closed;
	});

	it.each([
		['by POST', 'POST', 'Upgrade: websocket', '13', 'AQIDBAUGBwgJCgsMDQ4PEA==', 'by GET'],
		['to h2c', 'GET', 'Upgrade: h2c', '13', 'AQIDBAUGBwgJCgsMDQ4PEA==', 'to "websocket"'],
		['of version 8', 'GET', 'Upgrade: websocket', '8', 'AQIDBAUGBwgJCgsMDQ4PEA==', 'version 13'],
		['without a good key', 'GET', 'Upgrade: websocket', '13', 'short', 'Sec-WebSocket-Key']
	])('%s hears which part of it is wrong', async (_what, method, upgrade, version, key, said) => {
		const raw = await open();
		const headers = ['Connection: Upgrade', upgrade, `Sec-WebSocket-Version: ${version}`, `Sec-WebSocket-Key: ${key}`];
		const { body } = await raw.ask(method, '/live/ticker/websocket', headers);
		expect((JSON.parse(body) as { detail: string }).detail).toContain(said);
		await raw.closed;
	});

	it('to another protocol (h2c) is answered and closed', async () => {
		const raw = await open();
		const answer = await raw.ask('GET', '/live/ticker/sse', [
			'Connection: Upgrade, HTTP2-Settings',
			'Upgrade: h2c',
			'HTTP2-Settings: AAMAAABkAAQAAP__'
		]);
		expectProblem({ status: answer.status, text: answer.body, type: answer.headers.get('content-type') }, 'bad-handshake');
		await raw.closed;
	});

	it.each([
		['a key that is none', ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: x']],
		['no key', ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']]
	])('with %s is answered and closed', async (_what, headers) => {
		const raw = await open();
		expect((await raw.ask('GET', '/live/ticker/websocket', headers)).status).toBe(400);
		await raw.closed;
	});

	it('by POST is refused and closed', async () => {
		const raw = await open();
		expect((await raw.ask('POST', '/live/ticker/websocket', [...UPGRADE, 'Sec-WebSocket-Version: 13'])).status).toBe(400);
		await raw.closed;
	});

	it.each(['', 'Origin: null', 'Origin: http://test', 'Origin: https://test'])('with %j is let in', async (origin) => {
		const raw = await open();
		expect((await raw.upgrade('/live/ticker/websocket', origin === '' ? [] : [origin])).status).toBe(101);
	});
});

/** The text of a body that is chunked and not ended yet. */
function unchunk(text: string): string {
	let rest = Buffer.from(text);
	let body = '';
	for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
		const size = parseInt(rest.subarray(0, end).toString(), 16);
		body += rest.subarray(end + 2, end + 2 + size).toString();
		rest = rest.subarray(end + 2 + size + 2);
	}
	return body;
}
