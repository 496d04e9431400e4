import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { PROJECTOR, isBlank, look, stop } from '../support/present-page.ts';
import { setStage } from '../support/stage.ts';
import { overhang } from '../support/two-seats.ts';

const { site, browser } = setStage();
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const present = (path: string, at = 1) => `${site.origin}${path}?present=${at}`;
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const isSeen = (page: Page) => page.getByTestId('bar').evaluate((bar) => getComputedStyle(bar).opacity === '1');
const settingsOf = (page: Page) => [...new URL(page.url()).searchParams].map(([name, value]) => `${name}=${value}`).join(' ');

describe('presenter mode in hands', () => {
	it('of a phone begins, steps and ends by touch', async () => {
		const { page, close } = await browser.open(site.origin, PHONE);
		await expect.poll(() => page.getByRole('button', { name: 'Present' }).isEnabled()).toBe(true);
		await page.getByRole('button', { name: 'Present' }).tap();
		await expect.poll(() => stop(page)).toBe('1');
		// No pointer is ever idle there.
		await expect.poll(() => page.locator(':root[data-idle]').count()).toBe(1);
		expect(await isSeen(page)).toBe(true);
		expect(await overhang(page)).toBeLessThanOrEqual(0);
		for (const [name, at] of [
			['Next', '2'],
			['Next', '3'],
			['Back', '2']
		] as const) {
			await button(page, name).tap();
			await expect.poll(async () => [name, await stop(page)]).toEqual([name, at]);
		}
		await button(page, 'Leave presenter mode').tap();
		await expect.poll(() => settingsOf(page)).toBe('');
		await expect.poll(() => page.getByRole('navigation').isVisible()).toBe(true);
		await close();
	});

	it('of a mouse has buttons while the mouse moves, and hides them with the pointer', async () => {
		const { page, close } = await browser.open(present('/'), PROJECTOR);
		await expect.poll(() => stop(page)).toBe('1');
		await expect.poll(() => isSeen(page)).toBe(false);
		await page.mouse.move(100, 100);
		expect(await isSeen(page)).toBe(true);
		await button(page, 'Next').click();
		await expect.poll(() => stop(page)).toBe('2');
		await button(page, 'Back').click();
		await expect.poll(() => stop(page)).toBe('1');
		// The focus is not on what was pressed: Space steps on.
		await page.keyboard.press(' ');
		await expect.poll(() => stop(page)).toBe('2');
		await expect.poll(() => isSeen(page)).toBe(false);
		await close();
	});

	it.each([
		['/demos/chat', 1920, 1080],
		['/demos/chat', 1280, 720],
		['/demos', 1280, 720],
		['/demos/desk', 1280, 720],
		['/demos/game', 1000, 500]
	])('of a mouse has its buttons over nothing that one presses: %s at %d by %d', async (path, width, height) => {
		const { page, close } = await browser.open(present(path), { viewport: { width, height } });
		await expect.poll(() => stop(page)).toBe('1');
		if (path !== '/demos') await expect.poll(() => page.locator('[data-seat] [data-state=open]').count()).toBeGreaterThan(0);
		await expect.poll(() => isSeen(page)).toBe(false);
		await page.mouse.move(width / 2, height / 2);
		expect(await isSeen(page)).toBe(true);
		const under = await page.getByTestId('bar').evaluate((bar) => {
			const own = bar.getBoundingClientRect();
			return [...document.querySelectorAll('a[href], button, select, textarea, [data-arena]')]
				.filter((other) => !bar.contains(other) && other.checkVisibility())
				.filter((other) => {
					const { left, right, top, bottom } = other.getBoundingClientRect();
					return right > own.left && left < own.right && bottom > own.top && top < own.bottom;
				})
				.map(({ textContent }) => textContent);
		});
		expect(under).toEqual([]);
		await close();
	});

	it('gives the page back as it was, however many steps later', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=3&techniques=sse,websocket`, PROJECTOR);
		const before = settingsOf(page);
		await expect.poll(() => page.getByRole('button', { name: 'Present' }).isEnabled()).toBe(true);
		for (const steps of [0, 3]) {
			await page.keyboard.press('p');
			await expect.poll(() => stop(page)).toBe('1');
			await expect.poll(() => page.url()).not.toContain('rate=3');
			for (let at = 2; at < 2 + steps; at++) {
				await page.keyboard.press('PageDown');
				await expect.poll(() => stop(page)).toBe(String(at));
			}
			await page.keyboard.press('Escape');
			await expect.poll(() => settingsOf(page)).toBe(before);
		}
		await close();
	});

	it('begins the Race anew where its first step has other settings, and not where it has the same', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=5&size=2000&techniques=websocket`, PROJECTOR);
		const events = async () => Number.parseInt((await page.locator('[data-lane=websocket] dd').nth(1).textContent()) ?? '', 10);
		const present = async () => {
			await page.keyboard.press('p');
			await expect.poll(() => stop(page)).toBe('1');
		};
		await expect.poll(events).toBeGreaterThan(10);
		await present();
		await expect.poll(events).toBeLessThan(10);
		// What its steps say of shares is said of a small payload.
		expect(settingsOf(page)).not.toContain('size');
		await page.keyboard.press('Escape');
		await page.goto(`${site.origin}/`);
		await expect.poll(events).toBeGreaterThan(1);
		let begun = 0;
		page.on('request', (request) => (begun += Number(request.method() === 'POST' && request.url().endsWith('/sessions'))));
		await present();
		const before = await events();
		await expect.poll(events).toBeGreaterThan(before);
		expect([begun, before > 1]).toEqual([0, true]);
		await close();
	});

	it('leaves a page that was opened presented as it is unless told', async () => {
		const { page, close } = await browser.open(present('/', 2), PROJECTOR);
		await expect.poll(() => page.url()).toContain('techniques=');
		await page.keyboard.press('Escape');
		await expect.poll(() => settingsOf(page)).toBe('');
		await close();
	});

	it('is black from edge to edge when it is blank, beside a scrollbar too', async () => {
		const scrolling = await launchBrowser('shell', ['--hide-scrollbars']);
		const { page, close } = await scrolling.open(present('/'), { viewport: { width: 1280, height: 720 } });
		await expect.poll(() => stop(page)).toBe('1');
		await page.keyboard.press('b');
		await expect.poll(() => isBlank(page)).toBe(true);
		const brightest = async () => Math.max(...(await sharp(await page.screenshot()).stats()).channels.slice(0, 3).map(({ max }) => max));
		await expect.poll(brightest).toBe(0);
		await page.keyboard.press('b');
		await expect.poll(brightest).toBe(255);
		await close();
		await scrolling.close();
	});
});

describe('a step', () => {
	it('that asks tells the same seconds as the lanes below it: the race begins anew with the question', async () => {
		const { page, close } = await browser.open(present('/'), PROJECTOR);
		const lane = () => page.locator('.presenter [data-lane=polling] dd').first().textContent();
		await expect.poll(async () => parseInt((await lane()) ?? '', 10)).toBeGreaterThan(2);
		for (const key of [' ', ' ']) await page.keyboard.press(key);
		await expect.poll(() => stop(page)).toBe('3');
		// In one look: figures change five times a second.
		const both = () =>
			page.evaluate(() => [
				/asked (\d+) times/.exec(document.querySelector('[data-testid=answer]')?.textContent ?? '')?.[1],
				/^\d+/.exec(document.querySelector('.presenter [data-lane=polling] dd')?.textContent ?? '')?.[0]
			]);
		await expect.poll(async () => Number((await both())[0])).toBeGreaterThan(1);
		const [told, counted] = await both();
		expect(told).toBe(counted);
		await close();
	});

	it('that asks holds its conclusion until it is measured, and then says what the figures say', async () => {
		const { page, close } = await browser.open(present('/', 6), PROJECTOR);
		await expect.poll(() => page.getByTestId('answer').textContent()).toMatch(/moved .* moved/);
		expect(await look(page)).toBe('Twenty events a second: who moves more bytes in 20 seconds?');
		await expect.poll(() => page.getByTestId('progress').textContent()).toContain('Measured: 20 s.');
		const figures = /moved ([\d.]+) kB, SSE moved ([\d.]+) kB/.exec((await page.getByTestId('answer').textContent()) ?? '');
		const [polling = 0, stream = 0] = figures?.slice(1).map(Number) ?? [];
		const differ = Math.abs(polling - stream) / Math.max(polling, stream);
		expect(await look(page)).toMatch(differ < 0.1 ? /^Hardly/ : polling < stream ? /^Polling moved less/ : /^The stream moved less/);
		await close();
	});

	it('that cuts the line of the ticker cuts it with prices on the board', async () => {
		const { page, close } = await browser.open(present('/demos/ticker', 5), PROJECTOR);
		await expect.poll(() => stop(page)).toBe('5');
		await page.keyboard.press('PageDown');
		await expect.poll(() => stop(page)).toBe('6');
		const begun = Date.now();
		await expect.poll(() => page.locator('[data-seat] [data-state]').getAttribute('data-state')).toBe('open');
		await expect.poll(() => page.locator('[data-seat] [data-state]').getAttribute('data-state')).toBe('retrying');
		// Three seconds after the step, as the notes say; where nothing flows it would be twelve.
		expect(Date.now() - begun).toBeLessThan(10_000);
		const prices = await page.locator('[data-symbol] .price').allTextContents();
		expect(prices.length).toBeGreaterThan(5);
		expect(prices.filter((price) => price.includes('–'))).toEqual([]);
		await close();
	});

	it('that cuts the line of a chat cuts it three seconds later, and what the page writes meanwhile waits, and arrives once', async () => {
		const { page, close } = await browser.open(present('/demos/chat', 4), PROJECTOR);
		await expect.poll(() => stop(page)).toBe('4');
		const states = () =>
			page.locator('[data-seat] [data-state]').evaluateAll((seats: HTMLElement[]) => seats.map((seat) => seat.dataset['state']));
		await expect.poll(states).toEqual(['open', 'open']);
		await page.keyboard.press('PageDown');
		await expect.poll(() => stop(page)).toBe('5');
		const begun = Date.now();
		await expect.poll(states).toContain('retrying');
		expect(Date.now() - begun).toBeLessThan(10_000);
		const [ada, grace] = ['left', 'right'].map((seat) => page.getByTestId(`seat-${seat}`).locator('ol .text')) as [Locator, Locator];
		await expect.poll(() => page.getByTestId('seat-left').locator('ol .mark').allTextContents()).toEqual(['waiting']);
		expect(await grace.count()).toBe(0);
		// Mended by hand, it is back sooner.
		await page.keyboard.press('c');
		await expect.poll(() => grace.count()).toBe(1);
		expect(await ada.allTextContents()).toEqual(await grace.allTextContents());
		await close();
	});

	it('of the help desk has its people act by themselves, once, however often a clicker goes to and fro', async () => {
		const { page, close } = await browser.open(present('/demos/desk'), PROJECTOR);
		const [ada, grace] = ['Ada', 'Grace'].map((name) =>
			page.getByRole('log', { name: new RegExp(`^Case .*, ${name}$`) }).locator('li')
		) as [Locator, Locator];
		await expect.poll(async () => (await ada.allTextContents()).join()).toContain('I see both, and cancel one. stored');
		for (const [key, at] of [
			['PageDown', '2'],
			['PageUp', '1'],
			['PageDown', '2']
		] as const) {
			await page.keyboard.press(key);
			await expect.poll(() => stop(page)).toBe(at);
		}
		await expect.poll(async () => (await grace.allTextContents()).at(-1)).toContain('In two days.');
		expect(await grace.allTextContents()).toEqual([
			expect.stringContaining('I see both'),
			expect.stringContaining('When is the money back?'),
			expect.stringContaining('In two days.')
		]);
		// All of it is on the screen, at both steps and on a small one, too.
		for (const [width, height] of [
			[1280, 720],
			[1920, 1080]
		] as const) {
			await page.setViewportSize({ width, height });
			for (const at of ['2', '1']) {
				await expect.poll(() => stop(page)).toBe(at);
				await expect.poll(async () => [at, await page.evaluate(() => document.documentElement.scrollHeight)]).toEqual([at, height]);
				await page.keyboard.press(at === '2' ? 'PageUp' : 'PageDown');
			}
		}
		await close();
	});

	it('that shows a job starts one by itself, once, however fast the steps go by', async () => {
		const posts: string[] = [];
		let answer = (): void => {};
		const isAnswered = new Promise<void>((resolve) => (answer = resolve));
		const { page, close } = await browser.open(`${present('/demos/progress')}&frames=192`, PROJECTOR, async (page) => {
			await page.route(/\/jobs$/, async (route) => {
				posts.push(route.request().url());
				await isAnswered;
				await route.continue();
			});
		});
		await expect.poll(() => posts.length).toBe(1);
		await page.keyboard.press('PageDown');
		await expect.poll(() => stop(page)).toBe('2');
		answer();
		const stage = () => page.locator('[data-stage]').getAttribute('data-stage');
		await expect.poll(stage).toMatch(/queued|rendering/);
		await page.keyboard.press('PageDown');
		await expect.poll(() => stop(page)).toBe('3');
		await expect.poll(() => page.locator('[data-seat] [data-state]').getAttribute('data-state')).toBe('retrying');
		expect(await stage()).toMatch(/queued|rendering/);
		expect(posts).toHaveLength(1);
		await close();
	});
});
