import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { startFront } from '../support/lab-front.ts';
import { cutLine } from '../support/line.ts';
import { noteCanvases } from '../support/readable.ts';
import { setStage } from '../support/stage.ts';

const { site, browser } = setStage();

/** What each line of the board says: symbol, price, change. */
function board(page: Page): Promise<string[][]> {
	return page.evaluate(() =>
		[...document.querySelectorAll('tr[data-symbol]')].map((row) => [
			row.getAttribute('data-symbol') ?? '',
			...[...row.querySelectorAll('td.number')].map((cell) => (cell.textContent ?? '').replace(/[▲▼\s]/g, ''))
		])
	);
}

async function untilFull(page: Page): Promise<void> {
	await expect.poll(async () => (await board(page)).filter(([, price]) => /^\d+\.\d\d$/.test(price ?? '')).length).toBe(12);
}

async function pricesInJumps(page: Page): Promise<{ perSecond: number; still: number }> {
	const said = page.getByTestId('pulse');
	await expect.poll(() => said.textContent()).toContain('The board moves');
	const [, perSecond, still] = /moves ([\d.]+) times a second and stands still for ([\d.]+) s/.exec((await said.textContent()) ?? '') ?? [];
	return { perSecond: Number(perSecond), still: Number(still) };
}

const seriesTitle = (page: Page) => page.locator('figure h3').first().textContent();

describe('the ticker', () => {
	it.each(['sse', 'websocket', 'polling', 'long-polling', 'fetch-stream'])(
		'over %s begins with a full minute of all twelve symbols, and prices move',
		async (technique) => {
			const { page, close } = await browser.open(`${site.origin}/demos/ticker?technique=${technique}`);
			await untilFull(page);
			const figure = page.locator('figure').first();
			await figure.getByText('Table').click();
			await expect.poll(() => figure.locator('tbody tr').count()).toBeGreaterThanOrEqual(12);
			const [before] = await Promise.all([board(page)]);
			await expect.poll(async () => (await board(page)).filter(([, price], line) => price !== before[line]?.[1]).length).toBeGreaterThan(8);
			await expect
				.poll(() => figure.locator('figcaption p').textContent())
				.toMatch(/^ACME costs [\d.]+, .* a minute ago; it was between [\d.]+ and [\d.]+\.$/);
			await close();
		}
	);

	it('shows what the feed says, to the cent', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/ticker`);
		await untilFull(page);
		await cutLine(page);
		const before = await board(page);
		await expect.poll(async () => (await board(page)).every(([, price], line) => price !== before[line]?.[1])).toBe(true);
		await page.getByRole('button', { name: 'Pause' }).click();
		await expect.poll(() => page.locator('.bar .state').textContent()).toBe('paused');
		const shown = await board(page);
		const { last } = (await (await fetch(`${site.origin}/live/ticker/polling`)).json()) as { last: string };
		const after = `m1-${Number(last.split('-')[1]) - 450}`;
		const { events } = (await (await fetch(`${site.origin}/live/ticker/polling?after=${after}`)).json()) as {
			events: FeedEvent<{ symbol: string; price: number }>[];
		};
		const round = events.map(({ data }) => `${data.symbol} ${data.price.toFixed(2)}`);
		// The twelve of the board are twelve that follow each other in the log: no line is older than the others.
		const lines = new Set(shown.map(([symbol, price]) => `${symbol} ${price}`));
		expect(round.some((_, index) => round.slice(index, index + 12).filter((line) => lines.has(line)).length === 12)).toBe(true);
		await close();
	});

	it.each([
		['while the line is cut', 'sse', 'Cut the line'],
		['while one seldom asks', 'polling&interval=8', '']
	])('says how old a price is %s, and is back at now by itself', async (_, technique, button) => {
		const { page, close } = await browser.open(`${site.origin}/demos/ticker?technique=${technique}`, {}, noteCanvases);
		const figure = page.locator('figure').first();
		const said = () => figure.locator('figcaption p').textContent();
		/** What the axis says at its right edge. */
		const axis = () =>
			figure.locator('canvas').evaluate((canvas) => {
				const { drawn } = globalThis as unknown as { drawn: WeakMap<Element, { text: string }[]> };
				return drawn.get(canvas)?.find(({ text }) => text === 'now' || text.endsWith('ago'))?.text;
			});
		await untilFull(page);
		await expect.poll(said).toMatch(/^ACME costs .* a minute ago/);
		await expect.poll(axis).toBe('now');
		if (button) await page.getByRole('button', { name: button }).click();
		await expect.poll(said).toMatch(/^[4-9] s ago ACME cost [\d.]+, .* a minute before; it was/);
		await expect.poll(axis).toMatch(/^[4-9] s ago$/);
		expect(await page.locator('tr[data-symbol=BOLT] [role=img]').getAttribute('aria-label')).toMatch(/^[4-9] s ago BOLT cost/);
		await expect.poll(said).toMatch(/^ACME costs .* a minute ago/);
		await expect.poll(axis).toBe('now');
		await close();
	});

	it('over SSE moves often, over polling in jumps of a second, and the prices stay when it is switched', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/ticker`);
		await untilFull(page);
		const streamed = await pricesInJumps(page);
		await page.getByRole('combobox').selectOption('polling');
		expect((await board(page)).every(([, price]) => price !== '–')).toBe(true);
		await expect.poll(() => page.getByTestId('pulse').textContent()).not.toContain('The board moves');
		const polled = await pricesInJumps(page);
		expect(polled.perSecond).toBeLessThanOrEqual(1.2);
		expect(polled.still).toBeGreaterThan(0.9);
		expect(streamed.perSecond).toBeGreaterThan(2 * polled.perSecond);
		expect(page.url()).toContain('technique=polling');
		await close();
	});

	it('shows the chosen symbol in the chart and in the link, and Back undoes it', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/ticker?symbol=LUMA`);
		await untilFull(page);
		expect(await seriesTitle(page)).toMatch(/^LUMA, window panes/);
		// The whole line is the label of its choice, and covers its cells.
		await page.locator('tr[data-symbol=GRID] td').last().click({ force: true });
		await expect.poll(() => seriesTitle(page)).toMatch(/^GRID, graph paper/);
		await expect.poll(() => page.url()).toContain('symbol=GRID');
		await page.locator('tr[data-symbol=GRID] input').press('ArrowDown');
		await expect.poll(() => seriesTitle(page)).toMatch(/^HALO/);
		await expect.poll(() => page.url()).toContain('symbol=HALO');
		await page.goBack();
		await expect.poll(() => seriesTitle(page)).toMatch(/^GRID/);
		await page.goBack();
		await expect.poll(() => seriesTitle(page)).toMatch(/^LUMA/);
		await close();
	});

	it('runs the same market at another rate, once the hand rests on the slider', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/ticker`);
		await untilFull(page);
		const followed: string[] = [];
		page.on('request', (request) => followed.push(new URL(request.url()).pathname));
		const slider = page.getByLabel('Prices a second');
		await slider.evaluate((input: HTMLInputElement) => {
			for (const value of ['90', '100', '110', '120']) {
				input.value = value;
				input.dispatchEvent(new Event('input', { bubbles: true }));
			}
		});
		await expect.poll(() => page.url()).toContain('rate=50');
		await untilFull(page);
		await expect.poll(() => page.getByTestId('pulse').textContent()).toContain('50 prices a second are sent.');
		expect(followed.filter((path) => path.endsWith('/sse'))).toEqual(['/live/ticker:50/sse']);
		await close();
	});

	it('says that a line does not open and what to do, but not because the server was away', async () => {
		const front = await startFront(Number(new URL(site.origin).port));
		const FULL = '**/live/ticker/sse*';
		const { page, close } = await browser.open(`${front.origin}/demos/ticker`, {}, async (page) => {
			await page.clock.install();
			await page.route(FULL, (route) => route.fulfill({ status: 503, headers: { 'Retry-After': '10' } }));
		});
		const notice = () => page.locator('.notice').allTextContents().then(String);
		const state = () => page.locator('[data-seat] [data-state]').getAttribute('data-state');
		await expect.poll(state).toBe('retrying');
		await page.clock.fastForward(9000);
		await expect.poll(notice).toContain('A line does not open');
		await front.goAway();
		await expect.poll(notice).toContain('The server does not answer');
		await page.clock.fastForward(9000);
		await front.comeBack();
		await expect.poll(notice).toBe('');
		await page.locator('[data-seat] select').selectOption('long-polling');
		await expect.poll(state).toBe('open');
		await close();
		await front.close();
	});

	it('begins as it would untold where the link is broken', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/ticker?rate=51&symbol=%3Cb%3E&technique=pigeon&interval=NaN`);
		await untilFull(page);
		expect(await seriesTitle(page)).toMatch(/^ACME/);
		expect(await page.getByTestId('pulse').textContent()).toContain('10 prices a second');
		await close();
	});

	it('flashes what changed, and does not where motion is unwanted', async () => {
		const flashes = (page: Page) =>
			page.evaluate(() => document.getAnimations().filter(({ effect }) => (effect as KeyframeEffect).target?.matches('td')).length);
		const { page, close } = await browser.open(`${site.origin}/demos/ticker`);
		await expect.poll(() => flashes(page)).toBeGreaterThan(0);
		await close();
		const still = await browser.open(`${site.origin}/demos/ticker`, { reducedMotion: 'reduce' });
		await untilFull(still.page);
		const before = await board(still.page);
		await expect.poll(() => board(still.page)).not.toEqual(before);
		expect(await flashes(still.page)).toBe(0);
		await still.close();
	});
});
