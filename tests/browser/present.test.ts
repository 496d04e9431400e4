import { describe, expect, it } from 'vitest';
import { touchDemo } from '../../scripts/play-demo.ts';
import { noteCanvases, unreadable } from '../support/readable.ts';
import { PROJECTOR, isBlank, look, stop } from '../support/present-page.ts';
import { axeFindings } from '../support/axe.ts';
import { setStage } from '../support/stage.ts';
import { overhang } from '../support/two-seats.ts';

const { site, browser } = setStage({ NEW_ROOMS_PER_SECOND: '1000' });
const PAGES = ['/', '/demos', ...['ticker', 'news', 'dashboard', 'progress', 'chat', 'editor', 'game', 'desk'].map((id) => `/demos/${id}`)];

/** What many projectors are given. */
const LAPTOP = { width: 1280, height: 720 };
const present = (path: string, at = 1) => `${site.origin}${path}?present=${at}`;

describe('presenter mode', () => {
	it.each(PAGES)(
		'of %s begins with P, without the chrome, can be read from the last row at every step, and ends with P',
		async (path) => {
			const { page, close } = await browser.open(site.origin + path, PROJECTOR, noteCanvases);
			await expect.poll(() => page.getByRole('button', { name: 'Present' }).isEnabled()).toBe(true);
			// What nobody has touched says little; a job is started by the step itself. Once it is presented the page types, too.
			if (path !== '/demos/progress') await touchDemo(page, path.replace('/demos/', ''));
			await page.evaluate(() => (document.activeElement as HTMLElement).blur());
			await page.keyboard.press('p');
			await expect.poll(() => stop(page)).toBe('1');
			const seen: string[] = [];
			for (let at = 1; ; at++) {
				await expect.poll(() => stop(page)).toBe(String(at));
				expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('projector');
				for (const role of ['navigation', 'contentinfo'] as const) expect(await page.getByRole(role).isVisible()).toBe(false);
				await expect.poll(() => look(page)).not.toBe('');
				// A canvas that has just come is drawn a frame later.
				await expect.poll(async () => [path, at, (await unreadable(page, 24, 7)).found]).toEqual([path, at, []]);
				const { texts, drawn } = await unreadable(page, 24, 7);
				expect(texts).toBeGreaterThan(2);
				if (await page.locator(':is([data-arena], [data-dial], figure) canvas:visible').count()) expect(drawn).toBeGreaterThan(1);
				expect(await overhang(page)).toBeLessThanOrEqual(0);
				// Nobody in the last row scrolls.
				const height = () => page.evaluate(() => document.documentElement.scrollHeight);
				for (const viewport of [LAPTOP, PROJECTOR.viewport]) {
					await page.setViewportSize(viewport);
					await expect.poll(async () => [path, at, await height()]).toEqual([path, at, viewport.height]);
				}
				seen.push(`${await page.getByTestId('step').textContent()} ${await look(page)}`);
				await page.keyboard.press('PageDown');
				// A key steps on at once, or there is nothing to step on to.
				await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
				if ((await stop(page)) === String(at)) break;
			}
			const [, last = '', of = ''] = /^(\d)\/(\d)/.exec(seen.at(-1) ?? '') ?? [];
			expect([path, last]).toEqual([path, of]);
			await page.evaluate(() => (document.activeElement as HTMLElement).blur());
			await page.keyboard.press('p');
			await expect.poll(() => page.getByRole('navigation').isVisible()).toBe(true);
			expect(page.url()).not.toContain('present');
			await close();
		},
		120_000
	);

	it('finds text that is too small or too pale, so that the check above proves something', async () => {
		const { page, close } = await browser.open(present('/'), PROJECTOR, noteCanvases);
		await expect.poll(() => stop(page)).toBe('1');
		await page.evaluate(() => {
			const canvas = document.createElement('canvas');
			document.querySelector('.presenter')?.append(canvas);
			const context = canvas.getContext('2d') as CanvasRenderingContext2D;
			// Twice as fine as it is shown: drawn in 40 px, seen in 20.
			canvas.width = 2 * canvas.clientWidth;
			canvas.height = 2 * canvas.clientHeight;
			canvas.style.width = `${canvas.width / 2}px`;
			canvas.style.height = `${canvas.height / 2}px`;
			context.clearRect(0, 0, 1, 1);
			context.font = '40px serif';
			context.fillText('drawn', 50, 50);
			document
				.querySelector('.presenter')
				?.insertAdjacentHTML(
					'beforeend',
					'<p style="font-size:20px">small</p><p style="color:#777">pale</p><p style="opacity:.5">faint</p>'
				);
		});
		expect((await unreadable(page, 24, 7)).found.map(({ text }) => text)).toEqual(['small', 'pale', 'faint', 'drawn']);
		await close();
	});

	it('obeys a clicker: Space, arrows and pages step, B and dot blank, Esc leaves', async () => {
		const { page, close } = await browser.open(present('/'), PROJECTOR);
		await expect.poll(() => stop(page)).toBe('1');
		for (const [key, at] of [
			[' ', '2'],
			['ArrowRight', '3'],
			['PageDown', '4'],
			['PageUp', '3'],
			['ArrowLeft', '2'],
			['ArrowLeft', '1'],
			['PageUp', '1']
		] as const) {
			await page.keyboard.press(key);
			await expect.poll(async () => [key, await stop(page)]).toEqual([key, at]);
		}
		for (const key of ['b', '.']) {
			await page.keyboard.press(key);
			await expect.poll(() => isBlank(page)).toBe(true);
			await page.keyboard.press(key);
			await expect.poll(() => isBlank(page)).toBe(false);
		}
		await page.keyboard.press('Escape');
		await expect.poll(() => page.url()).not.toContain('present');
		await close();
	});

	it('obeys a clicker after somebody has typed, in a field and in a log that scrolls', async () => {
		const { page, close } = await browser.open(present('/demos/chat'), PROJECTOR);
		await expect.poll(() => stop(page)).toBe('1');
		const left = page.getByTestId('seat-left');
		const field = left.getByLabel('Write a message');
		await field.fill('hello');
		await field.press('PageDown');
		await expect.poll(() => stop(page)).toBe('2');
		expect(await field.inputValue()).toBe('hello');
		await left.getByRole('log').press('PageUp');
		await expect.poll(() => stop(page)).toBe('1');
		await close();
	});

	it('obeys a clicker while somebody writes in the editor, which keeps its text, its spaces and its arrows', async () => {
		const { page, close } = await browser.open(present('/demos/editor'), PROJECTOR);
		await expect.poll(() => stop(page)).toBe('1');
		const text = page.getByTestId('seat-left').locator('.cm-content');
		// What is typed into a room before its first lines have come stands beside them, on either side.
		await text.filter({ hasText: 'no owner' }).click();
		await page.keyboard.press('Control+Home');
		await page.keyboard.type('b. s ac');
		await page.keyboard.press('ArrowLeft');
		await page.keyboard.type('b');
		const first = () => text.locator('.cm-line').first().textContent();
		await expect.poll(first).toMatch(/^b\. s abc/);
		expect(await stop(page)).toBe('1');
		for (const [key, at] of [
			['PageDown', '2'],
			['PageDown', '3'],
			['PageUp', '2']
		] as const) {
			await page.keyboard.press(key);
			await expect.poll(() => stop(page)).toBe(at);
		}
		// The cursor stands where it stood: the editor has not heard of them.
		await page.keyboard.type('!');
		await expect.poll(first).toMatch(/^b\. s ab!c/);
		await close();
	});

	it('leaves the game its letters and arrows in an arena that has the focus, and there alone', async () => {
		const { page, close } = await browser.open(present('/demos/game'), PROJECTOR);
		await expect.poll(() => stop(page)).toBe('1');
		await page.getByTestId('seat-left').getByRole('application').click();
		for (const key of ['s', 'a', 'ArrowRight']) await page.keyboard.press(key);
		expect(await page.getByTestId('invite').count()).toBe(0);
		expect(page.context().pages()).toHaveLength(1);
		expect(await stop(page)).toBe('1');
		await page.keyboard.press('PageDown');
		await expect.poll(() => stop(page)).toBe('2');
		await page.evaluate(() => (document.activeElement as HTMLElement).blur());
		await page.keyboard.press('a');
		await expect.poll(() => page.getByTestId('invite').isVisible()).toBe(true);
		await close();
	});

	it('shows the audience its link by one key', async () => {
		const { page, close } = await browser.open(present('/'), PROJECTOR);
		await expect.poll(() => stop(page)).toBe('1');
		await page.keyboard.press('a');
		await expect.poll(() => page.getByTestId('invite').textContent()).toMatch(/follow=[a-z2-7]{8}/);
		await close();
	});

	it('sets what the step says, and Back goes a step back', async () => {
		const { page, close } = await browser.open(present('/'), PROJECTOR);
		await expect.poll(() => stop(page)).toBe('1');
		await page.keyboard.press('PageDown');
		await expect.poll(() => page.url()).toContain('techniques=polling,websocket');
		expect(page.url()).toMatch(/rate=0\.2.*interval=1.*present=2/);
		expect(await page.locator('[data-lane]:visible').count()).toBe(2);
		// Two lanes have the room that seven need.
		const height = async () => (await page.locator('.presenter ol').boundingBox())?.height ?? 0;
		await expect.poll(height).toBeGreaterThan(PROJECTOR.viewport.height / 2);
		await page.goBack();
		await expect.poll(() => stop(page)).toBe('1');
		await expect.poll(() => page.locator('.presenter [data-lane]').count()).toBe(7);
		await close();
	});

	it('asks before it tells: the figures wait, and the answer is what the ledger counted', async () => {
		const { page, close } = await browser.open(present('/'), PROJECTOR);
		await expect.poll(() => stop(page)).toBe('1');
		await page.keyboard.press(' ');
		await expect.poll(() => look(page)).toBe('How many requests in 30 seconds?');
		expect(await page.getByTestId('answer').count()).toBe(0);
		expect(await page.locator('[data-lane=polling] dl:visible').count()).toBe(0);
		const requests = async () =>
			Number(/\d+/.exec((await page.locator('.presenter [data-lane=polling] dd').first().textContent()) ?? '')?.[0]);
		const before = await requests();
		await expect.poll(() => page.getByTestId('progress').textContent()).toMatch(/Measuring: [5-9] of 30 s/);
		await page.keyboard.press(' ');
		await expect
			.poll(() => page.getByTestId('answer').textContent())
			.toMatch(/^In \d+ s short polling asked \d+ times, WebSocket asked (not )?once\.$/);
		const told = async () =>
			/In (\d+) s .* asked (\d+) times/
				.exec((await page.getByTestId('answer').textContent()) ?? '')
				?.slice(1)
				.map(Number) as [number, number];
		const [seconds, asked] = await told();
		// Once a second, and the figure on the lane rose by the same.
		expect(Math.abs(asked - seconds)).toBeLessThanOrEqual(4);
		expect(Math.abs((await requests()) - before - asked)).toBeLessThanOrEqual(4);
		await close();
	});

	it('lets one watch a demo while one guesses, but not its figures', async () => {
		const { page, close } = await browser.open(present('/demos/ticker', 2), PROJECTOR);
		await expect.poll(() => look(page)).toMatch(/how old is a price/);
		const seat = page.getByTestId('seat-only');
		const figures = seat.getByText(/requests?, .* stale/);
		await expect.poll(() => seat.getByText('ACME').first().isVisible()).toBe(true);
		expect(await figures.isVisible()).toBe(false);
		await page.keyboard.press('PageDown');
		await expect.poll(() => figures.isVisible()).toBe(true);
		await close();
	});

	it('shows of the dashboard what its steps name, and leaves the rest backstage', async () => {
		const { page, close } = await browser.open(present('/demos/dashboard'), PROJECTOR);
		await expect.poll(() => look(page)).toContain('What the server holds and moves');
		const dials = () =>
			page
				.locator('[data-dial]')
				.evaluateAll((dials: HTMLElement[]) => dials.filter((dial) => dial.checkVisibility()).map((dial) => dial.dataset['dial']));
		await expect.poll(dials).toEqual(['Connections', 'Bytes']);
		await page.keyboard.press('Escape');
		await expect.poll(dials).toHaveLength(6);
		await close();
	});

	it('cuts the line at a step that says so, and all lanes come back', async () => {
		const { page, close } = await browser.open(present('/', 7), PROJECTOR);
		await expect.poll(() => stop(page)).toBe('7');
		await page.keyboard.press('PageDown');
		await expect.poll(() => page.locator('.presenter [data-lane]', { hasText: 'back after' }).count()).toBe(7);
		await close();
	});

	it('hides the pointer that nobody moves, and shows it again', async () => {
		const { page, close } = await browser.open(present('/'), PROJECTOR);
		const cursor = () => page.locator('.presenter').evaluate((element) => getComputedStyle(element).cursor);
		await expect.poll(cursor).toBe('none');
		await page.mouse.move(100, 100);
		expect(await cursor()).not.toBe('none');
		await close();
	});

	it('is a page that axe finds nothing wrong with, on a phone too', async () => {
		const { page, close } = await browser.open(present('/'), { viewport: { width: 320, height: 700 } });
		await expect.poll(() => stop(page)).toBe('1');
		expect(await axeFindings(page)).toEqual([]);
		expect(await overhang(page)).toBeLessThanOrEqual(0);
		await close();
	});
});
