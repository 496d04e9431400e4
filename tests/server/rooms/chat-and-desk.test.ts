import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let server: TestServer;
let keys = 0;

beforeAll(async () => {
	server = await startServer({ NEW_ROOMS_PER_SECOND: '1000' });
});
afterAll(() => server.close());

interface Place {
	readonly feed: string;
	readonly member: string;
	readonly key: string;
}

async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
	const response = await fetch(server.origin + path, {
		method,
		...(body !== undefined && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
	});
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function join(feed: string, name = 'Ada'): Promise<Place> {
	const { body } = await ask('POST', `/rooms/${feed}/members`, { name });
	return { feed, ...(body as { member: string; key: string }) };
}

async function openRoom(kind: string): Promise<Place> {
	const { body } = await ask('POST', '/rooms', { kind });
	return join(body.room as string);
}

async function publish({ feed, key, member }: Place, type: string, data: object, by = member): Promise<[number, unknown]> {
	const { status, body } = await ask('POST', `/live/${feed}?member=${key}`, { type, data: { by, ...data }, key: `k${++keys}` });
	return [status, body.code];
}

describe('a chat room', () => {
	it.each([
		['a message', 'message', { text: 'x'.repeat(500), n: 'k1' }],
		['a message without its key', 'message', { text: '🙂'.repeat(500) }],
		['typing', 'typing', {}],
		['seen', 'seen', { id: 'abc-12' }]
	])('takes %s', async (_, type, data) => {
		expect(await publish(await openRoom('chat'), type, data)).toEqual([201, undefined]);
	});

	it.each([
		['501 characters', 'message', { text: 'x'.repeat(501) }, 'bad-event'],
		['a body that is too large', 'message', { text: 'x'.repeat(20_000) }, 'too-large'],
		['an empty text', 'message', { text: ' \n ' }, 'bad-event'],
		['a key that is none', 'message', { text: 'hello', n: '<b>' }, 'bad-event'],
		['more than it asks for', 'message', { text: 'hello', colour: 'red' }, 'bad-event'],
		['seen of nothing', 'seen', { id: 'nothing' }, 'bad-event'],
		['an unknown type', 'shout', { text: 'hello' }, 'bad-event']
	])('refuses %s', async (_, type, data, code) => {
		expect((await publish(await openRoom('chat'), type, data))[1]).toBe(code);
	});

	it('refuses a member who speaks for another, and who is none', async () => {
		const ada = await openRoom('chat');
		const grace = await join(ada.feed, 'Grace');
		expect(await publish(ada, 'message', { text: 'hello' }, grace.member)).toEqual([403, 'not-yours']);
		expect(await publish({ ...ada, key: 'made-up' }, 'message', { text: 'hello' })).toEqual([403, 'not-a-member']);
	});

	it('takes a burst of twenty, then says too fast', async () => {
		const ada = await openRoom('chat');
		const answers: unknown[] = [];
		for (let i = 0; i < 21; i++) answers.push((await publish(ada, 'message', { text: `m${i}` }))[1]);
		expect(answers.filter(Boolean)).toEqual(['too-fast']);
	});

	it('keeps the latest typing and seen of each member, and all messages', async () => {
		const ada = await openRoom('chat');
		for (const text of ['one', 'two']) {
			await publish(ada, 'typing', {});
			await publish(ada, 'message', { text });
			await publish(ada, 'seen', { id: 'abc-1' });
		}
		const { body } = await ask('GET', `/live/${ada.feed}/polling?after=0&member=${ada.key}`);
		const types = (body.events as { type: string }[]).map(({ type }) => type);
		expect(types.filter((type) => type !== 'here')).toEqual(['opened', 'message', 'typing', 'message', 'seen']);
	});
});

describe('a help desk', () => {
	it.each([
		['a case', 'open', { text: 'x'.repeat(200), n: 'k1' }],
		['a rehearsal case', 'open', { text: 'blank', rehearsal: true }],
		['a take', 'take', { case: 'abc-3' }],
		['a take over', 'take', { case: 'abc-3', from: 'abcdefghijkl' }],
		['an answer', 'answer', { case: 'abc-3', text: 'x'.repeat(500) }],
		['a close', 'close', { case: 'abc-3' }],
		['talk', 'talk', { text: 'mine' }],
		['a status', 'status', { service: 'payments', state: 'degraded' }],
		['a role', 'role', { role: 'agent' }]
	])('takes %s', async (_, type, data) => {
		expect(await publish(await openRoom('desk'), type, data)).toEqual([201, undefined]);
	});

	it.each([
		['a case of 201 characters', 'open', { text: 'x'.repeat(201) }],
		['a case that is no rehearsal', 'open', { text: 'blank', rehearsal: false }],
		['an answer of 501 characters', 'answer', { case: 'abc-3', text: 'x'.repeat(501) }],
		['an answer to nothing', 'answer', { text: 'hello' }],
		['a take of nonsense', 'take', { case: 'nonsense' }],
		['a take over from nobody', 'take', { case: 'abc-3', from: '' }],
		['an unknown service', 'status', { service: 'coffee', state: 'down' }],
		['an unknown state', 'status', { service: 'mail', state: 'on fire' }],
		['an unknown role', 'role', { role: 'boss' }]
	])('refuses %s', async (_, type, data) => {
		expect(await publish(await openRoom('desk'), type, data)).toEqual([400, 'bad-event']);
	});

	it('keeps one line of the board a service', async () => {
		const ada = await openRoom('desk');
		for (const state of ['degraded', 'down', 'ok']) await publish(ada, 'status', { service: 'mail', state });
		await publish(ada, 'status', { service: 'login', state: 'down' });
		const { body } = await ask('GET', `/live/${ada.feed}/polling?after=0&member=${ada.key}`);
		const board = (body.events as { type: string; data: { service: string; state: string } }[]).filter(({ type }) => type === 'status');
		expect(board.map(({ data }) => [data.service, data.state])).toEqual([
			['mail', 'ok'],
			['login', 'down']
		]);
	});
});
