import { describe, expect, it } from 'vitest';
import { DEMOS } from '#lib/demos/index.ts';
import { setStage } from '../support/stage.ts';

const { site, browser } = setStage();

describe('the list of demos', () => {
	it.each(['light', 'dark'] as const)(
		'has a %s picture of a real run of each, says what each opens on, and leads there by picture and title',
		async (colorScheme) => {
			const { page, close } = await browser.open(`${site.origin}/demos`, { colorScheme, viewport: { width: 1280, height: 1200 } });
			const cards = page.getByRole('listitem').filter({ has: page.getByRole('heading') });
			expect(await cards.count()).toBe(Object.keys(DEMOS).length);
			const shown = () =>
				cards
					.locator('img')
					.evaluateAll((all) =>
						all.map((one) => [(one as HTMLImageElement).naturalWidth, new URL((one as HTMLImageElement).currentSrc).pathname])
					);
			const suffix = colorScheme === 'dark' ? '-dark' : '';
			await expect.poll(shown).toEqual(Object.keys(DEMOS).map((id) => [960, `/stills/${id}${suffix}.webp`]));
			const desk = cards.filter({ hasText: DEMOS.desk.lead });
			expect((await desk.innerText()).split('\n').map((line) => line.trim())).toEqual(
				expect.arrayContaining(['WebSocket', 'Server-Sent Events'])
			);
			// The title's link lies over the picture.
			const { x = 0, y = 0 } = (await desk.locator('img').boundingBox()) ?? {};
			await page.mouse.click(x + 40, y + 40);
			await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toContain(DEMOS.desk.title);
			expect(new URL(page.url()).pathname).toBe('/demos/desk');
			await close();
		}
	);
});

describe('an address where there is no page', () => {
	it.each([
		['/nowhere', 'There is no page at this address.'],
		['/demos/nowhere', 'There is no demo of that name.']
	])('%s says so, and is no part of the site', async (path, sentence) => {
		const answer = await fetch(site.origin + path);
		const text = await answer.text();
		expect([answer.status, text.includes(`<p>${sentence}</p>`), text.includes('aria-current')]).toEqual([404, true, false]);
	});
});
