import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { TECHNIQUE_TEXTS } from '#lib/content/techniques.ts';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import { axeFindings } from '../support/axe.ts';
import { routeNow } from '../support/route.ts';
import { setStage } from '../support/stage.ts';

const { site, browser } = setStage({ NEW_SESSIONS_PER_SECOND: '100' });

const open = (path: string) => browser.open(site.origin + path);

async function share(page: Page) {
	const dialog = page.getByRole('dialog', { name: 'Share this page' });
	// The button stands there before the script that makes it work.
	const opened = async () => {
		// Its own script comes later: a dialog that opens just now is in the way of a second click.
		if (!(await dialog.isVisible())) await page.getByRole('button', { name: 'Share' }).click({ timeout: 1000 });
		return dialog.isVisible();
	};
	await expect.poll(opened).toBe(true);
	const part = (name: string) => dialog.locator('summary').filter({ hasText: name }).click();
	return { dialog, part, link: () => dialog.getByLabel('Link, with every setting').inputValue() };
}

describe('sharing', () => {
	it('the link says every setting and the seed, and restores the page exactly', async () => {
		const { page, close } = await open('/?rate=5&techniques=sse,websocket&count=payload&paused=1');
		const { link } = await share(page);
		const query = new URL(await link()).searchParams;
		expect(Object.fromEntries(query)).toEqual({
			rate: '5',
			size: '100',
			interval: '2',
			seed: '1',
			count: 'payload',
			techniques: 'sse,websocket',
			theme: 'auto',
			paused: '1',
			keys: 'on',
			socketio: 'default'
		});
		const restored = await open(`/${new URL(await link()).search}`);
		const other = await share(restored.page);
		expect(new URL(await other.link()).search).toBe(new URL(await link()).search);
		await expect.poll(() => restored.page.getByRole('button', { name: 'Go on' }).isVisible()).toBe(true);
		await restored.close();
		await close();
	});

	it('a demo’s link leaves the room out, and says so', async () => {
		const { page, close } = await open('/demos/chat?right=polling');
		await expect.poll(() => new URL(page.url()).searchParams.has('room')).toBe(true);
		const { dialog, link } = await share(page);
		const query = new URL(await link()).searchParams;
		expect([query.get('technique'), query.get('right'), query.has('room')]).toEqual(['websocket', 'polling', false]);
		expect(await dialog.textContent()).toContain('Your room is not in it');
		await close();
	});

	it('a dialog whose script does not come says so, and comes when it is asked for again', async () => {
		const { page, close } = await open('/?techniques=sse');
		await expect.poll(() => page.locator('[data-lane=sse] [data-state=open]').count()).toBe(1);
		await routeNow(page, '**/_app/immutable/**', (route) => route.abort());
		await page.getByRole('button', { name: 'Share' }).click();
		await expect.poll(() => page.getByRole('alert').innerText()).toContain('did not load');
		await page.unroute('**/_app/immutable/**');
		await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
		await expect.poll(() => page.getByRole('dialog', { name: 'Share this page' }).isVisible()).toBe(true);
		expect(await page.getByRole('alert').count()).toBe(0);
		await close();
	});

	it('says what the code holds where that is not every setting, and the command beside it is on one line', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/ticker?technique=polling`, { viewport: { width: 360, height: 740 } });
		const { dialog, link } = await share(page);
		const short = await dialog.getByLabel(/the one in the code/).inputValue();
		expect([new URL(short).search, short.length < (await link()).length]).toEqual(['?technique=polling', true]);
		const command = dialog.getByText('npm start -- --host');
		expect(await command.evaluate((code) => code.getClientRects().length)).toBe(1);
		await close();
	});

	it('the code becomes as large as the screen allows', async () => {
		const { page, close } = await open('/demos/ticker');
		const { dialog } = await share(page);
		const width = async () => (await dialog.getByRole('img', { name: 'QR code of the link' }).boundingBox())?.width ?? 0;
		const before = await width();
		await dialog.getByRole('button', { name: 'Show it large' }).click();
		await expect.poll(width).toBeGreaterThan(1.8 * before);
		const { height } = page.viewportSize() ?? { height: Infinity };
		const code = await dialog.getByRole('img', { name: 'QR code of the link' }).boundingBox();
		expect(code?.height).toBeGreaterThan(0.65 * height);
		expect(await dialog.getByText(page.url(), { exact: true }).isVisible()).toBe(true);
		expect(await dialog.evaluate((element) => element.scrollHeight - element.clientHeight)).toBe(0);
		await close();
	});

	it('embeds: a live preview, and snippets that hold the same settings', async () => {
		const { page, close } = await open('/demos/ticker?technique=polling');
		const { dialog, part } = await share(page);
		await part('Embed it');
		const frame = dialog.frameLocator('iframe');
		await expect.poll(() => frame.getByRole('button', { name: 'Run it here' }).isVisible()).toBe(true);
		const snippet = (label: RegExp) => dialog.getByLabel(label).inputValue();
		expect(await snippet(/fixed height/)).toMatch(
			/^<iframe src="http[^"]+\/embed\/ticker\?technique=polling" title="On the Wire: Stock ticker"/
		);
		expect(await snippet(/as high as it needs/)).toContain('addEventListener("message"');
		expect(await snippet(/element of its own/)).toMatch(/<on-the-wire demo="ticker" technique="polling"><a/);
		expect(await snippet(/plain address/)).toMatch(/\/demos\/ticker\?technique=polling$/);
		expect(await snippet(/Markdown/)).toMatch(/^\[!\[On the Wire: Stock ticker\]\(.+ticker-og\.png\)\]\(/);
		await dialog.getByRole('radio', { name: 'what it costs' }).check();
		expect(await snippet(/fixed height/)).toContain('view=charts');
		await close();
	});

	it.each([
		['technique=sse', 'technique="sse" right="websocket"', '?technique=sse'],
		['technique=sse&right=sse', 'technique="sse"', '?technique=sse&right=sse'],
		['right=sse', 'right="sse"', '?right=sse']
	])('the snippets of a chat with %s leave out what stands at its default, and name both seats', async (query, attributes, pageQuery) => {
		const { page, close } = await open(`/demos/chat?${query}`);
		const { dialog, part } = await share(page);
		await part('Embed it');
		expect(await dialog.getByLabel(/element of its own/).inputValue()).toContain(`<on-the-wire demo="chat" ${attributes}><a`);
		expect(await dialog.getByLabel(/plain address/).inputValue()).toBe(`${site.origin}/demos/chat${pageQuery}`);
		await close();
	});

	it('the link gives back a page with one seat and without keys of one letter, and no embed begins so', async () => {
		const { page, close } = await open('/demos/chat?seats=one&keys=off');
		const { dialog, part, link } = await share(page);
		const query = new URL(await link()).searchParams;
		expect([query.get('seats'), query.get('keys'), query.get('room')]).toEqual(['one', 'off', null]);
		await part('Embed it');
		expect(await dialog.getByLabel(/fixed height/).inputValue()).not.toMatch(/seats|keys/);
		await close();
	});

	it('reproduce: the settings as JSON', async () => {
		const { page, close } = await open('/?seed=7&socketio=websocket');
		const { dialog, part, link } = await share(page);
		await part('Reproduce it');
		const json = JSON.parse(await dialog.getByLabel('The settings as JSON').inputValue()) as object;
		const settings = { seed: 7, rate: 1, socketio: 'websocket' };
		expect(json).toMatchObject({ what: 'on-the-wire settings', page: '/', link: await link(), settings });
		await close();
	});

	it.each(['/', '/demos', '/demos/desk'])('axe finds nothing in the dialog of %s, and it fits a phone', async (path) => {
		const { page, close } = await browser.open(site.origin + path, { viewport: { width: 360, height: 740 } });
		const { dialog } = await share(page);
		for (const summary of await dialog.locator('summary').all()) await summary.click();
		expect(await axeFindings(page, 'dialog[open]')).toEqual([]);
		expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
		await close();
	});

	it('a link that cannot be read opens with the defaults, and one sentence says so', async () => {
		const { page, close } = await open('/demos/ticker?technique=carrier-pigeon&rate=7&utm_source=x');
		await expect
			.poll(() => page.getByTestId('broken-link').textContent())
			.toBe('Not all of this link could be read: “technique” stands at its default.');
		expect(await page.locator('[data-seat] select').inputValue()).toBe('sse');
		await close();
	});

	it('says so until a setting is changed, although a room writes itself into the link', async () => {
		const { page, close } = await open('/demos/chat?technique=carrier-pigeon&right=sse');
		await expect.poll(() => page.url()).toContain('room=');
		expect(page.url()).not.toContain('pigeon');
		const notice = page.getByTestId('broken-link');
		expect(await notice.textContent()).toBe('Not all of this link could be read: “technique” stands at its default.');
		await page.locator('[data-seat=left] select').selectOption('sse');
		await expect.poll(() => notice.count()).toBe(0);
		await close();
	});
});

it.each([
	['/?techniques=sse,pigeon', 'Not all of this link could be read: “techniques” is without what is unknown.'],
	['/?rate=5000', 'Not all of this link could be read: “rate” stands at its default.'],
	['/?rate=200&size=8000', 'Not all of this link could be kept: “rate” is as high as the other settings allow.'],
	[
		'/?interval=x&techniques=sse,y',
		'Not all of this link could be read: “interval” stands at its default; “techniques” is without what is unknown.'
	],
	['/demos?theme=x', 'Not all of this link could be read: “theme” stands at its default.']
])('one quiet sentence says what of a link is not as it says: %s', async (path, sentence) => {
	const { page, close } = await open(path);
	await expect.poll(() => page.getByTestId('broken-link').textContent()).toBe(sentence);
	await close();
});

it('a number of four decimals is restored as it was, and nothing is said', async () => {
	const { page, close } = await open('/?interval=2.1234');
	const { link } = await share(page);
	expect(new URL(await link()).searchParams.get('interval')).toBe('2.1234');
	expect(await page.getByTestId('broken-link').count()).toBe(0);
	await close();
});

/** Waits until the charts show something. */
async function charted(page: Page): Promise<void> {
	const sentence = page.locator('figure', { hasText: 'Requests over time' }).locator('figcaption p');
	await expect.poll(() => sentence.textContent(), { timeout: 20_000 }).toMatch(/ asked | requests? in /);
}

/** What is on the paper that the browser prints now. */
async function printed(page: Page) {
	await page.emulateMedia({ media: 'print' });
	const handout = page.getByTestId('handout');
	const made = async () => {
		await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
		return handout.isVisible();
	};
	await expect.poll(made).toBe(true);
	const visible = await page.evaluate(() =>
		[...document.querySelectorAll('main > *')]
			.filter((element) => (element as HTMLElement).offsetHeight > 0)
			.map((element) => element.className.split(' ')[0])
	);
	expect(visible).toEqual(['handout']);
	return handout;
}

describe('on paper', () => {
	it('the Race is a handout: explanation, charts with tables and figures of this run, link and code', async () => {
		const { page, close } = await open('/?rate=20&theme=dark&count=tcp');
		await charted(page);
		const handout = await printed(page);
		const text = await handout.innerText();
		for (const expected of [
			'On the Wire: The Race',
			'Long polling',
			'What was measured',
			'rate=20',
			'Requests over time',
			'TCP and IP (MODEL)',
			'Bytes by purpose',
			'heartbeat: what only says',
			'Staleness'
		])
			expect(text).toContain(expected);
		// The race goes on behind it: the last lane has its figures soon.
		await expect.poll(() => handout.locator('svg path').count()).toBeGreaterThan(14);
		// Seven bars of four purposes, and what the shades mean.
		await expect.poll(() => handout.locator(':is(foreignObject, th) span[title]').count()).toBe(7 * 4 + 4);
		await expect.poll(() => handout.locator('td').filter({ hasText: /^\d/ }).count()).toBeGreaterThan(20);
		// In black and white each has a hatching of its own.
		const shades = await handout.locator('th span[title]').all();
		const inks = await Promise.all(
			shades.map(async (shade) =>
				sharp(await shade.screenshot())
					.threshold(128)
					.raw()
					.toBuffer()
			)
		);
		expect(new Set(inks.map((ink) => ink.toString('hex'))).size).toBe(4);
		// Each line of the staleness is ten times the one below, as on screen.
		const lines = handout.getByRole('img', { name: 'Staleness' }).locator('text[text-anchor=end]');
		// A sentence stands there until the clocks agree.
		await expect.poll(() => lines.count()).toBeGreaterThan(1);
		const ms = (await lines.allTextContents()).map((text) => parseFloat(text) * (text.endsWith(' s') ? 1000 : 1));
		expect(ms).toEqual(ms.map((_, index) => (ms[0] ?? 0) * 10 ** index));
		// What leads to the names is beside the plot: in it is what was measured.
		const beside = () =>
			handout.evaluate((element) =>
				[...element.querySelectorAll('figure')].flatMap((figure) => {
					const edge = Math.max(...[...figure.querySelectorAll('line')].map((line) => line.x2.baseVal.value));
					return [...figure.querySelectorAll<SVGGraphicsElement>('.leader')].map((leader) => leader.getBBox().x > edge);
				})
			);
		expect(await beside()).toContain(true);
		expect(await beside()).not.toContain(false);
		// No paper leads to a machine that only it itself reaches, and it says so.
		expect(await handout.getByRole('img', { name: 'QR code of the link' }).count()).toBe(0);
		expect(text.match(/No QR code: no other device reaches this address/g)).toHaveLength(1);
		expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light');
		await close();
	});

	it('charts over time end where the table of the same page stands, at the same second', async () => {
		const { page, close } = await open('/?rate=20');
		await charted(page);
		const handout = await printed(page);
		// The race goes on behind it: the figures change five times a second, and a sample is taken once.
		const ends = await handout.evaluate(async (element) => {
			const cells = (table: number, row: number) => [...([...element.querySelectorAll('table')][table]?.rows[row]?.cells ?? [])];
			const texts = (cells: Element[]) => cells.map(({ textContent }) => textContent.trim());
			const seen: { ends: string[]; stands: string[] }[] = [];
			await new Promise<void>((resolve) => {
				const observer = new MutationObserver(() => {
					const lanes = Array.from({ length: 7 }, (_, lane) => texts(cells(0, lane + 1)));
					const stands = [lanes[0]?.[1] ?? '', ...lanes.map((lane) => lane[3] ?? '')];
					const last = [...element.querySelectorAll('table')][1]?.rows.length ?? 0;
					if (seen.push({ ends: texts(cells(1, last - 1)), stands }) < 8) return;
					observer.disconnect();
					resolve();
				});
				observer.observe(element, { subtree: true, characterData: true, childList: true });
			});
			return seen;
		});
		expect(ends.map(({ ends }) => ends)).toEqual(ends.map(({ stands }) => stands));
		await close();
	});

	it('a site that others reach has its code on its handout', async () => {
		const address = new URL('/demos/ticker', site.origin);
		address.hostname = '0.0.0.0';
		const { page, close } = await browser.open(address.href);
		const handout = await printed(page);
		expect(await handout.getByRole('img', { name: 'QR code of the link' }).isVisible()).toBe(true);
		expect(await handout.innerText()).not.toContain('No QR code');
		await close();
	});

	it('a page that is presented prints as itself, black or not', async () => {
		const { page, close } = await open('/demos/chat?present=1');
		await expect.poll(() => page.evaluate(() => document.documentElement.dataset['spot'])).toBeTruthy();
		for (const key of ['', 'b']) {
			if (key) await page.keyboard.press(key);
			expect(await (await printed(page)).innerText()).toContain('On the Wire: Chat');
			expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).not.toBe('rgb(0, 0, 0)');
			await page.emulateMedia({ media: 'screen' });
			await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
		}
		await close();
	});

	/** Prints the page's worksheet: its text, and that of its answer key. */
	async function worksheet(page: Page): Promise<[questions: string, key: string]> {
		await page.evaluate(() => Object.assign(window, { print: () => {} }));
		const { part, dialog } = await share(page);
		await part('Print it');
		await dialog.getByRole('button', { name: 'Worksheet' }).click();
		const [questions = '', key = ''] = (await (await printed(page)).innerText()).split('Answer key');
		return [questions, key];
	}

	it('the worksheet of the Race names the techniques that are on and gives none of its answers away; its key tells what each does', async () => {
		const on = ['polling', 'sse', 'websocket'];
		const { page, close } = await open(`/?techniques=${on.join()}`);
		const [questions, key] = await worksheet(page);
		for (const id of TECHNIQUE_IDS) {
			const { name, summary, connection } = TECHNIQUE_TEXTS[id];
			const isOn = on.includes(id);
			expect([name, questions.includes(name), key.includes(name)]).toEqual([name, isOn, isOn]);
			expect([questions.includes(summary), key.includes(summary), questions.includes(connection)]).toEqual([false, isOn, false]);
			if (isOn) expect(key).toContain(connection);
		}
		await close();
	});

	it('the worksheet of the demos asks which technique suits each, and its key says which', async () => {
		const { page, close } = await open('/demos');
		const [questions, key] = await worksheet(page);
		expect(questions.match(/Which technique suits it, and why\?/g)).toHaveLength(8);
		expect(questions).not.toContain('measured');
		// A title, its question and the line to write on are on one page.
		const breaks = await page
			.getByTestId('handout')
			.locator('dt, dd')
			.evaluateAll((items) =>
				items.map((item) => (item.matches('dt') ? getComputedStyle(item).breakAfter : getComputedStyle(item).breakInside))
			);
		expect(new Set(breaks)).toEqual(new Set(['avoid']));
		for (const title of ['Stock ticker', 'Help desk']) expect(key).toContain(title);
		expect(key).toMatch(/SSE down and POST up/);
		await close();
	});

	it('a worksheet leaves the figures blank, and its answer key follows on pages of its own, under its name', async () => {
		const { page, close } = await open('/demos/ticker');
		await charted(page);
		await page.evaluate(() => Object.assign(window, { print: () => {} }));
		const { part, dialog } = await share(page);
		await part('Print it');
		await dialog.getByRole('button', { name: 'Worksheet' }).click();
		const handout = await printed(page);
		const key = handout.getByTestId('answer-key');
		expect(await key.evaluate((element) => getComputedStyle(element).breakBefore)).toBe('page');
		expect(await key.locator(':scope > :first-child').innerText()).toBe('Answer key: Stock ticker');
		// Both at one moment: the page goes on behind its handout.
		const [figures = [], answers = []] = await handout.evaluate((element) =>
			['td', '[data-testid=answer-key] td'].map((cells) =>
				[...element.querySelectorAll(cells)].map(({ textContent }) => textContent ?? '').filter((text) => /\d/.test(text))
			)
		);
		expect(answers.length).toBeGreaterThan(5);
		expect(figures).toEqual(answers);
		// One draws one's own axes, in every chart.
		const charts = handout.locator('figure:not([data-testid=answer-key] *) svg[role=img]');
		const axes = (await charts.locator('text[text-anchor=end]').allTextContents()).filter((text) => /\d/.test(text));
		expect([(await charts.count()) > 3, axes]).toEqual([true, []]);
		expect(await key.innerText()).toContain('the same prices, in jumps');
		expect((await handout.innerText()).split('Answer key')[0]).not.toContain('the same prices, in jumps');
		await close();
	});

	it('of a chat in which nobody wrote there is a sentence on paper in place of an empty chart of staleness', async () => {
		const { page, close } = await open('/demos/chat');
		const handout = await printed(page);
		await expect.poll(() => handout.innerText()).toMatch(/Staleness: from publish to receipt\s+What came so far was history;/);
		expect(await handout.getByRole('img', { name: 'Staleness' }).count()).toBe(0);
		await close();
	});

	it.each(['/demos', '/demos/editor', '/demos/progress'])('%s prints as a handout, too', async (path) => {
		const { page, close } = await open(path);
		expect((await (await printed(page)).innerText()).length).toBeGreaterThan(300);
		await close();
	});
});
