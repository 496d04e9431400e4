import { WebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { unpackRecord } from '#lib/protocol/packed-record.ts';
import type { ConsoleMessage } from '#lib/protocol/console.ts';
import type { SessionView } from '#lib/protocol/session.ts';
import { emptyLedger, addCrossing } from '#lib/wire/ledger.ts';
import type { Ledger } from '#lib/wire/ledger.ts';
import { Sessions } from '../../../src/server/sessions/sessions.ts';
import { ask, createSession, expectRefusal, readSession } from '../../support/raw-ask.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let server: TestServer;
const consoles: WebSocket[] = [];
const raws: RawSocket[] = [];
beforeAll(async () => void (server = await startServer({ NEW_SESSIONS_PER_SECOND: '1000' })));
afterAll(() => server.close());
afterEach(() => {
	for (const one of consoles.splice(0)) one.terminate();
	for (const raw of raws.splice(0)) raw.close();
});

/** A lane without the name of its technique. */
function ledgerOf({ connections, requests, empty, events, heartbeats, up, down }: Ledger): Ledger {
	return { connections, requests, empty, events, heartbeats, up, down };
}

/** An open console, what it heard, and the ledgers that its records make. */
async function openConsole(id: string) {
	const webSocket = new WebSocket(`ws://127.0.0.1:${server.port}/sessions/${id}/console`);
	consoles.push(webSocket);
	const heard: ConsoleMessage[] = [];
	let closeCode: number | undefined;
	webSocket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString()) as ConsoleMessage));
	webSocket.on('close', (code) => (closeCode = code));
	await new Promise((opened, failed) => webSocket.once('open', opened).once('error', failed));
	return {
		heard,
		say: (message: object) => webSocket.send(JSON.stringify(message)),
		close: () => webSocket.close(),
		get closeCode() {
			return closeCode;
		},
		all: <Key extends string>(key: Key) =>
			heard.filter((message) => key in message) as unknown as Extract<ConsoleMessage, Record<Key, unknown>>[],
		/** The ledgers of the first message, and every record since folded into them. */
		ledgers(): Record<string, Ledger> {
			const ledgers: Record<string, Ledger> = {};
			for (const message of heard) {
				if ('session' in message)
					for (const [lane, view] of Object.entries(structuredClone(message.session.lanes))) ledgers[lane] = ledgerOf(view);
				if ('records' in message)
					for (const packed of message.records) {
						const record = unpackRecord(packed, message.at);
						addCrossing((ledgers[record.lane] ??= emptyLedger()), record);
					}
			}
			return ledgers;
		}
	};
}

const lane = (session: SessionView, technique: string, seat = technique) =>
	`/live/race/${technique}?session=${session.id}&lane=${seat}&after=0`;

async function open(session: SessionView, technique: string, seat?: string): Promise<RawSocket> {
	const raw = await RawSocket.open(server.port);
	raws.push(raw);
	if (technique === 'websocket') await raw.upgrade(lane(session, technique, seat));
	else raw.request('GET', lane(session, technique, seat));
	return raw;
}

describe('a console', () => {
	it('is told about the session first', async () => {
		const session = await createSession(server, { rate: 7, paused: true });
		await ask(server, 'GET', lane(session, 'polling'));
		const opened = await openConsole(session.id);
		await expect
			.poll(() => opened.heard[0])
			.toMatchObject({ session: { id: session.id, epoch: session.epoch, settings: session.settings } });
		expect(opened.heard[0]).toMatchObject({ session: { lanes: { polling: { technique: 'polling', requests: 1 } } } });
	});

	it('is sent records that fold to the very ledgers that the session has', async () => {
		const session = await createSession(server, { rate: 200, size: 200 });
		await ask(server, 'GET', lane(session, 'conditional'));
		const opened = await openConsole(session.id);
		const [sse, socket] = [await open(session, 'sse'), await open(session, 'websocket')];
		for (let i = 0; i < 3; i++) await ask(server, 'GET', lane(session, 'polling'));
		for (const raw of [sse, socket]) await raw.until((bytes) => bytes.length > 5000);
		await ask(server, 'PATCH', `/sessions/${session.id}`, { body: { settings: { paused: true } } });
		sse.socket.end();
		await sse.closed;
		await expect.poll(async () => (await readSession(server, session.id)).lanes.sse?.down.total).toBe(sse.receivedBytes);
		const expected = async () => {
			const { lanes } = await readSession(server, session.id);
			return Object.fromEntries(Object.entries(lanes).map(([id, view]) => [id, ledgerOf(view)]));
		};
		await expect
			.poll(async () => ({ folded: opened.ledgers(), same: expect.anything() }))
			.toEqual({ folded: await expected(), same: expect.anything() });
		expect(opened.ledgers()).toEqual(await expected());
		expect(Object.keys(opened.ledgers()).sort()).toEqual(['conditional', 'polling', 'sse', 'websocket']);
		expect(opened.all('session')).toHaveLength(1);
	});

	it('answers a probe with the clock of the server', async () => {
		const session = await createSession(server);
		const opened = await openConsole(session.id);
		opened.say({ probe: 12.5 });
		await expect.poll(() => opened.all('probe')).toEqual([{ probe: 12.5, now: expect.any(Number) }]);
		expect(Math.abs((opened.all('probe')[0]?.now ?? 0) - Date.now())).toBeLessThan(5000);
	});

	it('changes settings, held within the bound of a lane, and says what became of them', async () => {
		const session = await createSession(server, { rate: 1 });
		const opened = await openConsole(session.id);
		opened.say({ settings: { rate: 200, size: 8000 } });
		await expect.poll(() => opened.all('settings')[0]?.settings).toEqual({ rate: 8, size: 8000, seed: 1, paused: false });
		expect((await readSession(server, session.id)).settings.rate).toBe(8);
		await ask(server, 'PATCH', `/sessions/${session.id}`, { body: { settings: { rate: 2 } } });
		await expect.poll(() => opened.all('settings')[1]?.settings.rate).toBe(2);
	});

	it('sees a new payload size in the very next event', async () => {
		const session = await createSession(server, { rate: 100, size: 20 });
		const opened = await openConsole(session.id);
		const raw = await open(session, 'fetch-stream');
		await raw.until((bytes) => bytes.includes('"type":"tick"'));
		opened.say({ settings: { size: 333 } });
		await expect.poll(() => opened.all('settings').length).toBe(1);
		const newest = opened.all('settings')[0]?.newest ?? 0;
		await raw.until((bytes) => bytes.includes(`"${session.epoch}-${newest + 2}"`));
		const data = (seq: number, text: string) => new RegExp(`"${session.epoch}-${seq}".*?"data":(.*?)}\\n`).exec(text)?.[1] ?? '';
		const text = raw.skip();
		expect(data(newest + 1, text)).toHaveLength(333);
		if (newest > 0) expect(data(newest, text)).toHaveLength(20);
	});

	it('cuts the line: every connection of every lane closes at once, and the console says when', async () => {
		const session = await createSession(server, { rate: 10 });
		const opened = await openConsole(session.id);
		const lanes = await Promise.all(['sse', 'fetch-stream', 'websocket', 'long-polling'].map((technique) => open(session, technique)));
		const seat = await open(session, 'sse', 'sse.left');
		const [idle, stranger] = [await RawSocket.open(server.port), await RawSocket.open(server.port)];
		raws.push(idle, stranger);
		await idle.ask('GET', lane(session, 'polling'));
		stranger.request('GET', '/live/ticker:50/sse');
		await stranger.head();
		await expect.poll(async () => Object.keys((await readSession(server, session.id)).lanes).length).toBe(6);
		opened.say({ faults: { cut: true } });
		await Promise.all([...lanes, seat, idle].map((raw) => raw.closed));
		expect(opened.all('cut')).toHaveLength(1);
		expect(opened.closeCode).toBeUndefined();
		stranger.skip();
		await stranger.until((bytes) => bytes.includes('"type":"price"'));
		const back = await open(session, 'sse');
		await back.until((bytes) => bytes.includes(`${session.epoch}-1`));
	});

	it('is replaced by a second one: the first closes with 4409', async () => {
		const session = await createSession(server);
		const first = await openConsole(session.id);
		const second = await openConsole(session.id);
		await expect.poll(() => first.closeCode).toBe(4409);
		second.say({ probe: 1 });
		await expect.poll(() => second.all('probe').length).toBe(1);
	});

	it('closes with 4404 when its session is ended, and lanes close with it', async () => {
		const session = await createSession(server);
		const opened = await openConsole(session.id);
		const raw = await open(session, 'sse');
		await raw.head();
		expect((await ask(server, 'DELETE', `/sessions/${session.id}`)).status).toBe(204);
		await expect.poll(() => opened.closeCode).toBe(4404);
		await raw.closed;
	});

	it('drops changes that come too fast and says what still holds, so that no page believes what is not so', async () => {
		const session = await createSession(server);
		const opened = await openConsole(session.id);
		for (let i = 1; i <= 100; i++) opened.say({ settings: { size: 100 + i } });
		await expect.poll(() => opened.all('settings').length).toBe(100);
		const sizes = opened.all('settings').map(({ settings }) => settings.size);
		expect(sizes.slice(0, 60)).toEqual(Array.from({ length: 60 }, (_, i) => 101 + i));
		const { settings } = await readSession(server, session.id);
		expect(settings.size).toBeLessThan(200);
		expect(sizes.at(-1)).toBe(settings.size);
		expect(opened.closeCode).toBeUndefined();
	});

	it('closes with 4429 on who goes on and on, and hears nothing more', async () => {
		const session = await createSession(server, { rate: 3 });
		const opened = await openConsole(session.id);
		for (let i = 0; i < 2000; i++) opened.say({ probe: i });
		opened.say({ settings: { rate: 9 } });
		await expect.poll(() => opened.closeCode).toBe(4429);
		expect(opened.all('probe').length).toBeLessThan(130);
		expect((await readSession(server, session.id)).settings.rate).toBe(3);
	});

	it('hears a page that moves its sliders for long, and asks for the time', async () => {
		let now = 1_800_000_000_000;
		const sessions = new Sessions({ max: 1, perAddress: 1, idleMs: 60_000, history: 100 }, () => now);
		const { turns } = sessions.create({}, '127.0.0.1');
		for (let probe = 0; probe < 6; probe++) expect(turns.take()).toBe(true);
		for (let ms = 0; ms < 600_000; ms += 250) {
			now += 250;
			expect(turns.take()).toBe(true);
			if (ms % 2000 === 0) expect(turns.take()).toBe(true);
		}
		sessions.close();
	});

	it('shares its turns with PATCH, which is told when to come back', async () => {
		const session = await createSession(server);
		const change = (size: number) => ask(server, 'PATCH', `/sessions/${session.id}`, { body: { settings: { size } } });
		// More than the turns that come back meanwhile make up for, and fewer than abuse.
		const answers = await Promise.all(Array.from({ length: 110 }, (_, i) => change(100 + i)));
		expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(60);
		const refused = await expectRefusal(server, 'PATCH', `/sessions/${session.id}`, 'too-fast', { body: { settings: { size: 20 } } });
		expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
		const opened = await openConsole(session.id);
		opened.say({ settings: { size: 20 } });
		await expect.poll(() => opened.all('settings').length).toBe(1);
		expect(opened.all('settings')[0]?.settings.size).toBeGreaterThanOrEqual(100);
	});

	it.each([
		'null',
		'[]',
		'{}',
		'x',
		'{"probe":"1"}',
		'{"probe":1e999}',
		'{"settings":[]}',
		'{"settings":{}}',
		'{"faults":[]}',
		'{"settings":{"seed":2}}',
		'{"settings":{"rate":0}}',
		'{"other":1}',
		'['.repeat(50)
	])('closes with 4400 on %s, and changes nothing', async (text) => {
		const session = await createSession(server, { rate: 3 });
		const raw = await RawSocket.open(server.port);
		raws.push(raw);
		await raw.upgrade(`/sessions/${session.id}/console`);
		raw.sendText(text);
		expect(await raw.closeCode()).toBe(4400);
		expect((await readSession(server, session.id)).settings).toEqual(session.settings);
	});
});

describe('sessions', () => {
	it('keep to themselves: one hears nothing of another', async () => {
		const [mine, other] = [await createSession(server), await createSession(server)];
		const opened = await openConsole(mine.id);
		await ask(server, 'GET', lane(other, 'polling'));
		await ask(server, 'GET', lane(mine, 'polling'));
		await expect.poll(() => opened.all('records').length).toBeGreaterThan(0);
		expect(opened.ledgers().polling?.requests).toBe(1);
		await expectRefusal(server, 'GET', `/live/race/sse?session=${mine.id}&lane=polling`, 'unknown-lane');
	});

	it('have races of their own', async () => {
		const [one, two] = [await createSession(server, { rate: 100 }), await createSession(server, { rate: 100 })];
		expect(one.epoch).not.toBe(two.epoch);
		await expect.poll(async () => (await readSession(server, one.id)).newest).toBeGreaterThan(1);
		const answer = await ask(server, 'GET', `/live/race/polling?session=${two.id}&after=${one.epoch}-1`);
		expect(answer.text).toContain('"reason":"other-epoch"');
	});
});
