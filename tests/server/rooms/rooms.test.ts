import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventId, parseEventId, seqOf } from '#lib/protocol/event.ts';
import type { EventId, FeedEvent } from '#lib/protocol/event.ts';
import { socketio } from '#lib/techniques/socketio.ts';
import type { LaneState } from '#lib/techniques/technique.ts';
import { memberOf } from '../../../src/server/rooms/rooms.ts';
import { ask, askJson, expectProblem, expectRefusal } from '../../support/raw-ask.ts';
import type { Question } from '../../support/raw-ask.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let server: TestServer;
const raws: RawSocket[] = [];
beforeAll(async () => void (server = await startServer({ NEW_ROOMS_PER_SECOND: '1000', PUBLISHES_PER_SECOND: '10000' })));
afterAll(() => server.close());
afterEach(() => {
	for (const raw of raws.splice(0)) raw.close();
});

interface Place {
	readonly room: string;
	readonly member: string;
	readonly key: string;
}
interface Polled {
	readonly events: readonly FeedEvent[];
	readonly last: EventId;
}

const openRoom = async (kind = 'chat', on = server) => (await askJson<{ room: string }>(on, 'POST', '/rooms', { body: { kind } })).room;
const join = async (room: string, name = 'Ada', on = server): Promise<Place> => ({
	room,
	...(await askJson<Omit<Place, 'room'>>(on, 'POST', `/rooms/${room}/members`, { body: { name } }))
});
const leave = ({ room, key }: Place) => ask(server, 'DELETE', `/rooms/${room}/members?member=${key}`);
const poll = ({ room, key }: Place, after: string = '0') =>
	askJson<Polled>(server, 'GET', `/live/${room}/polling?after=${after}&member=${key}`);

let keys = 0;
const message = ({ member }: Place, text = 'hello') => ({ type: 'message', data: { by: member, text }, key: `k${keys++}` });
const here = ({ member }: Place, name: string) => ({ type: 'here', data: { by: member, name }, key: `k${keys++}` });
const publish = ({ room, key }: Place, body: unknown) => ask(server, 'POST', `/live/${room}?member=${key}`, { body });
const publishWell = async (place: Place, body: unknown): Promise<EventId> => {
	const answer = await publish(place, body);
	expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
	return (JSON.parse(answer.text) as { id: EventId }).id;
};
const NO_ROOM = 'chat:zzzzzzzz';

describe('a room', () => {
	it.each(['news', 'chat', 'editor', 'game', 'desk'])('of kind %s is opened with a name that nobody can guess', async (kind) => {
		const answer = await ask(server, 'POST', '/rooms', { body: { kind } });
		expect(answer.status).toBe(201);
		expect(JSON.parse(answer.text)).toEqual({ room: expect.stringMatching(new RegExp(`^${kind}:[a-z2-7]{8}$`)) });
		expect((JSON.parse(answer.text) as { room: string }).room).not.toBe(await openRoom(kind));
	});

	const kinds: Question[] = [{}, { kind: 'scratch' }, { kind: 'x' }, { kind: ['chat'] }, { kind: 'chat', more: 1 }, []].map((body) => ({
		body
	}));
	it.each(kinds)('is not opened by %j', async (question) => void (await expectRefusal(server, 'POST', '/rooms', 'bad-room', question)));

	it('is opened by JSON alone, of our own site alone, by POST alone', async () => {
		await expectRefusal(server, 'POST', '/rooms', 'wrong-type', { body: '{"kind":"chat"}' });
		await expectRefusal(server, 'POST', '/rooms', 'foreign-origin', {
			body: { kind: 'chat' },
			headers: { Origin: 'https://evil.example' }
		});
		for (const method of ['GET', 'PUT', 'DELETE'])
			expect((await expectRefusal(server, method, '/rooms', 'wrong-method')).headers.allow).toBe('POST');
		expect((await expectRefusal(server, 'GET', `/rooms/${NO_ROOM}/members`, 'wrong-method')).headers.allow).toBe('POST, DELETE');
	});

	it('is opened so often an address, and one more is too fast', async () => {
		const strict = await startServer({ NEW_ROOMS_PER_SECOND: '1' });
		for (let i = 0; i < 10; i++) await openRoom('chat', strict);
		const refused = await expectRefusal(strict, 'POST', '/rooms', 'too-fast', { body: { kind: 'chat' } });
		expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
		await strict.close();
	});

	it('that nobody used for long is gone, for its members too', async () => {
		const forgetful = await startServer({ ROOM_IDLE_MS: '50' });
		// It may be gone before the first member is in.
		const enter = async () => join(await openRoom('chat', forgetful), 'Ada', forgetful);
		const { room, key } = await vi.waitFor(enter, { timeout: 20_000 });
		const follow = () => ask(forgetful, 'GET', `/live/${room}/polling?after=0&member=${key}`);
		await expect.poll(async () => (await follow()).status, { interval: 300 }).toBe(404);
		await expectRefusal(forgetful, 'POST', `/rooms/${room}/members`, 'room-gone', { body: { name: 'Ada' } });
		await expectRefusal(forgetful, 'POST', `/live/${room}?member=${key}`, 'room-gone', { body: { type: 'x', data: 1, key: 'k' } });
		await expectRefusal(forgetful, 'DELETE', `/rooms/${room}/members?member=${key}`, 'room-gone');
		await forgetful.close();
	});
});

describe('a member', () => {
	it('is let in by name, and all others see who came, but not the key', async () => {
		const [ada, bob] = await openRoom().then(async (room) => [await join(room, 'Ada'), await join(room, 'Bob')] as const);
		expect(ada.member).toMatch(/^[a-z2-7]{12}$/);
		expect(memberOf(ada.key)).toBe(ada.member);
		const answer = await ask(server, 'GET', `/live/${ada.room}/polling?after=0&member=${bob.key}`);
		const { events } = JSON.parse(answer.text) as Polled;
		expect(events.map(({ type, data }) => ({ type, data }))).toEqual([
			{ type: 'opened', data: {} },
			{ type: 'here', data: { by: ada.member, name: 'Ada' } },
			{ type: 'here', data: { by: bob.member, name: 'Bob' } }
		]);
		for (const { key } of [ada, bob]) expect(answer.text).not.toContain(key);
	});

	it.each(['', '   ', '\u202e', '\u200b', 'two\nlines', 'x'.repeat(25), `z${'\u0300'.repeat(500)}`, 7, null, ['Ada'], undefined])(
		'is not let in by the name %j',
		async (name) => {
			const room = await openRoom();
			await expectRefusal(server, 'POST', `/rooms/${room}/members`, 'bad-room', { body: { name } });
			await expectRefusal(server, 'POST', `/rooms/${room}/members`, 'bad-room', { body: { name: 'Ada', by: 'aaaaaaaaaaaa' } });
		}
	);

	it.each(['x', 'scratch:aaaaaaaa', 'chat:AAAAAAAA', 'chat:short', 'ticker', '__proto__', 'chat%3Aaaaaaaa1'])(
		'cannot be of %s: there is no room of that name',
		async (room) => void (await expectRefusal(server, 'POST', `/rooms/${room}/members`, 'unknown-feed', { body: { name: 'Ada' } }))
	);

	it('that asks for rooms in vain, time after time, has to wait, for one that there is too: names are not to be guessed', async () => {
		const strict = await startServer({});
		const room = await openRoom('chat', strict);
		for (let i = 0; i < 10; i++) await expectRefusal(strict, 'POST', `/rooms/${NO_ROOM}/members`, 'room-gone', { body: { name: 'Ada' } });
		const refused = await expectRefusal(strict, 'POST', `/rooms/${NO_ROOM}/members`, 'too-fast', { body: { name: 'Ada' } });
		expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
		await expectRefusal(strict, 'POST', `/rooms/${room}/members`, 'too-fast', { body: { name: 'Ada' } });
		await strict.close();
	});

	it('is one of sixty at the same time; who leaves makes room', async () => {
		const room = await openRoom();
		const places = await Promise.all(Array.from({ length: 59 }, (_, i) => join(room, `Member ${i}`)));
		const last = await join(room, 'Last');
		const refused = await expectRefusal(server, 'POST', `/rooms/${room}/members`, 'room-full', { body: { name: 'One more' } });
		expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
		expect((await leave(places[7] as Place)).status).toBe(204);
		await join(room, 'One more');
		expect((await poll(last)).events.filter(({ type }) => type === 'here')).toHaveLength(61);
	});

	it('that leaves says so once, and its key is worth nothing any more', async () => {
		const ada = await join(await openRoom());
		const bob = await join(ada.room, 'Bob');
		expect(await leave(ada)).toMatchObject({ status: 204, text: '' });
		await expectRefusal(server, 'DELETE', `/rooms/${ada.room}/members?member=${ada.key}`, 'not-a-member');
		await expectRefusal(server, 'GET', `/live/${ada.room}/polling?after=0&member=${ada.key}`, 'not-a-member');
		const said = (await poll(bob)).events.filter(({ data }) => (data as { by?: string }).by === ada.member);
		expect(said.map(({ data }) => data)).toEqual([{ by: ada.member, name: 'Ada', left: true }]);
	});

	it('that comes back with its key has its place again; another key is another place', async () => {
		const ada = await join(await openRoom());
		const bob = await join(ada.room, 'Bob');
		await leave(ada);
		const back = (name: string, key: unknown) => ask(server, 'POST', `/rooms/${ada.room}/members`, { body: { name, key } });
		const answer = await back('Ada L.', ada.key);
		expect([answer.status, JSON.parse(answer.text)]).toEqual([201, { member: ada.member, key: ada.key }]);
		const said = (await poll(ada)).events.filter(({ data }) => (data as { by?: string }).by === ada.member);
		expect(said.map(({ data }) => data)).toEqual([{ by: ada.member, name: 'Ada L.' }]);
		for (const key of [bob.member, 'x', '']) {
			const { member } = JSON.parse((await back('Eve', key)).text) as Place;
			expect([ada.member, bob.member]).not.toContain(member);
		}
		for (const key of [7, null, 'x'.repeat(65)])
			await expectRefusal(server, 'POST', `/rooms/${ada.room}/members`, 'bad-room', { body: { name: 'Eve', key } });
	});

	it('that is one of sixty and was not heard to leave comes back to the same place', async () => {
		const room = await openRoom();
		const places = await Promise.all(Array.from({ length: 60 }, (_, i) => join(room, `Member ${i}`)));
		const { key = '', member } = places[3] ?? {};
		const answer = await ask(server, 'POST', `/rooms/${room}/members`, { body: { name: 'Again', key } });
		expect(JSON.parse(answer.text)).toEqual({ member, key });
	});

	it('cannot be made to leave by who does not have the key', async () => {
		const ada = await join(await openRoom());
		for (const key of ['', ada.member, `${ada.key}x`, 'x'])
			await expectRefusal(server, 'DELETE', `/rooms/${ada.room}/members?member=${key}`, 'not-a-member');
		await expectRefusal(server, 'DELETE', `/rooms/${ada.room}/members`, 'not-a-member');
		await expectRefusal(server, 'DELETE', `/rooms/${NO_ROOM}/members?member=${ada.key}`, 'room-gone');
	});
});

describe('following a room', () => {
	const HTTP = ['polling', 'conditional', 'long-polling', 'sse', 'fetch-stream'];

	it.each(HTTP)('over %s is for members, and a refusal comes before anything begins', async (technique) => {
		const ada = await join(await openRoom());
		const other = await join(await openRoom());
		for (const query of ['', '?member=', '?member=x', `?member=${ada.member}`, `?member=${other.key}`, '?after=0'])
			await expectRefusal(server, 'GET', `/live/${ada.room}/${technique}${query}`, 'not-a-member');
		await expectRefusal(server, 'GET', `/live/${NO_ROOM}/${technique}?member=${ada.key}`, 'room-gone');
		const raw = await RawSocket.open(server.port);
		raws.push(raw);
		raw.request('GET', `/live/${ada.room}/${technique}?after=0&member=${ada.key}`);
		await raw.until((bytes) => bytes.includes('"name":"Ada"'));
	});

	it('over WebSocket is for members, and a refusal comes before the upgrade', async () => {
		const ada = await join(await openRoom());
		const upgrade = async (path: string) => {
			const raw = await RawSocket.open(server.port);
			raws.push(raw);
			return { raw, answer: await raw.upgrade(path) };
		};
		for (const [path, code] of [
			[`/live/${ada.room}/websocket`, 'not-a-member'],
			[`/live/${ada.room}/websocket?member=${ada.member}`, 'not-a-member'],
			[`/live/${NO_ROOM}/websocket?member=${ada.key}`, 'room-gone']
		] as const) {
			const { answer } = await upgrade(path);
			expectProblem({ status: answer.status, text: answer.body, type: answer.headers.get('content-type') }, code);
		}
		const { raw, answer } = await upgrade(`/live/${ada.room}/websocket?after=0&member=${ada.key}`);
		expect(answer.status).toBe(101);
		await raw.message((text) => text.includes('"name":"Ada"'));
		raw.sendText(JSON.stringify({ publish: message(ada, 'over the line') }));
		await raw.message((text) => text.includes('over the line'));
		raw.sendText(JSON.stringify({ publish: { ...message(ada), data: { by: 'aaaaaaaaaaaa', text: 'x' } } }));
		expect(await raw.message((text) => text.startsWith('{"problem"'))).toContain('not-yours');
	});

	it('over Socket.IO is for members', async () => {
		const ada = await join(await openRoom());
		const connect = (auth: object) => io(server.origin, { path: '/live/socket.io', auth, forceNew: true, reconnection: false });
		const [mine, foreign] = [
			connect({ feed: ada.room, after: '0', member: ada.key }),
			connect({ feed: ada.room, after: '0', member: ada.member })
		];
		const heard = { mine: [] as string[], foreign: [] as string[] };
		mine.on('event', ({ type }: FeedEvent) => heard.mine.push(type));
		foreign.on('event', ({ type }: FeedEvent) => heard.foreign.push(type));
		await new Promise<void>((gone) => {
			foreign.once('disconnect', () => gone());
			foreign.once('connect_error', () => gone());
		});
		expect(await mine.emitWithAck('publish', { ...message(ada), data: { by: ada.member } })).toMatchObject({ code: 'bad-event' });
		expect(await mine.emitWithAck('publish', message(ada))).toEqual({ id: expect.any(String) });
		await expect.poll(() => heard).toEqual({ mine: ['opened', 'here', 'message'], foreign: [] });
		mine.close();
	});

	it('shows who is there to who comes late, and to who was away for too long, after a reset', async () => {
		const ada = await join(await openRoom());
		const bob = await join(ada.room, 'Bob');
		const { epoch = '' } = parseEventId((await poll(ada)).last) ?? {};
		for (let i = 0; i < 220; i++) {
			const who = await join(ada.room, 'Teller');
			await publishWell(who, message(who, `${i}`));
			await leave(who);
		}
		const seen = (events: readonly FeedEvent[]) => events.filter(({ data }) => (data as { name?: string }).name === 'Bob').length;
		const late = await poll(ada);
		expect(seen(late.events)).toBe(1);
		const away = await poll(bob, eventId(epoch, 1));
		expect(away.events[0]).toMatchObject({ type: 'reset', data: { reason: 'too-old' } });
		expect(seen(away.events)).toBe(1);
		expect(seqOf((away.events[0] as FeedEvent).id)).toBeLessThan(seqOf((away.events[1] as FeedEvent).id));
	});
});

describe('publishing to a room', () => {
	it('is for members, each for itself', async () => {
		const ada = await join(await openRoom());
		const bob = await join(ada.room, 'Bob');
		await publishWell(ada, message(ada));
		for (const place of [
			{ ...ada, key: '' },
			{ ...ada, key: ada.member },
			{ ...ada, key: 'x' }
		]) {
			const answer = await publish(place, message(ada));
			expectProblem({ ...answer, type: answer.headers['content-type'] }, 'not-a-member');
		}
		for (const body of [message(bob), here(bob, 'Not Bob'), { ...here(bob, 'Bob'), data: { by: bob.member, name: 'Bob', left: true } }]) {
			const answer = await publish(ada, body);
			expectProblem({ ...answer, type: answer.headers['content-type'] }, 'not-yours');
		}
		expect((await poll(ada)).events.map(({ type }) => type)).toEqual(['opened', 'here', 'here', 'message']);
	});

	it.each([
		['a type that the room does not know', 'shout', { text: 'x' }],
		['the type that says it was opened', 'opened', {}],
		['a type that every object has', 'constructor', {}],
		['no text', 'message', {}],
		['a text that is a number', 'message', { text: 7 }],
		['an empty text', 'message', { text: ' ' }],
		['too long a text', 'message', { text: 'x'.repeat(501) }],
		['one field too many', 'message', { text: 'x', html: '<b>' }],
		['a name that is none', 'here', { name: '\u202e' }],
		['a leaving that is none', 'here', { name: 'Ada', left: false }]
	])('refuses %s, and stores nothing', async (_what, type, data) => {
		const ada = await join(await openRoom());
		const answer = await publish(ada, { type, data: { by: ada.member, ...data }, key: 'k' });
		expectProblem({ ...answer, type: answer.headers['content-type'] }, 'bad-event');
		expect((await poll(ada)).events).toHaveLength(2);
	});

	it.each([null, 7, 'x', [], ['by']])('refuses %j in place of what a member says', async (data) => {
		const ada = await join(await openRoom());
		const answer = await publish(ada, { type: 'message', data, key: 'k' });
		expectProblem({ ...answer, type: answer.headers['content-type'] }, 'bad-event');
	});

	it('too fast is refused to one member, and hinders no other', async () => {
		const ada = await join(await openRoom());
		const bob = await join(ada.room, 'Bob');
		const statuses: number[] = [];
		for (let i = 0; i < 21; i++) statuses.push((await publish(ada, message(ada))).status);
		expect(statuses).toEqual([...Array<number>(20).fill(201), 429]);
		await publishWell(bob, message(bob));
	});

	it('keeps one "here" of each member, the latest', async () => {
		const ada = await join(await openRoom());
		for (const name of ['Ada L.', 'Lovelace']) await publishWell(ada, here(ada, name));
		expect((await poll(ada)).events.filter(({ type }) => type === 'here').map(({ data }) => data)).toEqual([
			{ by: ada.member, name: 'Lovelace' }
		]);
	});
});

describe('Socket.IO in a room with volatile events', () => {
	async function followed(place: Place, after: EventId, count: number) {
		const stop = new AbortController();
		const seen: { events: FeedEvent[]; states: LaneState[] } = { events: [], states: [] };
		const feed = { feed: place.room, origin: server.origin, member: place.key };
		const following = (async () => {
			const options = { after, signal: stop.signal, onState: (state: LaneState) => void seen.states.push(state) };
			for await (const event of socketio.follow(feed, options)) seen.events.push(event);
		})();
		await expect.poll(() => seen.events.length).toBeGreaterThanOrEqual(count);
		const end = async () => {
			stop.abort();
			await following;
		};
		return { seen, end };
	}

	it('does not take the holes that replaced ones leave for a loss, and stays on its connection', async () => {
		const ada = await join(await openRoom());
		const { epoch = '' } = parseEventId((await poll(ada)).last) ?? {};
		const texts = ['one', 'two', 'three'];
		for (const text of texts) {
			for (let i = 0; i < 3; i++) await publishWell(ada, here(ada, `Ada ${text} ${i}`));
			await publishWell(ada, message(ada, text));
		}
		const { seen, end } = await followed(ada, eventId(epoch, 1), 4);
		await publishWell(ada, here(ada, 'Ada, live'));
		await publishWell(ada, message(ada, 'four'));
		await expect.poll(() => seen.events.length).toBe(6);
		expect(seen.events.map(({ id }) => seqOf(id))).toEqual([6, 10, 13, 14, 15, 16]);
		expect(seen.events.flatMap(({ data }) => (data as { text?: string }).text ?? [])).toEqual([...texts, 'four']);
		expect(seen.states).toEqual(['connecting', 'open']);
		await end();
	});
});
