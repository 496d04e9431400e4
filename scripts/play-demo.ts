import type { Locator, Page } from 'playwright-core';

/** Does with a running page, or an embed of it, what a visitor would in the first moments, so that its picture shows it at work. */
export async function playDemo(page: Page, id: string): Promise<void> {
	await touchDemo(page, id);
	await page.waitForTimeout(LASTS_MS[id] ?? 0);
	await page.mouse.move(1, 1);
	await page.waitForTimeout(1500);
}

/** What a visitor would do in the first moments, until the page shows it; nothing on a page that runs by itself. */
export async function touchDemo(page: Page, id: string): Promise<void> {
	await touches[id]?.(page);
}

/** How long it goes on by itself after that, until there is enough to see, ms. */
const LASTS_MS: Readonly<Record<string, number>> = {
	race: 12_000,
	ticker: 8000,
	dashboard: 20_000,
	news: 8000,
	progress: 3000
};

const seat = (page: Page, name: string): Locator => page.getByTestId(`seat-${name}`);

async function say(at: Locator, text: string): Promise<void> {
	await at.getByLabel('Write a message').pressSequentially(text, { delay: 15 });
	await at.getByLabel('Write a message').press('Enter');
	await at.getByRole('log').getByText(text).waitFor();
}

async function writeText(page: Page, name: string, where: string, text: string): Promise<void> {
	await seat(page, name).locator('.cm-content').click();
	await page.keyboard.press(`Control+${where}`);
	await page.keyboard.type(text, { delay: 15 });
}

const touches: Readonly<Record<string, (page: Page) => Promise<void>>> = {
	async news(page) {
		const title = 'A post of our own, sent up by POST';
		await page.getByLabel('Headline').fill(title);
		await page.getByRole('button', { name: 'Post', exact: true }).click();
		await page.getByRole('heading', { name: title }).first().waitFor();
	},
	async progress(page) {
		await page.getByRole('button', { name: 'Render it' }).click();
		await page.getByText(/^about \d+ s left/).waitFor({ timeout: 60_000 });
	},
	async chat(page) {
		await say(seat(page, 'left'), 'Which line are you on?');
		await say(seat(page, 'right'), 'One WebSocket. Ten bytes of frame around this.');
		await say(seat(page, 'left'), 'Cut it, and see who notices first.');
		await seat(page, 'right').getByLabel('Write a message').pressSequentially('Wait…', { delay: 15 });
	},
	async editor(page) {
		await writeText(page, 'left', 'End', '\n\nAda writes here.');
		await writeText(page, 'right', 'Home', 'Grace begins with a line of her own.\n');
		await seat(page, 'left').getByText('Grace begins with').waitFor();
	},
	async game(page) {
		await seat(page, 'left').getByRole('application').click();
		for (const key of ['KeyD', 'KeyS', 'KeyD', 'KeyW', 'KeyD']) await page.keyboard.press(key, { delay: 400 });
	},
	async desk(page) {
		await page.getByRole('button', { name: 'Rehearse a rush' }).first().click();
		// Somebody has to wait before anybody is taken.
		await page.getByTestId('queue').first().getByRole('listitem').nth(2).waitFor();
		await page.getByRole('button', { name: 'Take the next' }).first().click();
		await page.getByTestId('taken').first().getByRole('log').waitFor();
	}
};
