import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { GamePlayer } from './game-player.ts';
import type { PlayedSeat } from './game-player.ts';
import type { Stage } from './stage.ts';

/** Opens the game and waits until every seat of the page has entered. */
export async function openGame({ site, browser }: Stage, query = '', options: BrowserContextOptions = {}) {
	const player = new GamePlayer();
	const errors: string[] = [];
	const { page, close } = await browser.open(`${site.origin}/demos/game${query}`, options, async (page) => {
		page.on('pageerror', ({ message }) => errors.push(message));
		player.watch(page);
	});
	const seats = query.includes('seats=one') ? 1 : 2;
	for (let seat = 0; seat < seats; seat++) {
		await expect.poll(async () => (await scores(page, seat)).length).toBeGreaterThanOrEqual(2);
	}
	return { page, close, player, errors };
}

/** The scores that a seat shows, `Ada 1`, by name: the order on the page is that in which players entered, and two seats enter at once. */
export async function scores(page: Page, seat: number): Promise<string[]> {
	const items = await page.getByTestId('scores').nth(seat).locator('li').allTextContents();
	return items.map((text) => text.replaceAll(/\s+/g, ' ').trim()).sort();
}

/** A row of the page's table: how long keys took, ms. */
export interface Row {
	readonly drawn: string;
	readonly keys: number;
	readonly p50: number;
	readonly p95: number;
}

/** The page's own table of a seat. */
export async function times(page: Page, seat: PlayedSeat): Promise<Row[]> {
	const rows = await page
		.getByTestId(`seat-${seat}`)
		.locator('tr[data-drawn]')
		.evaluateAll((rows) =>
			rows.map((row) => [row.getAttribute('data-drawn') ?? '', ...[...row.children].map((cell) => cell.textContent ?? '')])
		);
	const ms = (text = '') => Number.parseFloat(text) * (text.endsWith(' ms') ? 1 : 1000);
	return rows.map(([drawn = '', , , keys, p50, p95]) => ({ drawn, keys: Number(keys), p50: ms(p50), p95: ms(p95) }));
}

/** Keys that the other seat has drawn so far. */
async function countedKeys(page: Page): Promise<number> {
	return (await times(page, 'right')).reduce((sum, { keys }) => sum + keys, 0);
}

/** Presses one key after another until one more is counted: the first after a cut is not. Answers how many it took. */
export async function pressUntilCounted(page: Page): Promise<number> {
	const before = await countedKeys(page);
	let pressed = 0;
	const pressOne = async () => {
		await page.keyboard.press(['KeyA', 'KeyD'][pressed++ % 2] ?? '', { delay: 70 });
		return countedKeys(page);
	};
	await expect.poll(pressOne).toBeGreaterThan(before);
	return pressed;
}

/** Presses keys as a hand does, and waits until the other seat has drawn each. */
export async function pressKeys(page: Page, count: number): Promise<Row> {
	const before = await countedKeys(page);
	for (let i = 0; i < count; i++) await page.keyboard.press(['KeyA', 'KeyW', 'KeyD', 'KeyS'][i % 4] ?? '', { delay: 70 + ((i * 37) % 60) });
	await expect.poll(() => countedKeys(page), { timeout: 60_000 }).toBe(before + count);
	return (await times(page, 'right')).at(-1) as Row;
}
