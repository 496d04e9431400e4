import { expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';
import { seatOf, write } from '../support/two-seats.ts';

const { site, browser } = setStage({ NEW_ROOMS_PER_SECOND: '1000' });

it.each([
	['chat', 'left', 'Write a message', '.own[data-state=waiting]'],
	['desk', 'left', 'Write to the agents', '.own.sent'],
	['news', 'only', 'Headline', 'text=/^On its way up/']
] as const)(
	'what is written in the %s before there is a place in the room waits for one, and goes out',
	async (demo, seat, field, mark) => {
		let letIn = () => {};
		const mayJoin = new Promise<void>((resolve) => (letIn = resolve));
		const { page, close } = await browser.open(`${site.origin}/demos/${demo}`, {}, (page) =>
			page.route('**/rooms/*/members', async (route) => {
				await mayJoin;
				await route.continue();
			})
		);
		const writer = seatOf(page, seat);
		await write(writer, field, 'Early words');
		await expect.poll(() => writer.locator(mark).count()).toBe(1);
		expect((await writer.getByRole('alert').allTextContents()).join('').trim()).toBe('');
		letIn();
		await expect.poll(() => writer.locator(mark).count()).toBe(0);
		await expect.poll(() => writer.getByText('Early words').first().isVisible()).toBe(true);
		expect(await writer.getByLabel(field, { exact: true }).inputValue()).toBe('');
		await close();
	}
);
