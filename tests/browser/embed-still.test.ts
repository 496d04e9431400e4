import { describe, expect, it } from 'vitest';
import { DEMOS } from '#lib/demos/index.ts';
import { embedHeight } from '#lib/protocol/embed-size.ts';
import { embedSnippets } from '#lib/protocol/embed-snippets.ts';
import { STILL_STYLE, stillPath } from '../../scripts/still.ts';
import { expectPhase, frameOf, frameTag, setEmbedStage } from '../support/embed.ts';
import { routeNow } from '../support/route.ts';

const { site, host, near, open } = setEmbedStage();

const frame = (id: string, path: string) => frameTag(site.origin, id, path);

describe('a still', () => {
	it.each(['race', ...Object.keys(DEMOS)])('%s fits the height that it has by itself, from 320 to 860 px', async (id) => {
		const widths = [320, 480, 720, 780, 860];
		const query = id === 'race' ? '?techniques=sse,websocket&rate=20' : '?technique=sse';
		const kinds = [
			[query, ''],
			['?theme=projector', ''],
			[query, 'sandbox="allow-scripts"']
		];
		const frames = kinds.flatMap(([query, attributes], kind) =>
			widths.map(
				(width) =>
					`<iframe id="f${kind}-${width}" src="${site.origin}/embed/${id}${query}" width="${width}" height="${embedHeight(id)}" ${attributes}></iframe>`
			)
		);
		const { page } = await open(host.page(frames.join('')));
		for (const [kind] of kinds.entries())
			for (const width of widths) {
				const inside = await frameOf(page, `#f${kind}-${width}`);
				await inside.waitForSelector('#run:enabled');
				// With its picture as large as it likes to be.
				const over = () =>
					inside.evaluate(() => {
						document.getElementById('embed')?.setAttribute('data-natural', '');
						return document.documentElement.scrollHeight - innerHeight;
					});
				expect([kind, width, await over()]).toEqual([kind, width, 0]);
			}
	});

	it.each([
		[200, 100],
		[720, 50],
		[320, 150],
		[600, 200],
		[320, 300]
	])(
		'in a frame of %d by %d px has its button and its link in view, its picture whole if at all, and asks for its own height',
		async (width, height) => {
			const { page } = await open(
				host.page(`<iframe id="a" src="${site.origin}/embed/ticker" width="${width}" height="${height}"></iframe>`)
			);
			const inside = await frameOf(page, '#a');
			await inside.waitForSelector('#run:enabled');
			await expect.poll(() => inside.locator('img').evaluate((image: HTMLImageElement) => image.complete)).toBe(true);
			for (const part of ['#run', '.way']) {
				const box = await inside.locator(part).evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect);
				expect([part, box.width > 60, box.height > 15, box.top >= 0, box.bottom <= height]).toEqual([part, true, true, true, true]);
			}
			expect(await inside.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
			const ratio = await inside.locator('img').evaluate(({ clientWidth, clientHeight }) => clientWidth / clientHeight || 1.6);
			expect(Math.abs(ratio - 1.6)).toBeLessThan(0.2);
			const told = () => page.evaluate(() => (window as unknown as { heard: { data: { px: number } }[] }).heard.map(({ data }) => data.px));
			await expect.poll(async () => (await told()).at(-1)).toBeGreaterThan(340);
			// A host that gives it that height hears nothing else.
			const [asked] = (await told()).slice(-1);
			await page.locator('#a').evaluate((frame, px) => frame.setAttribute('height', `${px}`), asked);
			await inside.evaluate(
				(px) =>
					new Promise<void>((high) => {
						const look = () => (innerHeight === px ? high() : requestAnimationFrame(look));
						look();
					}),
				asked
			);
			expect(await inside.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
			expect((await told()).at(-1)).toBe(asked);
		}
	);

	it.each([
		// Both its charts and what stands under its lanes say that they are live.
		['race', 'view=both', 'Requests over time LIVE'],
		['chat', '', '2 here: Ada']
	])('of %s is taken without what says that it is live, or where it was taken', async (id, query, shown) => {
		const { page } = await open(site.origin + stillPath(id, 'light', query));
		const seen = () =>
			page.evaluate(() => [document.body.innerText, ...[...document.querySelectorAll('textarea')].map(({ value }) => value)].join());
		await expect.poll(seen).toContain(shown);
		await page.addStyleTag({ content: STILL_STYLE });
		for (const left of ['LIVE', 'Counted:', new URL(site.origin).host]) expect(await seen()).not.toContain(left);
	});

	it('runs by a click anywhere on its picture', async () => {
		const { page } = await open(host.page(frame('a', 'ticker')));
		await page.frameLocator('#a').locator('#run:enabled').waitFor();
		await page
			.frameLocator('#a')
			.locator('img')
			.click({ position: { x: 20, y: 20 } });
		await expectPhase(page, '#a', 'running');
	});

	it('has the colours that its host says, before the click too', async () => {
		const { page } = await open(host.page(frame('a', 'ticker')), { colorScheme: 'light' });
		const inside = await frameOf(page, '#a');
		await inside.waitForSelector('#run:enabled');
		const shown = () => inside.locator('img').evaluate((image: HTMLImageElement) => new URL(image.currentSrc).pathname);
		const say = (theme: string) =>
			page.evaluate((theme) => frames[0]?.postMessage({ source: 'on-the-wire', type: 'theme', theme }, '*'), theme);
		await expect.poll(shown).toBe('/stills/ticker.webp');
		await say('dark');
		await expect.poll(shown).toBe('/stills/ticker-dark.webp');
		await say('light');
		await expect.poll(shown).toBe('/stills/ticker.webp');
		await page.emulateMedia({ colorScheme: 'dark' });
		expect(await shown()).toBe('/stills/ticker.webp');
		await say('auto');
		await expect.poll(shown).toBe('/stills/ticker-dark.webp');
	});

	it.each(['race', 'chat'])('%s that is run by a key leaves the keyboard in front of the first control of what runs', async (id) => {
		const { page } = await open(near.page(frame('a', id)));
		const embed = page.frameLocator('#a');
		await embed.locator('#run:enabled').focus();
		await page.keyboard.press('Enter');
		await expectPhase(page, '#a', 'running');
		const focused = () => embed.locator(':focus').evaluate((element) => element.id || element.textContent.trim());
		expect(await focused()).toBe('stage');
		await expect.poll(() => embed.getByRole('button', { name: 'Pause' }).isEnabled()).toBe(true);
		await page.keyboard.press('Tab');
		expect(await focused()).toBe('Pause');
	});

	it('that could not be run gives the keyboard back to its button', async () => {
		const { page } = await open(host.page(frame('a', 'ticker')));
		const embed = page.frameLocator('#a');
		await embed.locator('#run:enabled').focus();
		await routeNow(page, '**/_app/immutable/**', (route) => route.abort(), await frameOf(page, '#a'));
		await page.keyboard.press('Enter');
		await expect.poll(() => embed.locator('#status').textContent()).toContain('The script did not load');
		expect(await embed.locator('#run').evaluate((button) => button === document.activeElement)).toBe(true);
	});
});

describe('what runs stands in the height that a frame has by itself:', () => {
	const bottom = async (path: string, parts: string) => {
		const { page } = await open(near.page(frame('a', path)));
		const inside = await frameOf(page, '#a');
		await inside.click('#run');
		await expectPhase(page, '#a', 'running');
		await expect.poll(() => inside.locator(parts).count()).toBeGreaterThan(0);
		return inside.locator(parts).evaluateAll((found) => Math.max(...found.map((part) => part.getBoundingClientRect().bottom)));
	};

	it('all seven lanes of the Race', async () => {
		expect(await bottom('race', '[data-lane]')).toBeLessThanOrEqual(embedHeight('race'));
	});

	it('both seats of a chat', async () => {
		expect(await bottom('chat', '[data-testid^=seat-] textarea')).toBeLessThanOrEqual(embedHeight('chat'));
	});
});

it.each([720, 320])(
	'what runs is higher than its frame of %d px: the way to the full page stays in view, over nothing that has the focus',
	async (width) => {
		const { page } = await open(near.page(`<iframe id="a" src="${site.origin}/embed/race" width="${width}" height="400"></iframe>`));
		const inside = await frameOf(page, '#a');
		await inside.click('#run:enabled');
		await expectPhase(page, '#a', 'running');
		const way = () => inside.locator('.way').evaluate((line) => line.getBoundingClientRect().toJSON() as DOMRect);
		await expect.poll(async () => (await way()).bottom).toBe(400);
		await expect.poll(() => inside.getByRole('button', { name: 'Pause' }).isEnabled()).toBe(true);
		await inside.locator('#stage').focus();
		for (let n = 0; n < 12; n++) {
			await page.keyboard.press('Tab');
			const focused = await inside.locator(':focus').evaluate((element) => element.getBoundingClientRect().bottom);
			expect(focused).toBeLessThanOrEqual((await way()).top + 1);
		}
		expect((await way()).bottom).toBe(400);
	}
);

describe('what runs is laid out as its picture is, in a frame as our snippets make it:', () => {
	it.each([
		['ticker', 'a chart beside its prices', 'figure', '[data-symbol] .price'],
		['news', 'posts beside what is written', 'li h3', 'textarea'],
		['progress', 'a picture beside its button', '.picture', '.side button'],
		['game', 'two arenas', '[data-testid=seat-left] [data-arena]', '[data-testid=seat-right] [data-arena]'],
		['game', 'two lines', '[data-testid=seat-left] select', '[data-testid=seat-right] select']
	])('%s: %s', async (id, _what, left, right) => {
		const { page } = await open(near.page(frame('a', id)));
		const inside = await frameOf(page, '#a');
		await inside.click('#run');
		await expectPhase(page, '#a', 'running');
		const [a, b] = [inside.locator(left).first(), inside.locator(right).first()];
		for (const part of [a, b]) await part.waitFor();
		const boxes = () => Promise.all([a, b].map((part) => part.evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect)));
		await expect.poll(async () => (await boxes()).every(({ bottom }) => bottom <= embedHeight(id))).toBe(true);
		const [one, other] = (await boxes()) as [DOMRect, DOMRect];
		expect(one.right).toBeLessThanOrEqual(other.left);
		expect(one.top).toBeLessThan(other.bottom);
	});
});

describe('a frame never holds the site:', () => {
	it.each(['nothing', 'chat/more', 'constructor'])('/embed/%s says that there is no embed, and runs no script', async (path) => {
		const scripts: string[] = [];
		const { page } = await open(host.page(frame('a', path)), {}, async (page) => {
			page.on('request', (request) => void (request.resourceType() === 'script' && scripts.push(request.url())));
		});
		const inside = await frameOf(page, '#a');
		await expect.poll(() => inside.getByText('There is no embed of that name.').isVisible()).toBe(true);
		expect(await inside.locator('script, header, dialog, button').count()).toBe(0);
		const [opened] = await Promise.all([page.context().waitForEvent('page'), inside.getByRole('link').click()]);
		await expect.poll(() => opened.url()).toBe(`${site.origin}/`);
		expect([inside.url(), scripts]).toEqual([`${site.origin}/embed/${path}`, []]);
		await opened.close();
	});

	it.each(['race', 'chat', 'progress'])('of what runs in %s no link leads anywhere in it', async (id) => {
		const { page } = await open(near.page(frame('a', `${id}?view=both`)));
		const inside = await frameOf(page, '#a');
		await inside.click('#run');
		await expectPhase(page, '#a', 'running');
		await expect.poll(() => inside.getByRole('heading', { name: 'Requests over time' }).isVisible()).toBe(true);
		const links = inside.locator('a[href]');
		expect(await links.count()).toBeGreaterThan(0);
		expect(await links.evaluateAll((all) => all.filter((link) => !link.matches('[target=_blank], [download]')).length)).toBe(0);
	});
});

it('an iframe with its height script has its height in a sandbox too', async () => {
	const { iframeWithHeight } = embedSnippets({ origin: site.origin, id: 'ticker', title: 'Stock ticker' });
	const { page } = await open(host.page(iframeWithHeight.replace('<iframe', '<iframe sandbox="allow-scripts"')));
	expect(await (await frameOf(page, 'iframe')).evaluate(() => self.origin)).toBe('null');
	await expect.poll(() => page.locator('iframe').evaluate((frame) => frame.style.height)).toMatch(/^\d+px$/);
});
