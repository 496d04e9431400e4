import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeFindings } from '../support/axe.ts';
import { setStage } from '../support/stage.ts';
import { overhang, seatOf, write } from '../support/two-seats.ts';

const { site, browser } = setStage({ NEW_ROOMS_PER_SECOND: '1000' });

/** What a page shows at work: what a visitor does first, and mistakes, for their sentences. */
const PLAYS: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
	'/': (page) => expect.poll(() => page.locator('[data-lane] .state', { hasText: 'open' }).count()).toBe(7),
	'/?techniques=sse,websocket': (page) => expect.poll(() => page.locator('[data-lane] .state', { hasText: 'open' }).count()).toBe(2),
	'/demos': (page) => expect.poll(() => page.getByRole('link', { name: 'Stock ticker' }).isVisible()).toBe(true),
	'/demos/ticker': (page) =>
		expect.poll(() => page.locator('tr[data-symbol] td.number', { hasText: /\d\.\d\d/ }).count()).toBeGreaterThan(11),
	async '/demos/news'(page) {
		await expect.poll(() => page.getByRole('region', { name: 'Timeline' }).getByRole('heading').count()).toBeGreaterThan(3);
		await page.getByLabel('Headline').fill(' ');
		await page.getByRole('button', { name: 'Post', exact: true }).click();
	},
	async '/demos/dashboard'(page) {
		await expect.poll(() => page.getByTestId('vitals').textContent()).toMatch(/^CPU/);
		await page.getByText('Every figure of the server').click();
	},
	async '/demos/progress'(page) {
		await page.getByRole('radio', { name: '192' }).check();
		await page.getByRole('button', { name: 'Render it' }).click();
		await expect.poll(() => page.locator('[data-stage]').getAttribute('data-stage')).toMatch(/queued|rendering/);
	},
	async '/demos/chat'(page) {
		await bothOpen(page);
		await write(seatOf(page, 'left'), 'Write a message', 'hello');
		await expect.poll(() => seatOf(page, 'right').locator('[role=log] .text').count()).toBe(1);
		await write(seatOf(page, 'left'), 'Write a message', 'x'.repeat(501));
	},
	async '/demos/editor'(page) {
		await expect.poll(() => page.locator('.cm-content', { hasText: 'no owner' }).count()).toBe(2);
		await seatOf(page, 'right').locator('.cm-content').click();
		await page.keyboard.type('a cursor to see ');
		await expect.poll(() => seatOf(page, 'left').locator('.cm-content').textContent()).toContain('a cursor to see');
	},
	async '/demos/game'(page) {
		await bothOpen(page);
		await page.locator('[data-arena=left]').click();
		await page.keyboard.press('KeyD', { delay: 90 });
		await expect.poll(() => seatOf(page, 'right').locator('tr[data-drawn]').count()).toBe(1);
	},
	async '/demos/desk'(page) {
		await bothOpen(page);
		const [agent, customer] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await agent.getByRole('button', { name: 'Rehearse a rush' }).click();
		await write(customer, 'What is wrong?', 'Everything.');
		await agent.getByLabel('Mail').selectOption('down');
		await agent.getByLabel('Login').selectOption('degraded');
		const takeNext = agent.getByRole('button', { name: 'Take the next' });
		await takeNext.click();
		// One at a time: until the log has answered, another press does nothing.
		await expect.poll(() => agent.getByText(/^Case \S+ is yours/).count()).toBe(1);
		await takeNext.click();
		await expect.poll(() => agent.getByTestId('taken').locator('.cases button').count()).toBe(2);
	}
};

const bothOpen = (page: Page) => expect.poll(() => page.locator('[data-seat] [data-state=open]').count()).toBe(2);

describe.each(Object.entries(PLAYS))('%s is for everybody', (path, play) => {
	it('axe finds nothing, and nothing is wider than the window, as it opens and at work, in every colour and at every width', async () => {
		const { page, close } = await browser.open(site.origin + path, { viewport: { width: 1280, height: 900 } });
		await expect.poll(() => page.getByRole('button', { name: 'Share' }).isVisible()).toBe(true);
		expect(await axeFindings(page)).toEqual([]);
		await play(page);
		for (const [theme, width] of [
			['light', 1280],
			['dark', 1280],
			['projector', 1920],
			['light', 360]
		] as const) {
			await page.setViewportSize({ width, height: 900 });
			await page.getByRole('radio', { name: theme, exact: true }).check();
			await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe(theme);
			// What fades is there or gone: axe would measure it half way.
			await page.evaluate(() => {
				for (const animation of document.getAnimations())
					if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
			});
			expect([theme, width, ...(await axeFindings(page))]).toEqual([theme, width]);
		}
		const fits = async (width: number) => {
			await page.setViewportSize({ width, height: 900 });
			await expect.poll(() => overhang(page), { message: `${width} px` }).toBeLessThanOrEqual(0);
		};
		for (const width of [320, 360, 768, 1280, 1920, 3840]) await fits(width);
		// The type of a projector is larger: where a page changes to its wide layout it has the least room for it.
		await page.getByRole('radio', { name: 'projector', exact: true }).check();
		for (const width of [320, 1200, 1280, 1320, 1366, 3840]) await fits(width);
		await close();
	});
});
