import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { SessionView } from '#lib/protocol/session.ts';
import { startFront } from '../support/lab-front.ts';
import { cutLine } from '../support/line.ts';
import { setStage } from '../support/stage.ts';

const { site, browser } = setStage();

describe('the race is for everybody', () => {
	it('shows counters instead of travelling dots where motion is unwanted', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=5`, { reducedMotion: 'reduce' });
		await expect.poll(() => page.locator('[data-lane=sse] .counter').textContent()).toMatch(/↓ [1-9]/);
		expect(await page.locator('[data-lane=sse] .counter').isVisible()).toBe(true);
		expect(await page.locator('[data-lane=sse] canvas').isVisible()).toBe(false);
		await close();
	});

	it('says without JavaScript what is missing and what still works', async () => {
		const { page, close } = await browser.open(site.origin, { javaScriptEnabled: false });
		// Playwright finds no text inside <noscript>, though it is shown: its box tells.
		const notice = page.locator('noscript .notice');
		expect((await notice.boundingBox())?.height).toBeGreaterThan(20);
		expect(await notice.textContent()).toContain('The Race needs JavaScript.');
		expect(await notice.textContent()).toContain(`curl -N ${site.origin}/live/ticker/sse`);
		await page.setViewportSize({ width: 360, height: 740 });
		expect(await notice.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
		await close();
	});

	it('tells each chart in a table and a sentence too', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=10&interval=0.5`);
		await expect
			.poll(() => page.locator('figure figcaption p').allTextContents())
			.toEqual([
				expect.stringMatching(/asked most: .* asked once\.$/),
				expect.stringMatching(/moved most: .* times as much as/),
				expect.stringMatching(/is payload; of what/),
				expect.stringMatching(/^Half of the events reach .* within/)
			]);
		const first = page.locator('figure').first();
		await first.getByText('Table').click();
		await expect.poll(() => first.locator('tbody td').count()).toBeGreaterThanOrEqual(7);
		await close();
	});
});

describe('where something is in the way', () => {
	it('a second tab opens waiting, says why, and can take over', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=20`);
		await expect.poll(() => page.locator('[data-lane] .state', { hasText: 'open' }).count()).toBe(7);
		const second = await page.context().newPage();
		const opened: string[] = [];
		second.on('request', (request) => opened.push(request.url()));
		await second.goto(`${site.origin}/?rate=20`);
		await expect.poll(() => second.getByText('A race is running in another tab.').isVisible()).toBe(true);
		expect(opened.filter((url) => /\/(live|sessions)/.test(url))).toEqual([]);
		// Its buttons are off, and so are their keys.
		for (const key of [' ', 'r', 'c']) await second.keyboard.press(key);
		await second.keyboard.press('1');
		await expect.poll(() => second.url()).toContain('techniques=');
		expect(second.url()).not.toContain('paused');
		await second.keyboard.press('1');
		await expect.poll(() => second.url()).not.toContain('techniques=');
		await second.getByRole('button', { name: 'Run it here instead' }).click();
		await expect.poll(() => second.locator('[data-lane] .state', { hasText: 'open' }).count()).toBe(7);
		await expect.poll(() => page.getByText('A race is running in another tab.').isVisible()).toBe(true);
		await close();
	});

	it('tabs agree without Web Locks too, as on plain http in a class', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=20`, {}, (page) =>
			page.context().addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'locks'))
		);
		await expect.poll(() => page.locator('[data-lane] .state', { hasText: 'open' }).count()).toBe(7);
		const second = await page.context().newPage();
		await second.goto(site.origin);
		await expect.poll(() => second.getByText('A race is running in another tab.').isVisible()).toBe(true);
		await second.getByRole('button', { name: 'Run it here instead' }).click();
		await expect.poll(() => page.getByText('A race is running in another tab.').isVisible()).toBe(true);
		const isFree = () => page.getByText('No race is running in another tab any more.').isVisible();
		await expect.poll(() => second.locator('[data-lane] .state', { hasText: 'open' }).count()).toBe(7);
		expect(await isFree()).toBe(false);
		await second.goto('about:blank');
		await expect.poll(isFree).toBe(true);
		await page.getByRole('button', { name: 'Run it here' }).click();
		await expect.poll(() => page.locator('[data-lane] .state', { hasText: 'open' }).count()).toBe(7);
		await close();
	});

	it('without WebSocket the page says so, the other lanes run, and figures still come', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=20&interval=0.5`, {}, (page) =>
			page.routeWebSocket(/.*/, (socket) => socket.close())
		);
		await expect.poll(() => page.getByText('WebSocket does not get through here').isVisible(), { timeout: 20_000 }).toBe(true);
		const bytes = () => page.locator('[data-lane=sse] dd').nth(3).textContent();
		await expect.poll(bytes, { timeout: 20_000 }).toMatch(/kB/);
		await expect.poll(() => page.locator('[data-lane=socketio] dd').nth(1).textContent(), { timeout: 20_000 }).toMatch(/[1-9]/);
		// Socket.IO stays with polling, and holds a connection too.
		expect(await page.getByText('Connections: 4 of the 6').isVisible()).toBe(true);
		// What never got through is neither compared nor waited for.
		expect(await page.getByTestId('sentence').textContent()).not.toContain('WebSocket');
		await cutLine(page);
		await expect.poll(() => page.locator('.status').textContent(), { timeout: 45_000 }).toContain('6 of 6 lanes are back');
		// Nor does a pause wait for it.
		await page.getByRole('button', { name: 'Pause' }).click();
		const settled = /^Paused\. Every lane that opened has all \d+ events.* Not open: WebSocket\.$/;
		await expect.poll(() => page.locator('.status').textContent()).toMatch(settled);
		await close();
	});

	it('begins a new race when the server has forgotten the session', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=20`);
		await expect.poll(() => page.locator('[data-lane] .state', { hasText: 'open' }).count()).toBe(7);
		const renewed = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/sessions'));
		await page.evaluate(async () => {
			const entry = performance.getEntriesByType('resource').find(({ name }) => name.includes('session='));
			await fetch(`/sessions/${new URL(entry?.name ?? '').searchParams.get('session')}`, { method: 'DELETE' });
		});
		expect((await renewed).status()).toBe(201);
		await expect.poll(() => page.locator('.status').textContent()).toContain('This is a new one.');
		await expect.poll(() => page.locator('[data-lane] .state', { hasText: 'open' }).count()).toBe(7);
		await close();
	});

	it('says that the server is away, not that WebSocket is blocked, and all is as before once it is back', async () => {
		const front = await startFront(Number(new URL(site.origin).port));
		const { page, close } = await browser.open(`${front.origin}/?rate=20&interval=0.5`);
		await expect.poll(() => page.locator('[data-lane] .state', { hasText: 'open' }).count()).toBe(7);
		await front.goAway();
		await expect.poll(() => page.getByText('The server does not answer at the moment.').isVisible()).toBe(true);
		await expect.poll(() => page.locator('.status').textContent()).toMatch(/^Not open: .*WebSocket/);
		expect(await page.getByText('WebSocket does not get through here').isVisible()).toBe(false);
		// Time stands with the figures, and there is nothing to cut.
		const seconds = async () => Number.parseInt((await page.getByTestId('sentence').textContent()) ?? '');
		const before = await seconds();
		expect(await page.getByRole('button', { name: 'Cut the line' }).isDisabled()).toBe(true);
		// It asks in vain once a second.
		let asks = 0;
		page.on('requestfailed', (request) => (asks += /sessions/.test(request.url()) ? 1 : 0));
		await expect.poll(() => asks).toBeGreaterThan(2);
		expect(await seconds()).toBe(before);
		await front.comeBack();
		await expect.poll(seconds).toBeGreaterThan(before + 1);
		await expect.poll(() => page.locator('[data-lane] .state', { hasText: 'open' }).count(), { timeout: 45_000 }).toBe(7);
		await expect.poll(() => page.getByText('The server does not answer at the moment.').isVisible()).toBe(false);
		const bytes = () => page.locator('[data-lane=websocket] dd').nth(3).textContent();
		const bytesBefore = await bytes();
		await expect.poll(bytes).not.toBe(bytesBefore);
		await close();
		await front.close();
	});

	it('where a console dies without a word, the page opens another one and says again what was lost on the way', async () => {
		let isDead = false;
		const sessions: string[] = [];
		const { page, close } = await browser.open(`${site.origin}/?rate=5`, {}, (page) =>
			page.routeWebSocket(/console/, (line) => {
				sessions.push(/sessions\/([^/]+)/.exec(line.url())?.[1] ?? '');
				const isFirst = sessions.length === 1;
				const server = line.connectToServer();
				line.onMessage((message) => (isFirst && isDead ? undefined : server.send(message)));
				server.onMessage((message) => (isFirst && isDead ? undefined : line.send(message)));
			})
		);
		await expect.poll(() => page.locator('[data-lane=sse] dd').nth(6).textContent()).toMatch(/ms$/);
		isDead = true;
		await page.getByLabel('Events', { exact: true }).press('End');
		const rate = async () => {
			const session = (await (await fetch(`${site.origin}/sessions/${sessions[0]}`)).json()) as SessionView;
			return session.settings.rate;
		};
		await expect.poll(rate).toBe(200);
		expect(new Set(sessions).size).toBe(1);
		expect(sessions.length).toBeGreaterThan(1);
		await close();
	});

	const silent: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
		'opens and stays silent': (page) => page.routeWebSocket(/console/, () => {}),
		// As of one that a policy refuses: closed, without an event that says so.
		'is closed from the beginning': (page) =>
			page.addInitScript(() => {
				const stub = () => Object.assign(new EventTarget(), { readyState: 3, close() {}, send() {} });
				window.WebSocket = new Proxy(WebSocket, {
					construct: (target, parameters) =>
						String(parameters[0]).includes('console') ? stub() : (Reflect.construct(target, parameters) as WebSocket)
				});
			})
	};
	it.each(Object.entries(silent))(
		'where the console’s WebSocket %s, the page finds out, and until then tells no figure',
		async (_, prepare) => {
			let allow = () => {};
			/** The readings are asked for once no console has come. */
			const allowed = new Promise<void>((resolve) => (allow = resolve));
			const { page, close } = await browser.open(`${site.origin}/?rate=20&interval=0.5`, {}, async (page) => {
				await prepare(page);
				await page.route(/sessions\/[^/]+$/, async (route) => {
					if (route.request().method() === 'GET') await allowed;
					await route.continue();
				});
			});
			const figure = (name: string) => page.locator(`[data-lane=sse] [data-figure=${name}] dd`).textContent();
			await expect.poll(async () => Number(await figure('events'))).toBeGreaterThan(0);
			for (const name of ['requests', 'up', 'down', 'counted', 'payload']) expect(await figure(name)).toBe('–');
			allow();
			await expect.poll(() => page.getByText('WebSocket does not get through here').isVisible(), { timeout: 45_000 }).toBe(true);
			await expect.poll(() => figure('staleness')).toMatch(/ms$/);
			await expect.poll(() => figure('requests')).toBe('1');
			await close();
		}
	);
});

it('a slider under the finger keeps the keys that move it: those of the poll interval are others’', async () => {
	const { page, close } = await browser.open(`${site.origin}/?rate=5`);
	const events = page.getByLabel('Events', { exact: true });
	for (const key of ['ArrowRight', 'PageUp']) {
		const before = Number(await events.inputValue());
		await events.press(key);
		await expect.poll(async () => Number(await events.inputValue())).toBeGreaterThan(before);
	}
	expect(await page.getByLabel('Poll every').getAttribute('aria-valuetext')).toBe('2 s');
	await close();
});

it('on a phone the settings stand above the lanes, folded, and the lanes they change stay in view', async () => {
	const { page, close } = await browser.open(`${site.origin}/?rate=5`, { viewport: { width: 360, height: 740 } });
	const slider = page.getByLabel('Events', { exact: true });
	expect(await slider.isVisible()).toBe(false);
	const fold = page.getByRole('button', { name: '5 events/s of 100 B, polled every 2 s' });
	await fold.click();
	await slider.press('End');
	await expect.poll(() => page.getByRole('button', { name: '200 events/s of 100 B' }).isVisible()).toBe(true);
	const lane = await page.locator('[data-lane=polling]').boundingBox();
	const bottom = (await slider.boundingBox())?.y ?? Infinity;
	expect(bottom).toBeLessThan(lane?.y ?? 0);
	await close();
});
