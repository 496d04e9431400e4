import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { isBlank, look } from '../support/present-page.ts';
import { openPresentation } from '../support/presentation.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage({ NEW_ROOMS_PER_SECOND: '1000' });

it('a presentation keeps presenter, speaker, remote and audience together within 300 ms', async () => {
	const { presenter, speaker, remote, audience, close } = await openPresentation(stage);
	const press = (name: string) => remote.getByRole('button', { name, exact: true }).click();
	const ask = 'How many requests in 30 seconds?';
	const first = (await look(presenter)) ?? '';
	// Each page notes itself when it was touched and when it shows a text: all on one machine, by one clock.
	const all = [presenter, speaker, remote, audience];
	for (const page of all)
		await page.evaluate(() => {
			const notes: { touched: number; shown: Record<string, number> } = { touched: 0, shown: {} };
			Object.assign(globalThis, { notes });
			// When the browser got it, and not when its turn came here: the page's own listener may draw before that.
			const touch = ({ timeStamp }: Event) => (notes.touched = Math.floor(performance.timeOrigin + timeStamp));
			addEventListener('keydown', touch, true);
			addEventListener('click', touch, true);
			let before = '';
			new MutationObserver(() => {
				const text = document.querySelector('[data-testid=look], [data-testid=now]')?.textContent ?? '';
				if (text !== before) notes.shown[text] = Date.now();
				before = text;
			}).observe(document.body, { childList: true, subtree: true, characterData: true });
		});
	const notesOf = (page: Page) =>
		page.evaluate(() => (globalThis as unknown as { notes: { touched: number; shown: Record<string, number> } }).notes);
	const times: number[] = [];
	for (const [actor, act, text] of [
		[presenter, () => presenter.keyboard.press('PageDown'), ask],
		[remote, () => press('Back'), first],
		[remote, () => press('Next'), ask],
		[speaker, () => speaker.keyboard.press('PageUp'), first],
		[presenter, () => presenter.keyboard.press(' '), ask]
	] as const) {
		await act();
		const { touched } = await notesOf(actor);
		for (const page of all) await expect.poll(async () => (await notesOf(page)).shown[text] ?? 0).toBeGreaterThanOrEqual(touched);
		const shown = await Promise.all(all.map(async (page) => ((await notesOf(page)).shown[text] ?? 0) - touched));
		process.stdout.write(`presenter, speaker, remote, audience after ${shown.join(', ')} ms\n`);
		times.push(Math.max(...shown));
	}
	// The median of five: one machine draws all four pages, and beside a build the slowest of 25 acts took 345 ms.
	expect(times.toSorted((a, b) => a - b)[2]).toBeLessThan(300);
	// Blank on all screens.
	await press('Blank');
	for (const page of [presenter, audience]) await expect.poll(() => isBlank(page)).toBe(true);
	await press('Next');
	for (const page of [presenter, audience]) await expect.poll(() => isBlank(page)).toBe(false);
	await close();
});
