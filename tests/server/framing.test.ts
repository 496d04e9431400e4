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

const DENIED = { policy: "frame-ancestors 'none'", options: 'DENY' };

/** Every kind of answer that the site has, the refusals too. */
const ANSWERS: readonly (readonly [method: string, path: string, question?: Question])[] = [
	...['/', '/demos', ...demos.map((id) => `/demos/${id}`)].map((path) => ['GET', path] as const),
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
		for (const [method, question] of [['GET'], ['PATCH', { body: { settings: { rate: 2 } } }], ['DELETE']] as const)
			expect(framing(await ask(at, method, `/sessions/${session}`, question))).toEqual(DENIED);
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
		['a request without a Host', 'GET / HTTP/1.1\r\n\r\n'],
		['a refused upgrade', 'GET /live/ticker/websocket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: tea\r\n\r\n']
	])('the answer to %s', async (_what, bytes) => {
		const raw = await RawSocket.open(at.port);
		raw.send(bytes);
		const { headers } = await raw.response();
		expect([headers.get('content-security-policy'), headers.get('x-frame-options')]).toEqual(["frame-ancestors 'none'", 'DENY']);
		await raw.closed;
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
