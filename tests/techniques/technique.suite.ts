import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { RESET, eventId } from '#lib/protocol/event.ts';
import type { EventId, FeedEvent } from '#lib/protocol/event.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { FeedAddress } from '#lib/techniques/technique.ts';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser, TestPage } from '../support/browser.ts';
import { startFront } from '../support/lab-front.ts';
import type { Front } from '../support/lab-front.ts';
import { createLabSession, driveLab, labPages, openStreams, publishTo } from '../support/lab.ts';
import type { CallLab, LabSession } from '../support/lab.ts';
import type { LabOptions } from '../support/lab-page.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

/** A technique, and the one setting that any of them has. */
export interface Variant {
	readonly name: string;
	readonly technique: TechniqueId;
	readonly websocketOnly?: true;
}

/** Whether a technique asks again and again. The suite runs in two files, these and the others, so that two workers share it. */
export function isPoll(technique: TechniqueId): boolean {
	return technique === 'polling' || technique === 'conditional' || technique === 'long-polling';
}

/** The rules that every technique follows, by the names of their tests. */
const RULES = {
	once: 'yields each event of a feed once and in order',
	now: 'without "after", follows from now on',
	resume: 'goes on after a given id',
	kept: 'after 0, begins with the oldest event that is kept',
	cuts: 'loses and doubles nothing when the line is cut again and again',
	quiet: 'loses nothing when the line is cut before the first event',
	tooOld: 'says "reset" first when the id is too old, then all that is kept',
	otherEpoch: 'says "reset" first when the id is of another epoch, then all that is kept',
	nonsense: 'says "reset" first when the id is nonsense, then all that is kept',
	publish: 'publishes: resolves with the id of the event that arrives',
	key: 'stores what is published twice with one key once',
	refused: 'rejects a publish to a generated feed with its code',
	abort: 'an abort closes it and leaves no stream open',
	leave: 'leaving the loop without an abort leaves no stream open',
	abortWaiting: 'an abort while it waits to come back ends it at once',
	s503: 'survives a server that answers 503 for a while',
	s502: 'survives a proxy that answers 502 for a while',
	html: 'survives a proxy that answers 200 with HTML for a while',
	retryAfter: 'comes back no sooner than "Retry-After" asks',
	restart: 'survives a restart of the server, without a hole'
} as const;
type Rule = keyof typeof RULES;

/** What a technique cannot do, and why. A test that is not run is named here. */
const DEVIATIONS: Partial<Record<Rule, Partial<Record<TechniqueId, string>>>> = {
	retryAfter: {
		sse: 'EventSource shows neither status nor headers of an answer',
		websocket: 'WebSocket shows neither status nor headers of a refused handshake',
		socketio: 'the library shows neither status nor headers of a refused handshake'
	}
};

const UNAVAILABLE = answer('503 Service Unavailable', 'application/problem+json', '{"code":"full"}');
const BAD_GATEWAY = answer('502 Bad Gateway', 'text/html', '<h1>502</h1>');
const HTML = answer('200 OK', 'text/html', '<!doctype html>\n<p>Please sign in to the hotel.</p>\n');

function answer(status: string, type: string, body: string, headers = ''): string {
	return `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\n${headers}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
}

/** A room nobody else uses. */
let rooms = 0;
function newRoom(): string {
	const letters = 'abcdefghijklmnopqrstuvwxyz234567';
	let code = '';
	for (let rest = ++rooms; code.length < 8; rest = Math.floor(rest / 32)) code += letters[rest % 32];
	return `scratch:${code}`;
}

const seqs = (events: readonly FeedEvent[]) => events.map(({ id }) => Number(id.split('-')[1]));
const range = (first: number, last: number) => Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);

/** Waits for a condition; the message of the last failure is the test's. */
const until = (check: () => Promise<void>, timeout = 20_000) => vi.waitFor(check, { timeout, interval: 30 });

/** The one suite: runs every rule against the browser half of a technique, in real Chromium, with a real server. */
export function describeTechnique({ name, technique, websocketOnly }: Variant): void {
	describe(name, () => {
		let browser: TestBrowser;
		let server: TestServer;
		let front: Front;
		let opened: TestPage;
		let lab: CallLab;

		/** Fewer events are kept than elsewhere, so that an id can be too old within a test. */
		const start = async () => startServer({ ROOM_HISTORY: '20' }, await labPages());

		beforeAll(async () => void (browser = await launchBrowser()));
		afterAll(() => browser.close());
		beforeEach(async () => {
			server = await start();
			front = await startFront(server.port);
			opened = await browser.open(`${front.origin}/lab`);
			lab = driveLab(opened.page);
		});
		afterEach(async () => {
			await opened.close();
			await front.close();
			await server.close();
		});

		function rule(id: Rule, run: () => Promise<void>): void {
			const reason = DEVIATIONS[id]?.[technique];
			// A deviation is tested too: the day the rule holds, it is none any more.
			if (reason) test.fails(`${RULES[id]} (not so: ${reason})`, run);
			else test(RULES[id], run);
		}

		async function follow(feed: string, options: LabOptions & { after?: string } = {}, more: Partial<FeedAddress> = {}): Promise<void> {
			await lab('follow', 'lane', technique, { feed, websocketOnly, ...more }, options as LabOptions);
		}
		const followRace = (session: LabSession, options: LabOptions = {}) => follow('race', options, { session: session.id, lane: technique });
		const glance = () => lab('glance', 'lane');
		const events = async () => (await lab('read', 'lane')).events;
		const isOpen = () => until(async () => expect((await glance()).state).toBe('open'));
		const hasCount = (count: number) => until(async () => expect((await glance()).count).toBeGreaterThanOrEqual(count));
		const hasNewest = (seq: number) => until(async () => expect((await glance()).newest).toBeGreaterThanOrEqual(seq));
		const isOver = () => until(async () => expect((await glance()).isOver).toBe(true));
		const noStreamIsOpen = () => until(async () => expect(await openStreams(server.origin)).toBe(0));
		const firstOf = (epoch: string): EventId => eventId(epoch, 0);

		/** Stands the race still and compares all that the lane saw with all there was. */
		async function sawAll(session: LabSession): Promise<void> {
			const { newest } = await session.change({ settings: { paused: true } });
			await hasNewest(newest);
			expect(seqs(await events())).toEqual(range(1, newest));
		}

		rule('once', async () => {
			const session = await createLabSession(server.origin, { rate: 50, size: 60 });
			await followRace(session, { after: firstOf((await session.read()).epoch) });
			await hasCount(30);
			await sawAll(session);
			const [event] = await events();
			expect(event).toMatchObject({ type: 'tick', data: { n: 1 } });
			expect(event?.at).toBeTypeOf('number');
		});

		rule('now', async () => {
			const room = newRoom();
			await publishTo(server.origin, room, 'before', 1);
			await follow(room);
			await isOpen();
			await publishTo(server.origin, room, 'after', 2);
			await hasCount(1);
			expect((await events()).map(({ data }) => data)).toEqual([2]);
		});

		rule('resume', async () => {
			const room = newRoom();
			const ids = await publishMany(room, 5);
			await follow(room, { after: ids[2] as EventId });
			await hasCount(2);
			expect((await events()).map(({ id }) => id)).toEqual(ids.slice(3));
		});

		rule('kept', async () => {
			const room = newRoom();
			const ids = await publishMany(room, 25);
			await follow(room, { after: '0' as EventId });
			await hasCount(20);
			expect((await events()).map(({ id }) => id)).toEqual(ids.slice(5));
		});

		rule('cuts', async () => {
			const session = await createLabSession(server.origin, { rate: 50, size: 60 });
			await followRace(session, { after: firstOf((await session.read()).epoch) });
			for (let cut = 1; cut <= 4; cut++) {
				await hasCount(15 * cut);
				await isOpen();
				await session.cut();
				const { newest } = await session.read();
				await hasNewest(newest + 1);
			}
			await sawAll(session);
		});

		rule('quiet', async () => {
			const room = newRoom();
			const session = await createLabSession(server.origin, {});
			await follow(room, {}, { session: session.id, lane: technique });
			await isOpen();
			await session.cut();
			const id = await publishTo(server.origin, room, 'gap', 1);
			await hasCount(1);
			expect((await events()).map((event) => event.id)).toEqual([id]);
		});

		rule('tooOld', async () => {
			const room = newRoom();
			const ids = await publishMany(room, 30);
			await follow(room, { after: ids[3] as EventId });
			await hasCount(21);
			await saysReset('too-old', ids.slice(10));
		});

		rule('otherEpoch', async () => {
			const room = newRoom();
			const ids = await publishMany(room, 3);
			await follow(room, { after: 'elsewhere-2' });
			await hasCount(4);
			await saysReset('other-epoch', ids);
		});

		rule('nonsense', async () => {
			const room = newRoom();
			const ids = await publishMany(room, 3);
			await follow(room, { after: '"><script>' as EventId });
			await hasCount(4);
			await saysReset('malformed', ids);
		});

		rule('publish', async () => {
			const room = newRoom();
			await follow(room);
			await isOpen();
			const { id } = await lab('publish', 'lane', { type: 'said', data: { text: 'hello' }, key: 'one' });
			await hasCount(1);
			expect(await events()).toMatchObject([{ id, type: 'said', data: { text: 'hello' } }]);
		});

		rule('key', async () => {
			const room = newRoom();
			await follow(room);
			await isOpen();
			const first = await lab('publish', 'lane', { type: 'said', data: 1, key: 'same' });
			const again = await lab('publish', 'lane', { type: 'said', data: 1, key: 'same' });
			const other = await lab('publish', 'lane', { type: 'said', data: 2, key: 'other' });
			await hasCount(2);
			expect(again).toEqual(first);
			expect((await events()).map(({ id }) => id)).toEqual([first.id, other.id]);
		});

		rule('refused', async () => {
			await follow('ticker');
			await isOpen();
			expect(await lab('publish', 'lane', { type: 'price', data: 1, key: 'mine' })).toEqual({ code: 'generated-feed' });
		});

		rule('abort', async () => {
			await follow('ticker:50');
			await hasCount(3);
			await lab('stop', 'lane');
			await isOver();
			expect((await glance()).state).toBe('closed');
			await noStreamIsOpen();
		});

		rule('leave', async () => {
			await follow('ticker:50', { leaveAfter: 3 });
			await isOver();
			await noStreamIsOpen();
		});

		rule('abortWaiting', async () => {
			await follow('ticker');
			await hasCount(1);
			front.answerWith(answer('503 Service Unavailable', 'text/plain', '', 'Retry-After: 20\r\n'));
			await until(async () => expect(front.answers.length).toBeGreaterThanOrEqual(1));
			await until(async () => expect((await glance()).state).toBe('retrying'));
			await lab('stop', 'lane');
			// Who obeys "Retry-After" would wait for twenty seconds.
			await until(async () => expect((await glance()).isOver).toBe(true), 5000);
		});

		for (const [id, response] of Object.entries({ s503: UNAVAILABLE, s502: BAD_GATEWAY, html: HTML })) {
			rule(id as Rule, async () => {
				await follow('ticker');
				await hasCount(2);
				front.answerWith(response);
				await until(async () => expect(front.answers.length).toBeGreaterThanOrEqual(2));
				await until(async () => expect((await glance()).state).toBe('retrying'));
				const { count } = await glance();
				front.forwardTo(server.port);
				await hasCount(count + 5);
				await hasNoHole();
			});
		}

		rule('retryAfter', async () => {
			await follow('ticker');
			await hasCount(1);
			// Longer than a back-off and a stall together.
			front.answerWith(answer('429 Too Many Requests', 'text/plain', '', 'Retry-After: 3\r\n'));
			await until(async () => expect(front.answers.length).toBeGreaterThanOrEqual(2));
			const [first = 0, second = 0] = front.answers;
			expect(second - first).toBeGreaterThan(2900);
			front.forwardTo(server.port);
			await hasNoHole();
		});

		rule('restart', async () => {
			await follow('ticker');
			await hasCount(2);
			await server.close();
			await front.goAway();
			await until(async () => expect((await glance()).state).toBe('retrying'));
			const { count } = await glance();
			server = await start();
			front.forwardTo(server.port);
			await front.comeBack();
			await hasCount(count + 5);
			await hasNoHole();
		});

		async function publishMany(room: string, count: number): Promise<string[]> {
			const ids: string[] = [];
			for (let i = 0; i < count; i++) ids.push(await publishTo(server.origin, room, `k${i}`, i));
			return ids;
		}

		async function saysReset(reason: string, ids: readonly string[]): Promise<void> {
			const [first, ...rest] = await events();
			expect(first).toMatchObject({ type: RESET, data: { reason, oldest: ids[0], newest: ids.at(-1) } });
			expect(rest.map(({ id }) => id)).toEqual(ids);
		}

		async function hasNoHole(): Promise<void> {
			const seen = seqs(await events());
			expect(seen).toEqual(range(seen[0] ?? 0, seen.at(-1) ?? 0));
		}
	});
}
