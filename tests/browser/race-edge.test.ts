import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { watchTraffic } from '../../bench/traffic.ts';
import { cutLine } from '../support/line.ts';
import { routeNow } from '../support/route.ts';
import { setStage } from '../support/stage.ts';

const { site, browser } = setStage({ FEED_HISTORY: '100' });

/** A figure of a lane's row. */
function figure(page: Page, lane: string, label: string): Promise<string> {
	return page
		.locator(`[data-lane="${lane}"] dl div`, { has: page.locator(`dt:text-is("${label}")`) })
		.locator('dd')
		.innerText();
}

const asNumber = (text: string) => Number(text.replaceAll(',', ''));
const events = async (page: Page, lane: string) => asNumber(await figure(page, lane, 'events'));
const requests = async (page: Page, lane: string) => asNumber(await figure(page, lane, 'requests'));

/** Keeps requests for a session until they are let go. */
async function holdSessions(page: Page): Promise<{ held(): number; letGo(): Promise<void> }> {
	const routes: Route[] = [];
	let isHolding = true;
	await routeNow(page, '**/sessions', async (route) => {
		if (route.request().method() !== 'POST' || !isHolding) return route.continue();
		routes.push(route);
	});
	return {
		held: () => routes.length,
		async letGo() {
			isHolding = false;
			await Promise.all(routes.splice(0).map((route) => route.continue()));
		}
	};
}

/** Whether the sessions that a page has started so far are there, in the order of their ids' coming. */
function followSessions(page: Page): () => Promise<boolean[]> {
	const ids: string[] = [];
	page.on('response', async (response) => {
		if (response.request().method() !== 'POST' || !response.url().endsWith('/sessions')) return;
		ids.push(((await response.json()) as { id: string }).id);
	});
	return () => Promise.all(ids.map(async (id) => (await fetch(`${site.origin}/sessions/${id}`)).ok));
}

describe('the race at its edges', () => {
	it('asks nobody else for anything, and brings at most 150 kB of script', async () => {
		const { page, close } = await browser.open('about:blank');
		const traffic = await watchTraffic(page);
		const asked: string[] = [];
		page.on('request', (request) => asked.push(request.url()));
		page.on('websocket', (socket) => asked.push(socket.url()));
		await page.goto(site.origin);
		await expect.poll(() => events(page, 'socketio')).toBeGreaterThan(1);
		const { gzip, hosts } = await traffic.sum();
		// Chart.js and Svelte alone are half of it: less would mean that not all was seen.
		expect(gzip).toBeGreaterThan(75_000);
		expect(gzip).toBeLessThanOrEqual(150_000);
		expect(hosts).toEqual([new URL(site.origin).host]);
		expect(asked.filter((url) => url.includes('undefined'))).toEqual([]);
		await close();
	});

	it('restarted twice at once, runs one race whose figures are its own', async () => {
		const { page, close } = await browser.open('about:blank');
		const sessions = followSessions(page);
		await page.goto(`${site.origin}/?rate=20&techniques=sse,websocket`);
		await expect.poll(() => events(page, 'sse')).toBeGreaterThan(3);
		await page.keyboard.press('r');
		await page.keyboard.press('r');
		await expect.poll(() => events(page, 'websocket')).toBeGreaterThan(10);
		expect(await requests(page, 'websocket')).toBe(1);
		expect(await figure(page, 'websocket', 'down')).not.toBe('0 B');
		// The first one, the one that was overtaken, and the one that runs.
		await expect.poll(async () => (await sessions()).sort()).toEqual([false, false, true]);
		await close();
	});

	it('set while it starts, runs as it was set', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=1&techniques=websocket`);
		await expect.poll(() => events(page, 'websocket')).toBeGreaterThan(0);
		const hold = await holdSessions(page);
		await page.keyboard.press('r');
		await expect.poll(hold.held).toBe(1);
		await page.getByLabel('Events', { exact: true }).focus();
		await page.keyboard.press('End');
		await expect.poll(() => page.url()).toContain('rate=200');
		await hold.letGo();
		await expect.poll(() => events(page, 'websocket')).toBeGreaterThan(100);
		await close();
	});

	it('cut while it is paused, waits for those alone whose return shows, and tells no pause as a return', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=20&interval=0.3`);
		await expect.poll(() => events(page, 'polling')).toBeGreaterThan(5);
		await page.getByRole('button', { name: 'Pause' }).click();
		await expect.poll(() => page.locator('.status').innerText()).toContain('Every lane has all');
		await cutLine(page);
		const back = page.locator('[data-lane] .state', { hasText: 'back after' });
		await expect.poll(() => back.count()).toBe(4);
		await page.getByRole('button', { name: 'Go on' }).click();
		await expect.poll(() => page.locator('.status').innerText()).toMatch(/^The line was cut\. 4 of 4 lanes are back/);
		const before = await events(page, 'polling');
		await expect.poll(() => events(page, 'polling')).toBeGreaterThan(before + 5);
		expect(await back.count()).toBe(4);
		await close();
	});

	it('says of a lane that asks seldom that it was cut, in its row as in the table, and waits no more for it once it is off', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=20&interval=30&techniques=polling,sse`);
		await expect.poll(() => events(page, 'sse')).toBeGreaterThan(5);
		await expect.poll(() => requests(page, 'polling')).toBe(1);
		await cutLine(page);
		const states = page.getByRole('row', { name: /^state/ }).getByRole('cell');
		await expect.poll(() => page.locator('[data-lane=sse] .state').innerText()).toContain('open, back after');
		expect(await page.locator('[data-lane=polling] .state').innerText()).toBe('cut, not back yet');
		expect(await states.first().innerText()).toBe('cut, not back yet');
		await expect.poll(() => page.locator('.status').innerText()).toMatch(/^The line was cut\. 1 of 2 lanes is back/);
		await page.getByRole('checkbox', { name: 'Short polling' }).uncheck();
		await expect.poll(() => page.locator('.status').innerText()).toMatch(/^The line was cut\. 1 of 1 lane is back.* Nothing was lost\.$/);
		await close();
	});

	it('a held key does once what it does', async () => {
		const { page, close } = await browser.open(`${site.origin}/?techniques=websocket`);
		await expect.poll(() => events(page, 'websocket')).toBeGreaterThan(0);
		let starts = 0;
		page.on('request', (request) => (starts += request.method() === 'POST' && request.url().endsWith('/sessions') ? 1 : 0));
		for (let i = 0; i < 20; i++) await page.keyboard.down('r');
		await page.keyboard.up('r');
		await expect.poll(() => events(page, 'websocket')).toBeGreaterThan(0);
		expect(starts).toBe(1);
		await close();
	});

	it('keys of one letter can be switched off, and the link says so', async () => {
		const { page, close } = await browser.open(`${site.origin}/?techniques=websocket&rate=10`);
		await expect.poll(() => events(page, 'websocket')).toBeGreaterThan(0);
		await page.keyboard.press('?');
		await page.getByLabel('Keys of one letter work').uncheck();
		await page.keyboard.press('Escape');
		await expect.poll(() => page.url()).toContain('keys=off');
		await page.keyboard.press('p');
		await page.keyboard.press('1');
		await expect.poll(() => events(page, 'websocket')).toBeGreaterThan(10);
		expect(page.url()).not.toContain('present');
		expect(page.url()).toContain('techniques=websocket&');
		await close();
	});

	it('says what a lane has missed when it was off for longer than the feed keeps', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=100&techniques=sse,websocket`);
		await expect.poll(() => events(page, 'sse')).toBeGreaterThan(20);
		await page.keyboard.press('4');
		const before = await events(page, 'websocket');
		await expect.poll(() => events(page, 'websocket')).toBeGreaterThan(before + 250);
		await page.keyboard.press('4');
		await expect.poll(() => figure(page, 'sse', 'delivery')).toMatch(/^\d+ missed$/);
		await page.getByRole('button', { name: 'Pause' }).click();
		await expect.poll(() => page.locator('.status').innerText()).toMatch(/^Paused after event \d+\. \d+ events missed or doubled/);
		await close();
	});

	it('tells a cut where WebSocket is blocked', async () => {
		const blocked = (page: Page) => page.addInitScript('delete window.WebSocket');
		const { page, close } = await browser.open(`${site.origin}/?rate=10&techniques=sse,polling&interval=0.3`, {}, blocked);
		await expect.poll(() => events(page, 'sse')).toBeGreaterThan(5);
		await expect.poll(() => page.getByText('WebSocket does not get through here').count()).toBe(1);
		await cutLine(page);
		await expect.poll(() => page.locator('.status').innerText()).toMatch(/^The line was cut\. 2 of 2 lanes are back/);
		await close();
	});

	it('runs what can run where a WebSocket is forbidden, and says so', async () => {
		const forbid = (page: Page) =>
			page.addInitScript(() => {
				window.WebSocket = class {
					constructor() {
						throw new DOMException('blocked', 'SecurityError');
					}
				} as unknown as typeof WebSocket;
			});
		const { page, close } = await browser.open(`${site.origin}/?rate=10&techniques=polling,sse,websocket`, {}, forbid);
		await expect.poll(() => events(page, 'sse')).toBeGreaterThan(5);
		await expect.poll(() => page.getByTestId('sentence').innerText()).toMatch(/short polling asked .+; SSE asked once/);
		await expect.poll(() => page.getByText('WebSocket does not get through here').count()).toBe(1);
		expect(await page.getByText('blocked', { exact: true }).count()).toBe(0);
		await close();
	});

	it('says which lane has brought nothing, though it is open', async () => {
		// As behind a proxy that lets the handshake through and holds back what follows.
		const { page, close } = await browser.open(`${site.origin}/?rate=5&techniques=sse,websocket`, {}, (page) =>
			page.routeWebSocket(/\/live\//, () => {})
		);
		await expect.poll(() => page.locator('[data-lane=websocket] .state').innerText()).toBe('open');
		await expect.poll(() => page.locator('.status').innerText()).toBe('Nothing has come yet over WebSocket.');
		await close();
	});

	it('a larger payload bounds the events a second for as long as it is there, and moves nothing', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=200&size=20&techniques=sse`, {
			viewport: { width: 1280, height: 800 }
		});
		await expect.poll(() => events(page, 'sse')).toBeGreaterThan(0);
		const top = () => page.locator('[data-lane=sse]').evaluate((lane) => lane.getBoundingClientRect().top);
		const before = await top();
		await page.getByRole('slider', { name: 'Payload' }).focus();
		await page.keyboard.press('End');
		await expect.poll(() => page.url()).toContain('rate=8&');
		expect(await page.getByText('at most 8', { exact: true }).isVisible()).toBe(true);
		expect(await top()).toBe(before);
		await page.keyboard.press('Home');
		await expect.poll(() => page.url()).toContain('rate=200');
		// A bound that the link rounds, and that has been written there.
		await page.getByRole('slider', { name: 'Payload' }).fill('100');
		await expect.poll(() => page.url()).toContain('rate=22.069&');
		await page.keyboard.press('Home');
		await expect.poll(() => page.url()).toContain('rate=200');
		await close();
	});

	it('Space pauses, after a click too, and presses the button that the keyboard went to', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=10&techniques=sse`);
		await expect.poll(() => events(page, 'sse')).toBeGreaterThan(0);
		await cutLine(page);
		await page.keyboard.press('Space');
		await expect.poll(() => page.url()).toContain('paused');
		await page.getByRole('button', { name: 'Go on' }).focus();
		await page.keyboard.press('Space');
		await expect.poll(() => page.url()).not.toContain('paused');
		await close();
	});

	it('keeps its pause in the link', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=10&techniques=websocket&paused=1`);
		await expect.poll(() => page.getByRole('button', { name: 'Go on' }).isEnabled()).toBe(true);
		await page.getByRole('button', { name: 'Go on' }).click();
		await expect.poll(() => events(page, 'websocket')).toBeGreaterThan(3);
		expect(page.url()).not.toContain('paused');
		await close();
	});

	it('lets the keyboard scroll what scrolls', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=5`, { viewport: { width: 360, height: 740 } });
		const table = page.locator('div[role=region][aria-label="Every number"]');
		await table.focus();
		for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
		await expect.poll(() => table.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
		expect(page.url()).not.toContain('interval');
		await close();
	});

	it('without JavaScript shows nothing that looks alive', async () => {
		const { page, close } = await browser.open(`${site.origin}/`, { javaScriptEnabled: false });
		expect(await page.getByRole('button').count()).toBe(0);
		expect(await page.locator('[data-lane]').first().isVisible()).toBe(false);
		await close();
	});
});
