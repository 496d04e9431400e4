import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import puppeteer from 'puppeteer-core';
import type { Browser } from 'puppeteer-core';
import { eventId, seqOf } from '#lib/protocol/event.ts';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import { findProgram } from '../../scripts/find-program.js';
import { createLabSession, driveLab, labPages } from '../support/lab.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const firefox = process.env.FIREFOX ?? findProgram('firefox-esr', 'firefox');
const isSkipped = !firefox && !process.env.CI;
if (isSkipped) console.warn('The Firefox run is skipped: no Firefox was found (FIREFOX=/path/to/firefox).');

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 50 });

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	if (isSkipped) return;
	server = await startServer({}, await labPages());
	browser = await puppeteer.launch({ browser: 'firefox', executablePath: firefox, headless: true });
});
afterAll(async () => {
	await browser?.close();
	await server?.close();
});

test.skipIf(isSkipped)('in stock Firefox all seven techniques miss, double and disorder nothing across a cut', async () => {
	const page = await browser.newPage();
	await page.goto(`${server.origin}/lab`);
	const lab = driveLab(page);
	const session = await createLabSession(server.origin, { rate: 20, size: 100 });
	const after = eventId((await session.read()).epoch, 0);
	for (const id of TECHNIQUE_IDS) {
		await lab('follow', id, id, { feed: 'race', session: session.id, lane: id }, { after, intervalMs: 300 });
	}
	const allHave = (seq: number) =>
		until(async () => {
			for (const id of TECHNIQUE_IDS) expect((await lab('glance', id)).newest, id).toBeGreaterThanOrEqual(seq);
		});
	await allHave(50);
	await session.cut();
	await allHave((await session.read()).newest + 50);
	const { newest } = await session.change({ settings: { paused: true } });
	await allHave(newest);

	const all = Array.from({ length: newest }, (_, i) => i + 1);
	for (const id of TECHNIQUE_IDS) {
		const seen = (await lab('read', id)).events.map((event) => seqOf(event.id));
		expect({ id, seen }).toEqual({ id, seen: all });
		await lab('stop', id);
	}
});
