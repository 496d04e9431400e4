import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { overhang } from '../support/two-seats.ts';
import { setStage } from '../support/stage.ts';

const { site, browser } = setStage({ NEW_ROOMS_PER_SECOND: '1000' });

async function open(query: string, width: number) {
	const opened = await browser.open(`${site.origin}/demos/${query}`, { viewport: { width, height: 800 } });
	await expect.poll(() => opened.page.getByTestId('sentence').textContent()).toMatch(/\d s, \d+ event/);
	return opened;
}

/** Where the sentence, the charts and the words begin, px from the top of the window, at one moment: the sentence grows as it is read. */
function tops(page: Page): Promise<Record<'sentence' | 'requests' | 'bytes' | 'words', number>> {
	return page.evaluate(() => {
		const top = (selector: string, text = '') =>
			[...document.querySelectorAll(selector)]
				.find((element) => element.checkVisibility() && element.textContent.includes(text))
				?.getBoundingClientRect().top ?? NaN;
		return {
			sentence: top('[data-testid=sentence]'),
			requests: top('h2, h3', 'Requests over time'),
			bytes: top('h2, h3', 'Bytes over time'),
			words: top('#words-title')
		};
	});
}

describe('a low picture before a class', () => {
	it.each([
		['chat', '[data-testid=seat-right] form button'],
		['news', 'form button'],
		['game', '[data-testid=seat-right] [data-testid=key-time]']
	])('shows all that one needs, without a scroll: %s, %s', async (demo, selector) => {
		const { page, close } = await browser.open(`${site.origin}/demos/${demo}?theme=projector`, { viewport: { width: 1280, height: 720 } });
		await expect.poll(() => page.locator('[data-seat] [data-state=open]').count()).toBeGreaterThan(0);
		const bottom = () =>
			page
				.locator(selector)
				.last()
				.evaluate((element) => element.getBoundingClientRect().bottom);
		await expect.poll(bottom).toBeLessThanOrEqual(720);
		await close();
	});
});

describe('what a demo costs', () => {
	it.each([
		['dashboard', 'light', 1280],
		['desk', 'light', 1280],
		['desk', 'projector', 1280],
		['game', 'projector', 1280],
		['chat', 'light', 1024],
		['news', 'light', 768],
		['desk', 'light', 1920]
	] as const)('stands beside the demo or right below it, and above the words: %s, %s, %i px wide', async (demo, theme, width) => {
		const { page, close } = await open(`${demo}?theme=${theme}`, width);
		const { sentence, requests, bytes, words } = await tops(page);
		expect(sentence).toBeLessThan(requests);
		expect(requests).toBeLessThanOrEqual(bytes);
		expect(bytes).toBeLessThan(words);
		expect(await overhang(page)).toBeLessThanOrEqual(0);
		await close();
	});

	it.each([
		['dashboard', 1280],
		['news', 768]
	] as const)('is two charts side by side where it stands below: %s, %i px wide', async (demo, width) => {
		const { page, close } = await open(demo, width);
		const { requests, bytes } = await tops(page);
		expect(requests).toBe(bytes);
		await close();
	});

	it.each([
		['chat', 'left', 1280],
		['dashboard', 'only', 768]
	] as const)('is told of two techniques, whatever ran before, and moves nothing: %s, %s seat, %i px wide', async (demo, seat, width) => {
		const { page, close } = await open(demo, width);
		const sentence = page.getByTestId('sentence');
		const height = () => sentence.evaluate((one) => one.getBoundingClientRect().height);
		const before = await height();
		for (const technique of ['polling', 'conditional', 'long-polling', 'fetch-stream', 'socketio', 'websocket', 'sse']) {
			await page.locator(`[data-seat=${seat}] select`).selectOption(technique);
			await page.waitForFunction(() => /^Over [^:]+: [1-9]/.test(document.querySelector('[data-testid=sentence]')?.textContent ?? ''));
			expect(await height()).toBe(before);
			expect((await sentence.textContent())?.match(/ver [^:]+: /g)?.length).toBeLessThanOrEqual(2);
		}
		// What is not told any more is in the table.
		const figure = page.locator('figure:visible', { hasText: 'Requests over time' });
		await figure.locator('summary').click();
		for (const name of ['Conditional polling', 'Socket.IO']) {
			await expect.poll(() => figure.getByRole('columnheader', { name }).isVisible()).toBe(true);
		}
		await close();
	});

	it('comes after the words on a phone', async () => {
		const { page, close } = await open('chat', 360);
		const { sentence, words } = await tops(page);
		expect(words).toBeLessThan(sentence);
		await close();
	});
});

it.each(['light', 'dark', 'projector'])('a line that can be cut does not look like one that is, under the pointer, %s', async (theme) => {
	const { page, close } = await open(`ticker?theme=${theme}`, 1280);
	const button = page.locator('button.cut');
	const look = () => button.evaluate((one) => getComputedStyle(one).backgroundColor);
	const atRest = await look();
	await button.hover();
	const hovered = await look();
	await button.click();
	await expect.poll(() => button.textContent()).toContain('Mend the line');
	const down = await look();
	expect(new Set([atRest, hovered, down]).size).toBe(3);
	await button.click();
	await expect.poll(look).toBe(hovered);
	await close();
});
