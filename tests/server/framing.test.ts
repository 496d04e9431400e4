import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMOS } from '#lib/demos/index.ts';
import { ask } from '../support/raw-ask.ts';
import type { Answer, Question } from '../support/raw-ask.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { startSite } from '../support/site.ts';
import type { Site } from '../support/site.ts';

let site: Site;
let at: { readonly port: number };
let session = '';
beforeAll(async () => {
	site = await startSite();
	at = { port: Number(new URL(site.origin).port) };
	const made = await ask(at, 'POST', '/sessions', { body: {} });
	session = (JSON.parse(made.text) as { id: string }).id;
});
afterAll(() => site.close());

const CLIENT = resolve(import.meta.dirname, '../../build/client');
const files = readdirSync(CLIENT, { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
	.map((entry) => `${entry.parentPath}/${entry.name}`.slice(CLIENT.length));
const demos = Object.keys(DEMOS);
const embeds = ['race', ...demos].map((id) => `/embed/${id}`);

/** What an answer says about frames. */
function framing({ headers }: Answer) {
	const policy = /frame-ancestors [^;]*/.exec(String(headers['content-security-policy']))?.[0];
	return { policy, options: headers['x-frame-options'] };
}

/** The bytes of a request to upgrade; `headers` come instead of those of the same name. */
function upgrade(target: string | (() => string), headers: readonly string[] = []): () => string {
	const usual = ['Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
	const kept = usual.filter((line) => !headers.some((header) => header.split(':')[0] === line.split(':')[0]));
	const path = () => (typeof target === 'string' ? target : target());
	return () => `${[`GET ${path()} HTTP/1.1`, 'Host: a', 'Connection: Upgrade', ...kept, ...headers].join('\r\n')}\r\n\r\n`;
}

const DENIED = { policy: "frame-ancestors 'none'", options: 'DENY' };

/** Every kind of answer that the site has, the refusals too. */
const ANSWERS: readonly (readonly [method: string, path: string, question?: Question])[] = [
	...['/', '/demos', '/speaker', '/remote', ...demos.map((id) => `/demos/${id}`)].map((path) => ['GET', path] as const),
	...files.map((path) => ['GET', path] as const),
	['HEAD', '/'],
	['GET', '/demos/'],
	['GET', '/demos/nothing'],
	['GET', '/nothing'],
	['GET', '/embedded'],
	['GET', '/embed'],
	['GET', '/embed/../demos'],
	['GET', '/embed/%2e%2e/demos/chat'],
	['GET', '/demos/%zz'],
	['GET', '/_app/immutable/nothing.js'],
	['GET', '/embed.js'],
	['HEAD', '/embed.js'],
	['GET', '/embed.js?theme=dark'],
	['GET', '/oembed'],
	['GET', '/oembed?url=/demos/chat'],
	['GET', '/oembed?url=http://elsewhere.example/'],
	['GET', '/oembed?url=/demos/chat&format=xml'],
	['POST', '/oembed'],
	['GET', '/speaker/nothing'],
	['POST', '/remote'],
	['GET', '/favicon.svg', { headers: { Range: 'bytes=0-3' } }],
	['POST', '/'],
	['PUT', '/demos'],
	['GET', '//'],
	['GET', `/${'x'.repeat(3000)}`],
	['GET', '/healthz'],
	['POST', '/healthz'],
	['GET', '/readyz'],
	['GET', '/metrics'],
	['POST', '/sessions', { body: {} }],
	['POST', '/sessions', { body: 'no JSON' }],
	['POST', '/sessions', { body: {}, headers: { Origin: 'http://evil.example' } }],
	['OPTIONS', '/sessions', { headers: { Origin: 'null' } }],
	['GET', '/sessions/unknown'],
	['GET', '/sessions/unknown/console'],
	['POST', '/rooms', { body: { kind: 'chat' } }],
	['POST', '/rooms', { body: { kind: 'nothing' } }],
	['POST', '/rooms/chat:aaaaaaaa/members', { body: { name: 'a' } }],
	['POST', '/jobs', { body: {} }],
	['GET', '/jobs/unknown'],
	['GET', '/jobs/unknown/frames/1'],
	['GET', '/live/ticker/polling'],
	['GET', '/live/ticker/polling?after=0', { headers: { Origin: 'null' } }],
	['GET', '/live/ticker/conditional'],
	['GET', '/live/ticker/long-polling?wait=0.01'],
	['GET', '/live/ticker/websocket'],
	['GET', '/live/ticker/nothing'],
	['GET', '/live/nothing/sse'],
	['HEAD', '/live/ticker/polling'],
	['POST', '/live/ticker', { body: { type: 'a', data: 1, key: 'k' } }],
	['POST', '/live/scratch:aaaaaaaa', { body: { type: 'a', data: 1, key: 'k' } }],
	['GET', '/live/socket.io/?EIO=4&transport=polling'],
	['GET', '/live/socket.io/?EIO=4&transport=polling&sid=unknown'],
	['PUT', '/live/socket.io/']
];

describe('nobody may frame', () => {
	it('any page, file, feed or refusal of the built site', async () => {
		expect(files.length).toBeGreaterThan(50);
		const wrong: unknown[] = [];
		for (const [method, path, question] of ANSWERS) {
			const answer = await ask(at, method, path, question);
			const said = framing(answer);
			if (JSON.stringify(said) !== JSON.stringify(DENIED)) wrong.push([method, path, answer.status, said]);
		}
		expect(wrong).toEqual([]);
	});

	it('a session, which is known by its id alone', async () => {
		const made = await ask(at, 'POST', '/sessions', { body: {} });
		const { id } = JSON.parse(made.text) as { id: string };
		for (const [method, question] of [['GET'], ['PATCH', { body: { settings: { rate: 2 } } }], ['DELETE']] as const)
			expect(framing(await ask(at, method, `/sessions/${id}`, question))).toEqual(DENIED);
	});

	it.each(['sse', 'fetch-stream'])('an open %s', async (technique) => {
		const raw = await RawSocket.open(at.port);
		raw.request('GET', `/live/ticker/${technique}`);
		const { headers } = await raw.head();
		expect([headers.get('content-security-policy'), headers.get('x-frame-options')]).toEqual(["frame-ancestors 'none'", 'DENY']);
		raw.close();
	});

	it.each([
		['what is no HTTP', 'tea\r\n\r\n'],
		['a head that is too large', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(9000)}\r\n\r\n`],
		['a body of two lengths', 'POST /sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'],
		['a request without a Host', 'GET / HTTP/1.1\r\n\r\n'],
		['two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
		['a Host that is none', 'GET /demos HTTP/1.1\r\nHost: a b:c\r\nConnection: close\r\n\r\n'],
		['an empty Host', 'GET /demos HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n'],
		['an expectation', 'GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n'],
		['an upgrade to tea', upgrade('/live/ticker/websocket', ['Upgrade: tea'])],
		['an upgrade of an embed', upgrade('/embed/race')],
		['an upgrade of nothing', upgrade('/live/nothing/websocket')],
		['an upgrade from elsewhere', upgrade('/live/ticker/websocket', ['Origin: http://evil.example'])],
		['an upgrade with a protocol that is none', upgrade('/live/ticker/websocket', ['Sec-WebSocket-Protocol: ,,'])],
		['a console of no session', upgrade('/sessions/unknown/console')],
		['a console with a protocol that is none', upgrade(() => `/sessions/${session}/console`, ['Sec-WebSocket-Protocol: ,,'])],
		['a Socket.IO over tea', upgrade('/live/socket.io/?EIO=4&transport=tea')],
		['a Socket.IO session that is unknown', upgrade('/live/socket.io/?EIO=4&transport=websocket&sid=unknown')],
		['a Socket.IO with a protocol that is none', upgrade('/live/socket.io/?EIO=4&transport=websocket', ['Sec-WebSocket-Protocol: ,,'])]
	])('the answer to %s', async (_what, bytes) => {
		const raw = await RawSocket.open(at.port);
		raw.send(typeof bytes === 'string' ? bytes : bytes());
		const { status, headers } = await raw.response();
		expect(status).toBeGreaterThanOrEqual(400);
		expect([headers.get('content-security-policy'), headers.get('x-frame-options')]).toEqual(["frame-ancestors 'none'", 'DENY']);
		await raw.closed;
	});

	it('one request too many on a connection', async () => {
		const small = await startSite({ MAX_REQUESTS_PER_SOCKET: '1' });
		const raw = await RawSocket.open(Number(new URL(small.origin).port));
		raw.send('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(2));
		expect((await raw.response()).status).toBe(200);
		const { status, headers } = await raw.response();
		expect([status, headers.get('content-security-policy'), headers.get('x-frame-options')]).toEqual([
			503,
			"frame-ancestors 'none'",
			'DENY'
		]);
		raw.close();
		await small.close();
	});

	it('what a full server writes', async () => {
		const full = await startSite({ MAX_STREAMS: '0', MAX_SESSIONS: '0', MAX_ROOMS: '0' });
		const port = Number(new URL(full.origin).port);
		for (const [method, path, question] of [
			['GET', '/live/ticker/sse'],
			['GET', '/live/ticker/fetch-stream'],
			['POST', '/sessions', { body: {} }],
			['POST', '/rooms', { body: { kind: 'chat' } }]
		] as const) {
			const answer = await ask({ port }, method, path, question);
			expect([path, answer.status, framing(answer)]).toEqual([path, 503, DENIED]);
		}
		const raw = await RawSocket.open(port);
		raw.send(upgrade('/live/ticker/websocket')());
		const { status, headers } = await raw.response();
		expect([status, headers.get('x-frame-options')]).toEqual([503, 'DENY']);
		await full.close();
	});
});

describe('anybody may frame', () => {
	it('every embed, and what is said where there is none', async () => {
		for (const path of [...embeds, '/embed/nothing', '/embed/chat?technique=sse&theme=dark'])
			expect([path, framing(await ask(at, 'GET', path))]).toEqual([path, { policy: 'frame-ancestors *', options: undefined }]);
	});
});

it('types are not guessed and addresses not told, but where each byte of a head is counted: there framing costs 72 bytes', async () => {
	for (const path of ['/', '/favicon.svg', '/nothing', '/healthz', '/embed/race', '/sessions/unknown']) {
		const { headers } = await ask(at, 'GET', path);
		expect([path, headers['x-content-type-options'], headers['referrer-policy']]).toEqual([path, 'nosniff', 'no-referrer']);
	}
	const { headers } = await ask(at, 'GET', '/live/ticker/polling');
	expect([headers['x-content-type-options'], headers['referrer-policy']]).toEqual([undefined, undefined]);
	const line = (name: string) => `${name}: ${String(headers[name])}\r\n`.length;
	expect(line('content-security-policy') + line('x-frame-options')).toBe(72);
});

it('an embed of an opaque origin may load the scripts and the fonts', async () => {
	const needed = files.filter((path) => /^\/_app\/immutable\/.*\.(js|woff2)$/.test(path));
	expect(needed.length).toBeGreaterThan(10);
	for (const path of needed)
		expect([path, (await ask(at, 'GET', path, { headers: { Origin: 'null' } })).headers['access-control-allow-origin']]).toEqual([
			path,
			'*'
		]);
});
