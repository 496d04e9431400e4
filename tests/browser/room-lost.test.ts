import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { startSite } from '../support/site.ts';
import type { Site } from '../support/site.ts';
import { overhang, seatOf, write } from '../support/two-seats.ts';

let browser: TestBrowser;
let site: Site;
let isDown = false;
beforeAll(async () => {
	[site, browser] = await Promise.all([startSite(), launchBrowser()]);
});
afterAll(async () => {
	await browser.close();
	await site.close();
});
beforeEach(async () => {
	if (isDown) await comeBack();
});

async function goDown(): Promise<void> {
	isDown = true;
	await site.close();
}

/** Starts the site anew at its port: it has forgotten all rooms. */
async function comeBack(): Promise<void> {
	site = await startSite({ PORT: new URL(site.origin).port });
	isDown = false;
}

const banner = (page: Page) => page.locator('.notice[data-code=room-gone]').first();
const open = (page: Page) => expect.poll(() => page.locator('[data-seat] [data-state=open]').count(), { timeout: 10_000 }).toBe(2);
const newRoom = (page: Page) => page.getByRole('button', { name: 'Open a new room' }).click();
const textAt = (page: Page, seat: 'left' | 'right') => seatOf(page, seat).locator('.cm-content').innerText();

/** What a visitor does first in each demo, and what it shows then. */
const ROOMS: Readonly<Record<string, (page: Page) => Promise<string>>> = {
	async chat(page) {
		await write(seatOf(page, 'left'), 'Write a message', 'good morning');
		await expect.poll(() => seatOf(page, 'right').locator('[role=log]').innerText()).toContain('good morning');
		return 'good morning';
	},
	async news(page) {
		await page.getByLabel('Headline').fill('Old news');
		await page.getByRole('button', { name: 'Post', exact: true }).click();
		await expect.poll(() => page.getByRole('heading', { name: 'Old news' }).count()).toBe(1);
		return 'Old news';
	},
	async desk(page) {
		await write(seatOf(page, 'right'), 'What is wrong?', 'The invoice is blank.');
		await expect.poll(() => seatOf(page, 'left').getByTestId('queue').innerText()).toContain('The invoice is blank.');
		return 'The invoice is blank.';
	},
	async game(page) {
		await expect.poll(() => page.getByText(/Round 1, coin/).count()).toBeGreaterThan(0);
		return 'Round 1, coin';
	}
};

describe('a room that is lost while one is in it', () => {
	it.each(Object.entries(ROOMS))('%s: what one has stays on the page, standing still, until one opens a new room', async (demo, play) => {
		const asked: string[] = [];
		const { page, close } = await browser.open(`${site.origin}/demos/${demo}`, {}, (page) => page.clock.install());
		await expect.poll(() => page.locator('[data-seat] [data-state=open]').count()).toBeGreaterThan(0);
		const shown = await play(page);
		await goDown();
		await comeBack();
		await expect.poll(() => banner(page).textContent(), { timeout: 15_000 }).toContain('Below stands its last state');
		page.on('request', (request) => asked.push(request.url()));
		expect(await page.locator('[data-testid^=seat]').allInnerTexts().then(String)).toContain(shown);
		expect(await page.getByText('Invite:').count()).toBe(0);
		expect(await overhang(page)).toBeLessThanOrEqual(0);
		await page.clock.fastForward(60_000);
		expect(asked).toEqual([]);
		await newRoom(page);
		await expect.poll(() => banner(page).count()).toBe(0);
		await expect.poll(() => page.locator('[data-seat] [data-state=open]').count()).toBeGreaterThan(0);
		await expect.poll(() => page.getByText('Invite:').isVisible()).toBe(true);
		// What was sent in the old room counts as gone once the new one has said something.
		if (demo !== 'game') await expect.poll(() => page.locator('[data-testid^=seat]').allInnerTexts().then(String)).not.toContain(shown);
		await close();
	});

	it('chat: a message that was on its way and a draft stay, and go on in the new room', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/chat`);
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await open(page);
		await goDown();
		await write(ada, 'Write a message', 'is anybody there?');
		await grace.getByLabel('Write a message').fill('half a sent');
		await comeBack();
		await expect.poll(() => ada.locator('[role=log]').getByRole('alert').innerText(), { timeout: 15_000 }).toContain('is gone');
		expect(await ada.locator('[role=log] .text').allTextContents()).toEqual(['is anybody there?']);
		expect(await grace.getByLabel('Write a message').inputValue()).toBe('half a sent');
		await newRoom(page);
		await open(page);
		expect(await grace.getByLabel('Write a message').inputValue()).toBe('half a sent');
		await ada.getByRole('button', { name: 'Send again' }).click();
		await expect.poll(() => grace.locator('[role=log] .text').allTextContents()).toEqual(['is anybody there?']);
		await close();
	});

	it('news: a post that was on its way is in its fields again, and the sentence beside it is as true in the new room', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/news`);
		await expect.poll(() => page.locator('[data-seat] [data-state=open]').count(), { timeout: 10_000 }).toBe(1);
		await goDown();
		await page.getByLabel('Headline').fill('Late news');
		await page.getByRole('button', { name: 'Post', exact: true }).click();
		await comeBack();
		await expect.poll(() => page.getByLabel('Headline').inputValue(), { timeout: 15_000 }).toBe('Late news');
		await newRoom(page);
		await expect.poll(() => page.locator('[data-seat] [data-state=open]').count()).toBe(1);
		expect(await page.locator('form').getByRole('alert').textContent()).toContain('In a new one you can post it');
		await page.getByRole('button', { name: 'Post', exact: true }).click();
		await expect.poll(() => page.getByRole('heading', { name: 'Late news' }).count()).toBe(1);
		await close();
	});

	it('desk: its clock and who is here stand still, and what would need the log is off', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/desk`);
		await open(page);
		await ROOMS['desk']?.(page);
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await expect.poll(() => ada.getByTestId('queue').innerText()).toContain('0:02');
		await goDown();
		await comeBack();
		await expect.poll(() => banner(page).textContent(), { timeout: 15_000 }).toContain('Below stands its last state');
		expect(await ada.getByTestId('queue').innerText()).toMatch(/0:0[2-9]/);
		for (const seat of [ada, grace]) expect(await seat.getByTestId('here').textContent()).toContain('2 here: Ada, Grace');
		for (const name of ['Take the next', 'Rehearse a rush']) expect(await ada.getByRole('button', { name }).isDisabled()).toBe(true);
		expect(await grace.getByRole('button', { name: 'Withdraw' }).isDisabled()).toBe(true);
		expect(await ada.locator('select:enabled').count()).toBe(1);
		await newRoom(page);
		await open(page);
		expect(await ada.getByRole('button', { name: 'Rehearse a rush' }).isEnabled()).toBe(true);
		await close();
	});

	it('editor: the text can be read, written and selected, and begins the new room with all of both seats', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/editor?technique=sse&right=polling`);
		for (const seat of ['left', 'right'] as const) await expect.poll(() => textAt(page, seat)).toContain('no owner');
		const type = async (seat: 'left' | 'right', text: string) => {
			await seatOf(page, seat).locator('.cm-content').click();
			await page.keyboard.press('Control+Home');
			await page.keyboard.type(text);
		};
		await type('left', 'BEFORE ');
		await expect.poll(() => textAt(page, 'right')).toContain('BEFORE');
		await page.keyboard.press('Control+End');
		for (let i = 0; i < 20; i++) await page.keyboard.press('Backspace');
		await goDown();
		await type('left', 'LEFT ');
		await type('right', 'RIGHT ');
		await comeBack();
		await expect.poll(() => banner(page).textContent(), { timeout: 15_000 }).toContain('The room is gone');
		await type('left', 'AFTER ');
		expect(await textAt(page, 'left')).toContain('AFTER LEFT BEFORE');
		await page.keyboard.press('Control+a');
		expect(await page.evaluate(() => String(getSelection()))).toContain('no owner');
		await newRoom(page);
		for (const seat of ['left', 'right'] as const) {
			await expect
				.poll(() => textAt(page, seat), { timeout: 10_000 })
				.toMatch(/^(?=.*AFTER LEFT )(?=.*RIGHT )(?=.*BEFORE One text, two people)/);
			await expect.poll(() => seatOf(page, seat).getByTestId('waiting').textContent()).toBe('All of it is in the log.');
		}
		expect(await textAt(page, 'left')).toBe(await textAt(page, 'right'));
		const guest = await browser.open(`${page.url()}&seats=one`);
		await expect.poll(() => guest.page.locator('.cm-content').innerText()).toBe(await textAt(page, 'left'));
		expect(await guest.page.getByTestId('unreadable').count()).toBe(0);
		await guest.close();
		await close();
	});
});
