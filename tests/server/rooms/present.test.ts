import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { ask, askJson, expectRefusal } from '../../support/raw-ask.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => void (server = await startServer({ NEW_ROOMS_PER_SECOND: '1000', PUBLISHES_PER_SECOND: '10000' })));
afterAll(() => server.close());

interface Place {
	readonly room: string;
	readonly member: string;
	readonly key: string;
}
const open = () => askJson<Place>(server, 'POST', '/rooms', { body: { kind: 'present' } });
const join = async ({ room }: Place): Promise<Place> => ({
	room,
	...(await askJson<Omit<Place, 'room'>>(server, 'POST', `/rooms/${room}/members`, { body: { name: 'Listener' } }))
});
const poll = async ({ room, key }: Place) =>
	(await askJson<{ events: readonly FeedEvent[] }>(server, 'GET', `/live/${room}/polling?after=0&member=${key}`)).events;

let keys = 0;
const STATE = { page: '/', query: 'present=2&rate=20', isBlank: false, isPaused: false, cuts: 0 };
const state = ({ member }: Place, part: object = {}) => ({ type: 'state', data: { by: member, ...STATE, ...part }, key: `k${keys++}` });
const command = ({ member }: Place, word: unknown) => ({ type: 'command', data: { by: member, do: word }, key: `k${keys++}` });
const path = ({ room, key }: Place) => `/live/${room}?member=${key}`;
const publish = async (place: Place, body: unknown) => (await ask(server, 'POST', path(place), { body })).status;

describe('a presentation', () => {
	it('gives who opens it the key to drive, and nobody else sees that key', async () => {
		const driver = await open();
		expect(driver.room).toMatch(/^present:[a-z2-7]{8}$/);
		expect(driver.key).toMatch(/^[\w-]{22}$/);
		const listener = await join(driver);
		expect(JSON.stringify(await poll(listener))).not.toContain(driver.key);
		expect(await publish(driver, state(driver))).toBe(201);
		expect(await publish(driver, command(driver, 'next'))).toBe(201);
	});

	it('cannot be driven by who has the audience link alone, by HTTP or by any name', async () => {
		const driver = await open();
		const listener = await join(driver);
		await expectRefusal(server, 'POST', path(listener), 'not-the-driver', { body: state(listener) });
		await expectRefusal(server, 'POST', path(listener), 'not-the-driver', { body: command(listener, 'next') });
		// Nor as the driver, whose id is for all to see; nor by saying that one is it.
		await expectRefusal(server, 'POST', path(listener), 'not-yours', { body: state(driver) });
		const claim = { type: 'driver', data: { by: listener.member }, key: 'mine' };
		await expectRefusal(server, 'POST', path(listener), 'bad-event', { body: claim });
		await expectRefusal(server, 'POST', path({ ...driver, key: driver.member }), 'not-a-member', { body: state(driver) });
		await expectRefusal(server, 'POST', `/rooms/${driver.room}/members`, 'bad-room', { body: { name: 'x', driver: true } });
		expect((await poll(listener)).filter(({ type }) => type === 'state' || type === 'command')).toEqual([]);
	});

	it('cannot be driven over a WebSocket either', async () => {
		const driver = await open();
		const listener = await join(driver);
		const socket = new WebSocket(`ws://127.0.0.1:${server.port}/live/${driver.room}/websocket?after=0&member=${listener.key}`);
		const answer = await new Promise<string>((resolve) => {
			socket.onopen = () => socket.send(JSON.stringify({ publish: command(listener, 'cut') }));
			socket.onmessage = ({ data }) => String(data).includes('"problem"') && resolve(String(data));
		});
		expect(JSON.parse(answer)).toMatchObject({ problem: { code: 'not-the-driver' } });
		socket.close();
	});

	it('is still its driver’s after more commands than the room keeps', async () => {
		const driver = await open();
		const listener = await join(driver);
		for (let i = 0; i < 25; i++) await publish(driver, command(driver, 'next'));
		for (let i = 0; i < 40; i++) await expect.poll(() => publish(driver, command(driver, 'back'))).toBe(201);
		expect((await poll(listener)).filter(({ type }) => type === 'command')).toHaveLength(50);
		await expectRefusal(server, 'POST', path(listener), 'not-the-driver', { body: state(listener) });
	});

	it('tells who comes late the latest state alone', async () => {
		const driver = await open();
		for (const present of [1, 2, 3]) await publish(driver, state(driver, { query: `present=${present}` }));
		const events = await poll(await join(driver));
		expect(events.filter(({ type }) => type === 'state').map(({ data }) => (data as typeof STATE).query)).toEqual(['present=3']);
	});

	it.each([
		['page', '//evil.example'],
		['page', 'https://evil.example/'],
		['page', '/remote'],
		['page', '/demos/../sessions'],
		['page', 'javascript:alert(1)'],
		['query', 'a=<script>'],
		['query', 'x'.repeat(401)],
		['query', 'a=1#b'],
		['isBlank', 'yes'],
		['cuts', -1],
		['cuts', 0.5],
		['more', 1]
	])('takes no state whose %s is %j', async (field, value) => {
		const driver = await open();
		const answer = await ask(server, 'POST', path(driver), { body: state(driver, { [field]: value }) });
		expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('"bad-')]);
	});

	it.each(['restart', '', null, ['next'], { do: 'next' }])('takes no command %j', async (word) => {
		const driver = await open();
		await expectRefusal(server, 'POST', path(driver), 'bad-event', { body: command(driver, word) });
	});

	it('is over when its driver leaves: the key is worth nothing any more, and all are told', async () => {
		const driver = await open();
		const listener = await join(driver);
		expect((await ask(server, 'DELETE', `/rooms/${driver.room}/members?member=${driver.key}`)).status).toBe(204);
		await expectRefusal(server, 'POST', path(driver), 'not-a-member', { body: state(driver) });
		expect((await poll(listener)).at(-1)).toMatchObject({ type: 'here', data: { by: driver.member, left: true } });
	});
});
