import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { formatBytes } from '#lib/content/numbers.ts';
import { vitalsSentence } from '#lib/demos/dashboard/sentence.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import type { Vitals } from '#lib/protocol/vitals.ts';
import { cutLine, mendLine } from '../support/line.ts';
import { startSite } from '../support/site.ts';
import { setStage } from '../support/stage.ts';

const { site, browser } = setStage();

const open = (query = '', options = {}) => browser.open(`${site.origin}/demos/dashboard${query}`, options);
const sentence = (page: Page) => page.getByTestId('vitals').textContent();
const SENTENCE = /^CPU [\d.]+ %, event loop late by [\d.]+ m?s at p99, \d+ connections?\.$/;

/** A row of the table of every figure: now, least, most, threshold. */
async function row(page: Page, label: string): Promise<string[]> {
	const cells = page.locator('[aria-label="Every figure of the server"] tr', { hasText: label }).locator('td');
	return cells.allTextContents();
}

const openTable = (page: Page) => page.getByText('Every figure of the server').click();
const now = async (page: Page, label: string) => (await row(page, label))[0];

/** What the feed itself says, as `curl` would hear it. */
async function heard(): Promise<Vitals[]> {
	const answer = await fetch(`${site.origin}/live/vitals/polling?after=0`);
	return ((await answer.json()) as { events: FeedEvent<Vitals>[] }).events.map(({ data }) => data);
}

describe('the dashboard', () => {
	it.each(TECHNIQUE_IDS)('tells over %s what the server says of itself, a second at a time', async (technique) => {
		const { page, close } = await open(`?technique=${technique}&interval=0.3`);
		await expect.poll(() => sentence(page)).toMatch(SENTENCE);
		for (let n = 0; n < 2; n++) {
			const said = (await sentence(page)) ?? '';
			expect((await heard()).map(vitalsSentence)).toContain(said);
			await expect.poll(() => sentence(page)).not.toBe(said);
		}
		await close();
	});

	it('draws them: each chart has lines, a sentence and a table', async () => {
		const { page, close } = await open();
		await expect.poll(() => page.locator('[data-dial]').count()).toBe(6);
		await expect
			.poll(() => page.locator('[data-dial] figcaption p').allTextContents())
			.not.toContain('The first figures come within a second…');
		const delay = page.locator('[data-dial="Event-loop delay"]');
		await delay.scrollIntoViewIfNeeded();
		const inked = () =>
			delay.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
				const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
				// The red of the threshold's dots, by day.
				let dots = 0;
				for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 0) > 100 && (data[i + 1] ?? 0) < 60 && (data[i + 3] ?? 0) > 128) dots += 1;
				return dots;
			});
		await expect.poll(inked).toBeGreaterThan(50);
		await delay.getByText('Table').click();
		await expect
			.poll(() => delay.locator('tbody tr').first().locator('td').allTextContents())
			.toEqual([expect.stringMatching(/ m?s$/), expect.stringMatching(/ m?s$/)]);
		await close();
	});

	it('counts connections by technique: a visitor who comes over WebSocket is seen here, and seen to go', async () => {
		const { page, close } = await open();
		await openTable(page);
		await expect.poll(() => now(page, 'Server-Sent Events')).toBe('1');
		expect(await now(page, 'WebSocket')).toBe('0');
		const other = await open('?technique=websocket');
		await expect.poll(() => now(page, 'WebSocket')).toBe('1');
		expect(Number(await now(page, 'all sockets'))).toBeGreaterThanOrEqual(4);
		await other.close();
		await expect.poll(() => now(page, 'WebSocket')).toBe('0');
		await close();
	});

	it('changes its technique without losing what it showed, and short polling holds no connection', async () => {
		const { page, close } = await open('?seconds=120');
		await openTable(page);
		const cpu = page.locator('[data-dial="CPU"]');
		await cpu.getByText('Table').click();
		// A line of the table is ten seconds: two of them need more than ten samples.
		await expect.poll(() => cpu.locator('tbody tr').count()).toBeGreaterThanOrEqual(2);
		const lines = await cpu.locator('tbody tr').count();
		for (const [technique, label] of [
			['websocket', 'WebSocket'],
			['socketio', 'Socket.IO'],
			['long-polling', 'Long polling'],
			['polling', '']
		] as const) {
			await page.locator('select').selectOption(technique);
			if (label) await expect.poll(() => now(page, label)).toBe('1');
			await expect.poll(() => now(page, 'Server-Sent Events')).toBe('0');
			expect(await cpu.locator('tbody tr').count()).toBeGreaterThanOrEqual(lines);
		}
		await expect
			.poll(() => Promise.all(['Long polling', 'Fetch stream', 'WebSocket', 'Socket.IO'].map((label) => now(page, label))))
			.toEqual(['0', '0', '0', '0']);
		expect(new URL(page.url()).search).toBe('?technique=polling&seconds=120');
		await close();
	});

	it('over slow polling the figures are old, and it says how old', async () => {
		const { page, close } = await open('?technique=polling&interval=20');
		await expect.poll(() => page.getByTestId('age').textContent()).toMatch(/^[5-9] s$/);
		await close();
	});

	it('comes back when the line was cut, without a second missing', async () => {
		const { page, close } = await open();
		await expect.poll(() => sentence(page)).toMatch(SENTENCE);
		await page.evaluate(() => {
			const states: string[] = [];
			const state = document.querySelector('[data-state]') as HTMLElement;
			new MutationObserver(() => states.push(state.dataset.state ?? '')).observe(state, { attributes: true });
			Object.assign(window, { states });
		});
		await cutLine(page);
		await expect.poll(() => page.evaluate('states')).toContain('retrying');
		await mendLine(page);
		await expect.poll(() => page.evaluate('states')).toEqual(expect.arrayContaining(['retrying', 'open']));
		const bytes = page.locator('[data-dial="Bytes"]');
		await bytes.getByText('Table').click();
		// The second line of the table is ten samples back, from before the cut; were one missing, it would be another.
		// Of the whole table at once: `evaluateAll` finds the lines first and reads them later.
		const lines = () =>
			bytes
				.locator('tbody')
				.evaluate((body) => [...body.querySelectorAll('tr')].slice(0, 2).map((line) => line.querySelector('td')?.textContent));
		const pairs = async () => {
			const down = (await heard()).map(({ downBytesPerSecond }) => `${formatBytes(downBytesPerSecond)}/s`);
			return down.map((figure, index) => [figure, down[index - 10]]);
		};
		await expect.poll(async () => (await lines()).length).toBe(2);
		const shown = await lines();
		expect(await pairs()).toContainEqual(shown);
		await close();
	});

	it('tells in words and by shape that callers wait, when the process stood still', async () => {
		// How old a figure is says the server's clock, which the page knows after four probes.
		let probes = 0;
		const { page, close } = await browser.open(`${site.origin}/demos/dashboard?seconds=30`, {}, async (page) => {
			page.on('websocket', (socket) =>
				socket.on('framereceived', ({ payload }) => (probes += Number(String(payload).includes('"probe"'))))
			);
		});
		await openTable(page);
		await expect.poll(() => sentence(page)).toMatch(SENTENCE);
		await expect.poll(() => probes).toBeGreaterThanOrEqual(4);
		// The sentence stands for one sample.
		const alarm = page.waitForFunction(() =>
			/▲ (.*)Event-loop delay above 50 ms: callers wait\./.test(document.querySelector('[data-testid=alarms]')?.textContent ?? '')
		);
		const known = (await heard()).length;
		process.kill(site.pid, 'SIGSTOP');
		try {
			await expect.poll(() => page.getByTestId('age').textContent()).toMatch(/^[3-9] s$/);
		} finally {
			process.kill(site.pid, 'SIGCONT');
		}
		await alarm;
		await expect.poll(async () => (await row(page, 'Event-loop delay: p99'))[2]).toMatch(/^[\d.]+ s$/);
		expect((await heard()).slice(known).some(({ delayP99Ms, overMs }) => delayP99Ms > 1000 && overMs > 1400)).toBe(true);
		await close();
	});
});

describe('what is above its threshold', () => {
	it.each([
		[1280, 720, '&present=2'],
		[1920, 1080, '&present=2'],
		[1280, 800, ''],
		[360, 740, '']
	])('is said in room of its own: at %i × %i px nothing moves, with %j', async (width, height, presented) => {
		let figures: Partial<Vitals> = { cpuPercent: 4, delayP99Ms: 2 };
		const query = `?technique=polling&interval=0.2${presented}`;
		const { page, close } = await browser.open(`${site.origin}/demos/dashboard${query}`, { viewport: { width, height } }, (page) =>
			page.route('**/live/vitals/polling*', async (route) => {
				const response = await route.fetch();
				const { events, ...rest } = (await response.json()) as { events: FeedEvent<Vitals>[] };
				await route.fulfill({
					response,
					json: { events: events.map((event) => ({ ...event, data: { ...event.data, ...figures } })), ...rest }
				});
			})
		);
		const alarms = page.getByTestId('alarms');
		const bottoms = () =>
			page
				.locator('[data-dial] canvas')
				.evaluateAll((canvases) => canvases.filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().bottom));
		const pageHeight = () => page.evaluate(() => document.documentElement.scrollHeight);
		await expect.poll(() => alarms.textContent()).toContain('Nothing is above');
		await expect.poll(async () => (await bottoms()).length).toBe(presented ? 2 : 6);
		if (presented) await expect.poll(pageHeight).toBe(height);
		const before = await bottoms();
		for (const [loud, said] of [
			[{ delayP99Ms: 900 }, /^▲ Event-loop delay above 50 ms: callers wait\.$/],
			[{ cpuPercent: 95 }, /^▲ CPU above 80 %: one thread is nearly full\.$/],
			[{ delayP99Ms: 900, cpuPercent: 95 }, /^▲ CPU above .* Event-loop delay above/]
		] as const) {
			figures = { cpuPercent: 4, delayP99Ms: 2, ...loud };
			await expect.poll(async () => (await alarms.textContent())?.trim()).toMatch(said);
			expect(await bottoms()).toEqual(before);
			if (presented) expect(await pageHeight()).toBe(height);
		}
		await close();
	});
});

describe('the link of the dashboard', () => {
	it('holds how far back the charts go; what is no span is a minute', async () => {
		const { page, close } = await open('?seconds=7&technique=pigeon&seats=none');
		const slider = page.getByLabel('Show the last');
		await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('60 s');
		await expect.poll(() => page.locator('select').inputValue()).toBe('sse');
		await slider.focus();
		await page.keyboard.press('End');
		await expect.poll(() => new URL(page.url()).search).toBe('?seconds=120');
		await page.reload();
		await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('120 s');
		await close();
	});
});

describe('what others wrote', () => {
	it('the name of an instance is text, whatever is in it', async () => {
		const name = `<img src=x onerror="document.title='run'">\u202enorth${'\u0301'.repeat(500)}`;
		const other = await startSite({ INSTANCE: name });
		const { page, close } = await browser.open(`${other.origin}/demos/dashboard`, { viewport: { width: 360, height: 800 } });
		await expect.poll(() => page.getByTestId('seat-only').textContent()).toContain(`<img src=x onerror="document.title='run'">north`);
		expect(await page.title()).toContain('Dashboard');
		expect(await page.locator('img').count()).toBe(0);
		expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
		await close();
		await other.close();
	});

	it('what is no vitals changes nothing on the page', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/dashboard?technique=polling&interval=0.2`, {}, (page) =>
			page.route('**/live/vitals/polling*', async (route) => {
				const response = await route.fetch();
				const { events, ...rest } = (await response.json()) as { events: FeedEvent<Vitals>[] };
				const spoilt = events.map((event, index) => (index % 2 === 0 ? event : { ...event, data: { ...event.data, cpuPercent: '<b>' } }));
				await route.fulfill({ response, json: { events: [...spoilt], ...rest } });
			})
		);
		await expect.poll(() => sentence(page)).toMatch(SENTENCE);
		expect(await page.getByTestId('seat-only').textContent()).not.toMatch(/NaN|<b>/);
		await close();
	});
});
