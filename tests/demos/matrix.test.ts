import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { EventId, FeedEvent } from '#lib/protocol/event.ts';
import { eventId, parseEventId } from '#lib/protocol/event.ts';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import type { FeedAddress } from '#lib/techniques/technique.ts';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser, TestPage } from '../support/browser.ts';
import type { DemoLab } from '../support/demo-lab-page.ts';
import { fetchJson } from '../support/fetch-json.ts';
import { createLabSession, driveLab, labPages } from '../support/lab.ts';
import type { CallLab } from '../support/lab.ts';
import { joinRoom, openRoom } from '../support/rooms.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { DEMO_NAMES, scripts } from './scripts.ts';
import type { DemoName } from './scripts.ts';

/** Eight demos, seven techniques: whatever carries a feed, the fold makes the same of it. */

/** A job may take a minute. */
const PATIENCE_MS = 80_000;

let browser: TestBrowser;
let server: TestServer;
let opened: TestPage;
let lab: CallLab<DemoLab>;

beforeAll(async () => {
	browser = await launchBrowser();
	server = await startServer({ MAX_STREAMS_PER_SESSION: '100' }, await labPages('./demo-lab-page.ts'));
	opened = await browser.open(`${server.origin}/lab`);
	lab = driveLab<DemoLab>(opened.page);
});
afterAll(async () => {
	await opened.close();
	await browser.close();
	await server.close();
});

/** A stretch of a feed that stays as it is: what every technique will follow. */
interface Stretch {
	readonly address: FeedAddress;
	readonly after: string;
	readonly last: EventId;
	readonly events: readonly FeedEvent[];
}

async function readStretch(address: FeedAddress, after: string): Promise<Stretch> {
	const query = new URLSearchParams({ after, ...(address.member && { member: address.member }) });
	const { events } = await fetchJson<{ events: FeedEvent[] }>('GET', `${server.origin}/live/${address.feed}/polling?${query}`);
	const last = events.at(-1)?.id;
	if (!last) throw new Error(`${address.feed} has no events after ${after}`);
	return { address, after, last, events };
}

async function roomStretch(demo: DemoName): Promise<Stretch> {
	const { room: kind = 'chat', events } = scripts[demo];
	const room = await openRoom(server.origin, kind);
	const ada = await joinRoom(server.origin, room, 'Ada');
	const grace = await joinRoom(server.origin, room, 'Grace');
	for (const [index, { by, type, data }] of (events?.(ada.member, grace.member) ?? []).entries()) {
		const key = by === ada.member ? ada.key : grace.key;
		await fetchJson('POST', `${server.origin}/live/${room}?member=${key}`, { type, data, key: `k${index}` });
	}
	return readStretch({ feed: room, member: ada.key }, '0');
}

async function tickerStretch(): Promise<Stretch> {
	const { last } = await fetchJson<{ last: EventId }>('GET', `${server.origin}/live/ticker:50/polling`);
	const { epoch, seq } = parseEventId(last) as { epoch: string; seq: number };
	return readStretch({ feed: 'ticker:50' }, eventId(epoch, seq - 100));
}

/** Reads until the stretch has what is waited for. */
function untilStretch(address: FeedAddress, isThere: (events: readonly FeedEvent[]) => boolean): Promise<Stretch> {
	return vi.waitFor(
		async () => {
			const stretch = await readStretch(address, '0');
			if (!isThere(stretch.events)) throw new Error(`${address.feed} has ${stretch.events.length} events so far`);
			return stretch;
		},
		{ timeout: PATIENCE_MS, interval: 100 }
	);
}

const vitalsStretch = () => untilStretch({ feed: 'vitals' }, (events) => events.length > 2);

async function jobStretch(): Promise<Stretch> {
	const session = await createLabSession(server.origin, {});
	const { id } = await fetchJson<{ id: string }>('POST', `${server.origin}/jobs`, { key: 'matrix', session: session.id, frames: 24 });
	return untilStretch({ feed: `job:${id}` }, (events) => events.some(({ type }) => type === 'done'));
}

const STRETCHES: Partial<Record<DemoName, () => Promise<Stretch>>> = {
	ticker: tickerStretch,
	dashboard: vitalsStretch,
	progress: jobStretch
};

describe.each(DEMO_NAMES)('%s', (demo) => {
	let stretch: Stretch;
	let expected: unknown;
	beforeAll(async () => {
		const { fold, read } = scripts[demo];
		stretch = await (STRETCHES[demo]?.() ?? roomStretch(demo));
		expected = JSON.parse(JSON.stringify(read(stretch.events.reduce<unknown>((state, event) => fold.apply(state, event), fold.initial()))));
	}, PATIENCE_MS + 10_000);

	it.each(TECHNIQUE_IDS)('folds to the same state over %s', async (technique) => {
		const { address, after, last } = stretch;
		expect(stretch.events.length).toBeGreaterThan(1);
		expect(await lab('foldUntil', demo, technique, { ...address }, after, last)).toEqual(expected);
	});
});
