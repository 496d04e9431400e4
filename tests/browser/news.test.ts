import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { cutLine, mendLine } from '../support/line.ts';
import { setStage } from '../support/stage.ts';

const { site, browser } = setStage();

const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline' });
const titles = (page: Page) => timeline(page).getByRole('heading').allTextContents();

const outcome = (page: Page) => page.locator('form [role=status]').textContent();

async function untilOpen(page: Page): Promise<void> {
	await expect.poll(async () => (await titles(page)).length).toBeGreaterThanOrEqual(4);
}

async function post(page: Page, title: string, text = ''): Promise<void> {
	await page.getByLabel('Headline').fill(title);
	await page.getByLabel('Text, if').fill(text);
	await page.getByRole('button', { name: 'Post', exact: true }).click();
}

/** Somebody else in the room of this page, who has no browser. */
async function joinRoomOf(page: Page, name: string): Promise<(title: string, text?: string) => Promise<void>> {
	const invite = new URL(await page.getByLabel(/^Invite/).inputValue());
	const feed = `news:${invite.searchParams.get('room') ?? ''}`;
	const send = async (path: string, body: object) => {
		const answer = await fetch(`${site.origin}${path}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(body)
		});
		expect(answer.status).toBe(201);
		return (await answer.json()) as { member: string; key: string };
	};
	const { member, key } = await send(`/rooms/${feed}/members`, { name });
	let sent = 0;
	return async (title, text) => {
		await send(`/live/${feed}?member=${key}`, {
			type: 'post',
			data: { by: member, title, ...(text !== undefined && { text }) },
			key: `k${sent++}`
		});
	};
}

describe('the news', () => {
	it.each(['sse', 'websocket', 'polling', 'socketio'])(
		'over %s come down by it, and what is written goes up by POST',
		async (technique) => {
			const posted: string[] = [];
			const { page, close } = await browser.open(`${site.origin}/demos/news?technique=${technique}`, {}, async (page) => {
				page.on('request', (request) => {
					if (request.method() === 'POST' && request.url().includes('/live/news:')) posted.push(request.postData() ?? '');
				});
			});
			await untilOpen(page);
			await post(page, 'Goose seen', 'On the pond.');
			await expect.poll(async () => (await titles(page)).filter((title) => title === 'Goose seen').length).toBe(1);
			await expect
				.poll(() => page.locator('form [role=status]').textContent())
				.toMatch(/^Up by POST: stored after [\d.]+ m?s\. Down again: on screen after [\d.]+ m?s\.$/);
			const own = timeline(page).getByRole('listitem').filter({ hasText: 'Goose seen' });
			expect(await own.textContent()).toMatch(/On the pond\.\s*you/);
			expect(posted.filter((body) => body.includes('Goose seen'))).toHaveLength(1);
			expect(await page.getByLabel('Headline').inputValue()).toBe('');
			const payload = (way: string) => page.locator(`[data-way=${way}] td`).last().textContent();
			await expect.poll(() => payload('up')).toMatch(/[1-9]/);
			await expect.poll(() => payload('down')).toMatch(/[1-9]/);
			expect(await page.locator('section[aria-label="The two directions"] p').textContent()).toMatch(
				/^Down came \d+ events? in .*envelope\.$/
			);
			await close();
		}
	);

	it('there is something to scroll from the start', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/news`, { viewport: { width: 1280, height: 800 } });
		await expect.poll(async () => (await titles(page)).length).toBeGreaterThanOrEqual(12);
		expect(await timeline(page).evaluate((list) => list.scrollHeight - list.clientHeight)).toBeGreaterThan(200);
		await close();
	});

	it('waits behind a button while one reads further down: nothing jumps', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/news`);
		await untilOpen(page);
		const write = await joinRoomOf(page, 'Grace');
		for (let n = 0; n < 8; n++) await write(`Old news ${n}`, 'It happened before.');
		await expect.poll(async () => (await titles(page)).includes('Old news 7')).toBe(true);
		await timeline(page).evaluate((list) => (list.scrollTop = 200));
		const read = timeline(page).getByRole('heading', { name: 'Old news 4' });
		const before = await read.boundingBox();
		const top = (await titles(page))[0];
		for (let n = 0; n < 3; n++) await write(`Fresh news ${n}`);
		const button = page.getByRole('button', { name: /^\d+ new posts$/ });
		// The newsroom may have added one of its own.
		await expect.poll(async () => Number.parseInt((await button.textContent()) ?? '')).toBeGreaterThanOrEqual(3);
		expect((await titles(page))[0]).toBe(top);
		expect(await read.boundingBox()).toEqual(before);
		await button.click();
		await expect
			.poll(async () => (await titles(page)).filter((title) => title.startsWith('Fresh')))
			.toEqual(['Fresh news 2', 'Fresh news 1', 'Fresh news 0']);
		expect(await timeline(page).evaluate((list) => list.scrollTop)).toBe(0);
		expect(await timeline(page).evaluate((list) => list === document.activeElement)).toBe(true);
		expect(await button.count()).toBe(0);
		await close();
	});

	it('keeps what it has when the technique is switched, and goes on', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/news`);
		await untilOpen(page);
		for (const technique of ['websocket', 'conditional', 'long-polling', 'fetch-stream']) {
			const before = await titles(page);
			await page.getByRole('combobox').selectOption(technique);
			await post(page, `By ${technique}`);
			await expect.poll(() => titles(page)).toContain(`By ${technique}`);
			expect((await titles(page)).slice(-before.length)).toEqual(before);
		}
		await close();
	});

	it('takes a post while the stream is paused or cut, and shows it once', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/news`);
		await untilOpen(page);
		await page.getByRole('button', { name: 'Pause' }).click();
		await post(page, 'Written in silence');
		await expect.poll(() => page.locator('form [role=status]').textContent()).toMatch(/stored after .* It has not come down yet\.$/);
		expect(await titles(page)).not.toContain('Written in silence');
		await page.getByRole('button', { name: 'Go on' }).click();
		await expect.poll(() => titles(page)).toContain('Written in silence');
		await cutLine(page);
		await post(page, 'Written in a cut');
		await mendLine(page);
		await expect.poll(() => titles(page)).toContain('Written in a cut');
		for (const title of ['Written in silence', 'Written in a cut'])
			expect((await titles(page)).filter((each) => each === title)).toEqual([title]);
		await close();
	});

	it('what is posted while another is on its way goes out after it, and the fields are free at once', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/news`);
		await untilOpen(page);
		await cutLine(page);
		const headline = page.getByLabel('Headline');
		await headline.fill('First in the cut');
		await headline.press('Enter');
		await expect.poll(() => outcome(page)).toMatch(/^On its way up\./);
		expect(await headline.inputValue()).toBe('');
		await headline.fill('Second in the cut');
		await page.getByLabel('Text, if').fill('Its text.');
		await headline.press('Enter');
		await expect.poll(() => outcome(page)).toMatch(/^2 posts are on their way up/);
		await headline.fill('A draft');
		await mendLine(page);
		await expect
			.poll(async () => (await titles(page)).filter((title) => title.endsWith('in the cut')))
			.toEqual(['Second in the cut', 'First in the cut']);
		expect(await timeline(page).getByRole('listitem').filter({ hasText: 'Second in the cut' }).textContent()).toContain('Its text.');
		expect(await headline.inputValue()).toBe('A draft');
		await close();
	});

	it('says that posts come too fast, and keeps the one that was', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/news`);
		await untilOpen(page);
		const headline = page.getByLabel('Headline');
		// In the page: a busy machine would not type so fast.
		await headline.evaluate((field: HTMLInputElement) => {
			for (let n = 0; n < 30; n++) {
				field.value = `Rush ${n}`;
				field.dispatchEvent(new InputEvent('input', { bubbles: true }));
				field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
			}
		});
		await expect
			.poll(() => page.locator('form [role=alert]').textContent())
			.toMatch(/^Too fast: a room takes five posts a second from each of us\./);
		expect(await headline.inputValue()).toMatch(/^Rush \d+$/);
		await close();
	});

	it('lets two readers meet by the invite link', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/news`);
		await untilOpen(page);
		const other = await browser.open((await page.getByLabel(/^Invite/).inputValue()) + '&technique=websocket');
		await untilOpen(other.page);
		const field = other.page.getByLabel('Your name');
		expect(await field.inputValue()).not.toBe(await page.getByLabel('Your name').inputValue());
		await field.fill('Nellie Bly');
		await field.press('Enter');
		await expect.poll(() => page.getByTestId('here').textContent()).toContain('Nellie Bly');
		await post(other.page, 'Hello from outside');
		const arrived = timeline(page).getByRole('listitem').filter({ hasText: 'Hello from outside' });
		await expect.poll(() => arrived.textContent()).toMatch(/Nellie Bly [a-z2-7]{4}\s*$/);
		await other.close();
		await close();
	});
});

describe('bad input', () => {
	it.each([
		['no headline', ' ', '', 'Write a headline first.'],
		['a long headline', 'a'.repeat(121), '', 'A headline has at most 120 characters, this one has 121. Shorten it by 1.'],
		['a long text', 'a', 'b'.repeat(600), 'A text has at most 500 characters, this one has 600. Shorten it by 100.']
	])('%s is not sent: the page says what to mend', async (_, title, text, sentence) => {
		const { page, close } = await browser.open(`${site.origin}/demos/news`);
		await untilOpen(page);
		await post(page, title, text);
		await expect.poll(() => page.locator('form').getByRole('alert').textContent()).toBe(sentence);
		expect(await page.getByLabel('Headline').inputValue()).toBe(title);
		await close();
	});

	it.each([
		['not-a-member', 403, /lapsed\. The page takes a new one/],
		['room-gone', 404, /In a new one you can post it/],
		['too-large', 413, /Shorten it\.$/]
	] as const)('a refusal, %s, is told with what to do, and the text is kept', async (code, status, sentence) => {
		const { page, close } = await browser.open(`${site.origin}/demos/news`, {}, (page) =>
			page.route(/\/live\/news:[^/]*$/, (route) =>
				route.request().method() === 'POST'
					? route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ code, detail: 'Refused.' }) })
					: route.continue()
			)
		);
		await untilOpen(page);
		await post(page, 'Refused news');
		await expect.poll(() => page.locator('form').getByRole('alert').textContent()).toMatch(sentence);
		expect(await page.getByLabel('Headline').inputValue()).toBe('Refused news');
		await close();
	});

	it('a refusal does not touch what is in the fields by then: the post waits beside them, to be sent again or taken back', async () => {
		let refuse = () => {};
		const mayRefuse = new Promise<void>((resolve) => (refuse = resolve));
		let isRefusing = true;
		const { page, close } = await browser.open(`${site.origin}/demos/news`, {}, (page) =>
			page.route(/\/live\/news:[^/]*$/, async (route) => {
				if (!isRefusing || !route.request().postData()?.includes('Refused news')) return route.continue();
				await mayRefuse;
				await route.fulfill({
					status: 403,
					contentType: 'application/problem+json',
					body: JSON.stringify({ code: 'not-a-member', detail: 'Refused.' })
				});
			})
		);
		await untilOpen(page);
		await post(page, 'Refused news', 'With a text.');
		await page.getByLabel('Headline').fill('A draft');
		refuse();
		const refused = page.getByRole('alert').filter({ hasText: 'Refused news' });
		await expect.poll(() => refused.textContent()).toMatch(/lapsed.*With a text\./s);
		expect(await page.getByLabel('Headline').inputValue()).toBe('A draft');
		await refused.getByRole('button', { name: 'Take back' }).click();
		await expect.poll(() => refused.textContent()).toMatch(/send that first, or empty them/);
		await page.getByLabel('Headline').fill('');
		await refused.getByRole('button', { name: 'Take back' }).click();
		await expect.poll(() => page.getByLabel('Headline').inputValue()).toBe('Refused news');
		expect(await page.getByLabel('Text, if').inputValue()).toBe('With a text.');
		expect(await refused.count()).toBe(0);
		isRefusing = false;
		await page.getByRole('button', { name: 'Post', exact: true }).click();
		await expect.poll(() => titles(page)).toContain('Refused news');
		await close();
	});

	it('texts of others are text: markup, overrides and piles of marks neither run nor break the layout', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/news`, { viewport: { width: 360, height: 900 } });
		await untilOpen(page);
		const write = await joinRoomOf(page, '<i>Mallory</i>');
		await write('<img src=x onerror="window.ran = 1">', '<script>window.ran = 1</script>');
		await write('\u202eeslaf\u202c true \u0007', 'W'.repeat(500));
		await write('Pile', `Z${'\u0301'.repeat(499)}`);
		await expect.poll(() => titles(page)).toContain('Pile');
		expect(await titles(page)).toEqual(expect.arrayContaining(['<img src=x onerror="window.ran = 1">', 'eslaf true ']));
		expect(await page.evaluate(() => 'ran' in window)).toBe(false);
		expect(await timeline(page).locator('img, script, i').count()).toBe(0);
		expect(await timeline(page).getByRole('listitem').filter({ hasText: 'Pile' }).textContent()).toMatch(/Z\u0301{4}[^\u0301]/);
		expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
		await close();
	});
});
