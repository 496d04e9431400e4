import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import type { TestBrowser } from '../support/browser.ts';
import { cutLine, mendLine } from '../support/line.ts';
import { startSite } from '../support/site.ts';
import { startUpdate } from '#lib/demos/editor/start-text.ts';
import { Writer } from '../lib/demos/editor/writer.ts';
import { setStage } from '../support/stage.ts';

const { site, browser } = setStage();

const editorOf = (page: Page, seat: string) => page.getByTestId(`seat-${seat}`).locator('.cm-content');
/** Lines as a reader sees them; what only belongs to a cursor is left out. */
const linesOf = (page: Page, seat: string) =>
	editorOf(page, seat).evaluate((content) =>
		[...content.querySelectorAll('.cm-line')]
			.map((line) => {
				const copy = line.cloneNode(true) as HTMLElement;
				for (const caret of copy.querySelectorAll('.cm-other-caret')) caret.remove();
				return copy.textContent;
			})
			.join('\n')
	);
const storedAt = (page: Page, seat: string) => page.getByTestId(`seat-${seat}`).getByTestId('waiting').textContent();

/** The page with both seats open and the first lines in both. */
async function open(query = '', options: Parameters<TestBrowser['open']>[1] = {}, { origin } = site) {
	const opened = await browser.open(`${origin}/demos/editor${query}`, options);
	for (const seat of ['left', 'right']) await expect.poll(() => linesOf(opened.page, seat)).toContain('no owner');
	// The link takes the room's name a moment after the room is there.
	await expect.poll(() => opened.page.url()).toContain('room=');
	return opened;
}

async function type(page: Page, seat: string, where: 'Home' | 'End', text: string): Promise<void> {
	await editorOf(page, seat).click();
	await page.keyboard.press(`Control+${where}`);
	await page.keyboard.type(text, { delay: 5 });
}

/** Both seats show the same text, with all of these in it, and nothing is on its way. */
async function agree(page: Page, ...words: string[]): Promise<void> {
	for (const word of words) {
		await expect.poll(() => linesOf(page, 'left')).toContain(word);
		await expect.poll(() => linesOf(page, 'right')).toContain(word);
	}
	await expect.poll(async () => (await linesOf(page, 'left')) === (await linesOf(page, 'right'))).toBe(true);
	for (const seat of ['left', 'right']) await expect.poll(() => storedAt(page, seat)).toBe('All of it is in the log.');
}

/** Pastes as the keyboard would, where the cursor is. */
async function paste(page: Page, seat: string, text: string): Promise<void> {
	await editorOf(page, seat).click();
	await page.keyboard.press('Control+End');
	await editorOf(page, seat).evaluate((content, pasted) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/plain', pasted);
		content.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
	}, text);
}

const roomOf = (page: Page) => new URL(page.url()).searchParams.get('room') ?? '';

/** A third member of the page's room, that is not a page. */
async function joinBy(page: Page, name: string) {
	const { origin } = new URL(page.url());
	const feed = `editor:${roomOf(page)}`;
	const post = (url: string, body: unknown) =>
		fetch(`${origin}${url}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
	const { member, key } = (await (await post(`/rooms/${feed}/members`, { name })).json()) as { member: string; key: string };
	let count = 0;
	return {
		member,
		/** Types of the events that the room keeps, from the oldest on. */
		async kept(): Promise<string[]> {
			const answer = await fetch(`${origin}/live/${feed}/polling?after=0&member=${key}`);
			return ((await answer.json()) as { events: { type: string }[] }).events.map(({ type }) => type);
		},
		async say(type: string, data: object): Promise<{ status: number; code?: string }> {
			const response = await post(`/live/${feed}?member=${key}`, { type, data: { by: member, ...data }, key: `${member}-${(count += 1)}` });
			return { status: response.status, ...((await response.json()) as { code?: string }) };
		}
	};
}

describe('the editor', () => {
	it.each([
		['websocket', 'websocket'],
		['sse', 'polling'],
		['long-polling', 'socketio'],
		['fetch-stream', 'conditional']
	])('two people write one text over %s and %s', async (technique, right) => {
		const { page, close } = await open(`?technique=${technique}&right=${right}&interval=0.5`);
		await type(page, 'left', 'End', 'Ada was here. ');
		await type(page, 'right', 'Home', 'Grace begins. ');
		await agree(page, 'Ada was here.', 'Grace begins. One text');
		expect(await page.getByTestId('seat-left').locator('.cm-other-caret').textContent()).toContain('Grace');
		await expect.poll(() => page.getByTestId('seat-right').locator('.cm-other-caret').count()).toBe(1);
		await close();
	});

	it('goes on with the same text when the technique changes', async () => {
		const { page, close } = await open();
		await type(page, 'left', 'End', 'before ');
		for (const technique of ['sse', 'polling', 'websocket']) {
			await page.getByTestId('seat-left').getByRole('combobox').selectOption(technique);
			await type(page, 'left', 'End', `over ${technique} `);
		}
		await agree(page, 'before over sse over polling over websocket');
		await close();
	});

	it('converges after a cut with edits on both sides', async () => {
		const { page, close } = await open('?technique=websocket&right=sse');
		await cutLine(page);
		await type(page, 'left', 'End', 'left while cut ');
		await type(page, 'right', 'Home', 'right while cut ');
		await expect.poll(() => storedAt(page, 'left')).toMatch(/on (its|their) way/);
		await page.getByTestId('seat-left').getByRole('combobox').selectOption('fetch-stream');
		await type(page, 'left', 'End', 'and switched ');
		await mendLine(page);
		await agree(page, 'left while cut and switched', 'right while cut');
		for (let count = 0; count < 3; count += 1) {
			await cutLine(page);
			await type(page, 'left', 'End', `L${count} `);
			await type(page, 'right', 'Home', `R${count} `);
			await mendLine(page);
		}
		await agree(page, 'L0 L1 L2 ', 'R0 ', 'R1 ', 'R2 ');
		await close();
	});

	it('undoes one’s own words and leaves the others’', async () => {
		const { page, close } = await open();
		await type(page, 'left', 'End', 'mine ');
		// Who writes at the same place at the same time may come in between.
		await agree(page, 'mine');
		await type(page, 'right', 'End', 'theirs ');
		await agree(page, 'mine', 'theirs');
		await page.getByTestId('seat-left').getByRole('button', { name: 'Undo mine' }).click();
		await expect.poll(() => linesOf(page, 'right')).not.toContain('mine');
		await agree(page, 'theirs');
		await editorOf(page, 'left').click();
		await page.keyboard.press('Control+y');
		await agree(page, 'theirs', 'mine');
		await close();
	});

	it('shows a guest who comes later the whole text, and the guest writes in it', async () => {
		const { page, close } = await open();
		await type(page, 'left', 'End', 'for the guest ');
		await agree(page, 'for the guest');
		const guest = await browser.open(`${site.origin}/demos/editor?room=${roomOf(page)}&seats=one&technique=sse`);
		await expect.poll(() => linesOf(guest.page, 'only')).toContain('for the guest');
		await type(guest.page, 'only', 'End', 'thank you');
		await agree(page, 'for the guest thank you');
		const name = await guest.page.getByLabel('Your name').inputValue();
		expect(['Ada', 'Grace']).not.toContain(name);
		const caret = page.getByTestId('seat-left').locator('.cm-other-caret').filter({ hasText: name });
		await expect.poll(() => caret.count()).toBe(1);
		await expect.poll(() => page.getByTestId('seat-left').locator('.others').textContent()).toContain(name);
		await guest.close();
		await close();
	});

	it('a new name is on the cursor, in the editor’s label and in the link; the text and the undo stay', async () => {
		const { page, close } = await open();
		await type(page, 'left', 'End', 'mine ');
		await agree(page, 'mine');
		const ada = page.getByTestId('seat-left');
		await ada.getByLabel('Your name').fill('Lovelace');
		await ada.getByLabel('Your name').press('Enter');
		await expect.poll(() => page.getByTestId('seat-right').locator('.cm-other-caret').textContent()).toContain('Lovelace');
		await expect.poll(() => editorOf(page, 'left').getAttribute('aria-label')).toBe('Text of Lovelace');
		await expect.poll(() => page.url()).toContain('name=Lovelace');
		await ada.getByRole('button', { name: 'Undo mine' }).click();
		await expect.poll(() => linesOf(page, 'right')).not.toContain('mine');
		await close();
	});

	it('keeps what was typed offline while the log went on and forgot: a snapshot stands for what is gone', async () => {
		const short = await startSite({ ROOM_HISTORY: '300' });
		const { page, close } = await open('?technique=sse&right=long-polling', {}, short);
		await type(page, 'left', 'End', 'before ');
		await agree(page, 'before');
		const guest = await browser.open(`${short.origin}/demos/editor?room=${roomOf(page)}&seats=one`);
		await expect.poll(() => linesOf(guest.page, 'only')).toContain('before');
		await page.context().setOffline(true);
		await type(page, 'left', 'End', 'left offline ');
		await type(page, 'right', 'Home', 'right offline ');
		const others = await Promise.all(['Heidi', 'Ivan', 'Judy', 'Ken', 'Lea'].map((name) => joinBy(guest.page, name)));
		await Promise.all(
			others.map(async ({ member, say }, index) => {
				const writer = new Writer(member);
				for (let count = 0; count < 70; count += 1) {
					const data = writer.edit((text) => text.insert(text.length, `${index}.${count} `));
					await vi.waitFor(async () => expect((await say('update', data)).status).toBe(201), { timeout: 30_000, interval: 100 });
				}
			})
		);
		expect(await others[0]?.kept()).not.toContain('opened');
		await page.context().setOffline(false);
		await agree(page, 'before left offline', 'right offline', '0.0 0.1 0.2 ', '4.68 4.69');
		await expect.poll(() => linesOf(guest.page, 'only')).toBe(await linesOf(page, 'left'));
		expect(await page.getByTestId('unreadable').count()).toBe(0);
		await guest.close();
		await close();
		await short.close();
	});

	it('leaves Tab to the page, and the page’s keys to the text', async () => {
		const { page, close } = await open();
		await type(page, 'left', 'End', 'press p. c? 1 ');
		await agree(page, 'press p. c? 1 ');
		expect(await page.getByRole('button', { name: 'Pause' }).isVisible()).toBe(true);
		expect(new URL(page.url()).searchParams.get('theme')).toBe(null);
		await page.keyboard.press('Tab');
		await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Undo mine');
		await page.keyboard.press('Shift+Tab');
		expect(await editorOf(page, 'left').evaluate((content) => content === document.activeElement)).toBe(true);
		await close();
	});
});

describe('what is too much or hostile', () => {
	it('refuses a paste beyond 64 kB in words, and takes one of 60 kB in updates that fit', async () => {
		const { page, close } = await open();
		await paste(page, 'left', 'too much of it '.repeat(4300));
		const notice = page.getByTestId('seat-left').locator('[data-code=document-too-large]');
		await expect.poll(() => notice.textContent()).toContain('64 kB');
		expect(await linesOf(page, 'left')).not.toContain('too much');
		await paste(page, 'left', 'a long paste 🦊\r\n'.repeat(3300));
		await expect.poll(() => notice.count()).toBe(0);
		await expect.poll(() => page.getByTestId('seat-right').textContent(), { timeout: 40_000 }).toMatch(/59\.\d kB of 64\.0 kB/);
		await expect.poll(() => storedAt(page, 'left')).toBe('All of it is in the log.');
		// Undo and redo bring all of it again in one go, which is cut to size too.
		await page.getByTestId('seat-left').getByRole('button', { name: 'Undo mine' }).click();
		await expect.poll(() => page.getByTestId('seat-right').textContent()).toMatch(/\d{3} B of 64\.0 kB/);
		await page.getByTestId('seat-left').getByRole('button', { name: 'Redo mine' }).click();
		await expect.poll(() => page.getByTestId('seat-right').textContent(), { timeout: 40_000 }).toMatch(/59\.\d kB of 64\.0 kB/);
		await close();
	});

	it('says where one works that a paste was refused, each time', async () => {
		const { page, close } = await open('', { viewport: { width: 1280, height: 800 } });
		const notice = page.getByTestId('seat-left').locator('[data-code=document-too-large]');
		const isSeen = async () => {
			const { y, height } = (await notice.boundingBox()) ?? { y: 9999, height: 0 };
			return y >= 0 && y + height <= 800;
		};
		for (let times = 0; times < 2; times += 1) {
			await page.evaluate(() => window.scrollTo(0, 0));
			await paste(page, 'left', 'too much of it '.repeat(4300));
			await expect.poll(isSeen).toBe(true);
			expect(await editorOf(page, 'left').evaluate((content) => content.getBoundingClientRect().bottom)).toBeGreaterThan(100);
		}
		await close();
	});

	it('leaves out what no editor can read, says how much, and goes on', async () => {
		const { page, close } = await open();
		const mallory = await joinBy(page, 'Mallory');
		const embed = new Writer(mallory.member).edit((text) => text.insertEmbed(0, { image: 'x' }));
		expect(await mallory.say('update', { update: startUpdate().slice(0, 80) })).toMatchObject({ status: 201 });
		expect(await mallory.say('update', { update: embed.update })).toMatchObject({ status: 201 });
		expect(await mallory.say('cursor', { anchor: 'AAECAwQFBgcICQ==', head: '////' })).toMatchObject({ status: 201 });
		expect(await mallory.say('update', { update: '<script>' })).toMatchObject({ status: 400, code: 'bad-event' });
		expect(await mallory.say('update', { update: 'A'.repeat(8000) })).toMatchObject({ status: 400, code: 'bad-event' });
		expect(await mallory.say('update', { by: 'aaaaaaaaaaaa', update: 'AAAA' })).toMatchObject({ status: 403, code: 'not-yours' });
		for (const seat of ['left', 'right']) {
			await expect
				.poll(() => page.getByTestId(`seat-${seat}`).getByTestId('unreadable').textContent())
				.toBe('2 unreadable updates were left out.');
		}
		await type(page, 'left', 'End', 'all is well');
		await agree(page, 'all is well');
		await close();
	});

	it('shows markup, turned and piled-up letters of others as text that keeps to its lines', async () => {
		const { page, close } = await open();
		const errors: unknown[] = [];
		page.on('pageerror', (error) => errors.push(error));
		const mallory = await joinBy(page, 'M\u202e<b>allory</b>');
		const writer = new Writer(mallory.member);
		const height = () =>
			editorOf(page, 'right')
				.locator('.cm-line')
				.first()
				.evaluate((line) => line.getBoundingClientRect().height);
		const before = await height();
		const odd = `<img src=x onerror="document.title='run'"> \u202eturned\u202c \u0000\u0007 z${'\u0301'.repeat(500)}\n`;
		expect(
			await mallory.say(
				'update',
				writer.edit((text) => text.insert(0, odd))
			)
		).toMatchObject({ status: 201 });
		await agree(page, '<img src=x onerror=');
		expect(await page.title()).not.toBe('run');
		expect(await height()).toBeLessThan(3 * before);
		expect((await linesOf(page, 'right')).match(/\u0301/g)).toHaveLength(4);
		const cursor = Buffer.from(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(writer.text, 2))).toString('base64');
		await mallory.say('cursor', { anchor: cursor, head: cursor });
		await expect.poll(() => page.getByTestId('seat-left').locator('.cm-other-caret').allTextContents()).toContain('M<b>allory</b>');
		expect(errors).toEqual([]);
		await close();
	});

	it('two who each wrote within the limit while apart are told at once that it is too much together, and what to do', async () => {
		const { page, close } = await open();
		await cutLine(page);
		await expect.poll(() => page.locator('[data-seat] [data-state=retrying]').count()).toBe(2);
		for (const seat of ['left', 'right']) await paste(page, seat, `${seat} `.repeat(36_000 / (seat.length + 1)));
		for (const seat of ['left', 'right']) {
			const notice = page.getByTestId(`seat-${seat}`).locator('[data-code=document-grew]');
			await expect.poll(() => notice.textContent()).toMatch(/Nothing is lost\. Delete [\d,]+ bytes, a letter has one to four: until/);
		}
		await editorOf(page, 'left').click();
		await page.keyboard.press('Control+a');
		await page.keyboard.press('Delete');
		await expect.poll(() => page.locator('[data-code=document-grew]').count()).toBe(0);
		await close();
	});

	it('a document that others made too large is still shown, and only becomes shorter here', async () => {
		const { page, close } = await open();
		const mallory = await joinBy(page, 'Mallory');
		const writer = new Writer(mallory.member);
		for (let count = 0; count < 32; count += 1) {
			const { update } = writer.edit((text) => text.insert(0, 'a line of many letters\n'.repeat(90)));
			expect(await mallory.say('update', { update })).toMatchObject({ status: 201 });
		}
		await expect.poll(() => page.getByTestId('seat-left').textContent(), { timeout: 40_000 }).toMatch(/66\.\d kB of 64\.0 kB/);
		const notice = page.getByTestId('seat-left').locator('[data-code=document-grew]');
		await expect.poll(() => notice.isVisible()).toBe(true);
		await type(page, 'left', 'Home', 'x');
		expect(await linesOf(page, 'left')).not.toContain('xa line');
		await page.keyboard.press('Control+a');
		await page.keyboard.press('Delete');
		await page.keyboard.type('short again');
		await agree(page, 'short again');
		await close();
	});
});

describe('the page of the editor', () => {
	it('its libraries are in no other page, and CodeMirror comes after the page', async () => {
		const scripts = async (path: string) => {
			const loaded: Promise<string>[] = [];
			const { page, close } = await browser.open('about:blank', {}, async (page) => {
				page.on('response', (response) => {
					if (response.url().endsWith('.js')) loaded.push(response.text().catch(() => ''));
				});
			});
			await page.goto(`${site.origin}${path}`, { waitUntil: 'networkidle' }).catch(() => {});
			if (path === '/demos/editor') await expect.poll(() => editorOf(page, 'left').count()).toBe(1);
			const text = (await Promise.all(loaded)).join('\n');
			await close();
			return { hasCodeMirror: text.includes('cm-scroller'), hasYjs: text.includes('__ $YJS$ __') };
		};
		expect(await scripts('/demos/editor')).toEqual({ hasCodeMirror: true, hasYjs: true });
		for (const path of ['/demos', '/demos/chat']) expect(await scripts(path)).toEqual({ hasCodeMirror: false, hasYjs: false });
		const html = await (await fetch(`${site.origin}/demos/editor`)).text();
		expect(html).not.toContain('cm-');
	});
});
