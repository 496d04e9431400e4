import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { SessionView } from '../../src/lib/protocol/session.ts';
import { TECHNIQUE_IDS } from '../../src/lib/protocol/technique-id.ts';
import { cutLine } from '../support/line.ts';
import { setStage } from '../support/stage.ts';

const { site, browser } = setStage();

/** The figure of a lane's row, as it is read. */
function figure(page: Page, lane: string, label: string): Promise<string> {
	return page.evaluate(
		({ lane, label }) => {
			const terms = [...document.querySelectorAll(`[data-lane="${lane}"] dt`)];
			return terms.find((term) => term.textContent === label)?.nextElementSibling?.textContent ?? '';
		},
		{ lane, label }
	);
}

function figures(page: Page, label: string): Promise<string[]> {
	return Promise.all(TECHNIQUE_IDS.map((lane) => figure(page, lane, label)));
}

/** A row of the table of every number, one cell a lane. */
function row(page: Page, label: string): Promise<string[]> {
	return page.evaluate((label) => {
		const rows = [...document.querySelectorAll('[aria-label="Every number"] tbody tr')];
		const found = rows.find((row) => row.querySelector('th')?.textContent === label);
		return [...(found?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent ?? '');
	}, label);
}

async function untilEvents(page: Page, atLeast: number): Promise<void> {
	await expect
		.poll(async () => Math.min(...(await figures(page, 'events')).map((text) => Number(text.replaceAll(',', '')))), { timeout: 20_000 })
		.toBeGreaterThanOrEqual(atLeast);
}

/** The race as it is saved. */
interface Exported {
	readonly lanes: readonly { technique: string; requests: number; up: { total: number }; down: { total: number } }[];
	readonly timeline: readonly { lanes: Record<string, { requests: number; up: number; down: number } | undefined> }[];
}

/** Pauses, and waits until the lanes have fetched what they had not yet. Where one never does, the failure shows which. */
async function pauseAndSettle(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Pause' }).click();
	const standing = async () => `${await page.locator('.status').textContent()} ${String(await figures(page, 'events'))}`;
	await expect.poll(standing, { timeout: 20_000 }).toContain('Every lane has all');
}

describe('the race', () => {
	it('runs when the page opens: every lane brings events and the sentence says what it cost', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=20&interval=0.3`);
		await untilEvents(page, 20);
		expect(await page.getByTestId('sentence').textContent()).toMatch(
			/^\d+ s, \d+ events: short polling asked (twice|\d+ times) and moved [\d.]+ kB( for [\d,]+ of them)?; WebSocket asked once and moved [\d.]+ kB( for [\d,]+ of them)?\.$/
		);
		expect(await figures(page, 'delivery')).toEqual(TECHNIQUE_IDS.map(() => 'no gap'));
		await close();
	});

	it('on a projector of 1280 by 720 shows every figure of all seven lanes without a scroll', async () => {
		const { page, close } = await browser.open(`${site.origin}/?theme=projector`, { viewport: { width: 1280, height: 720 } });
		await untilEvents(page, 3);
		const last = await page.locator('[data-lane=socketio] dd').last().boundingBox();
		expect((last?.x ?? Infinity) + (last?.width ?? 0)).toBeLessThanOrEqual(1280);
		const lane = await page.locator('[data-lane=socketio]').boundingBox();
		expect((lane?.y ?? Infinity) + (lane?.height ?? 0)).toBeLessThanOrEqual(720);
		await close();
	});

	it('writes of an event no more than a row can show', async () => {
		const { page, close } = await browser.open(`${site.origin}/?size=8000&techniques=sse`);
		const last = () => page.locator('[data-lane=sse] .last').textContent();
		await expect.poll(last).toMatch(/^\{"n":/);
		expect((await last())?.length).toBeLessThanOrEqual(200);
		await close();
	});

	it('moves something on the wires', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=20`);
		await untilEvents(page, 5);
		await page.locator('[data-lane=websocket]').scrollIntoViewIfNeeded();
		const inked = () =>
			page.evaluate(() => {
				const canvas = document.querySelector<HTMLCanvasElement>('[data-lane=websocket] canvas');
				if (!canvas) return 0;
				// Below the line run the dots of what comes down.
				const below = Math.round(canvas.height / 2) + 3;
				const pixels = canvas.getContext('2d')?.getImageData(0, below, canvas.width, canvas.height - below).data ?? [];
				return [...pixels].filter((value, index) => index % 4 === 3 && value > 128).length;
			});
		await expect.poll(inked).toBeGreaterThan(20);
		await close();
	});

	it('pauses with the same events and payload in every lane, and what it shows is what the server counted', async () => {
		let id = '';
		const { page, close } = await browser.open(`${site.origin}/?rate=50&interval=0.4`, {}, async (page) => {
			page.on('response', async (response) => {
				if (response.request().method() === 'POST' && response.url().endsWith('/sessions'))
					id = ((await response.json()) as SessionView).id;
			});
		});
		await untilEvents(page, 60);
		await pauseAndSettle(page);
		const read = async () => (await (await fetch(`${site.origin}/sessions/${id}`)).json()) as SessionView;
		const view = await read();
		const lanes = TECHNIQUE_IDS.map((lane) => view.lanes[lane]);
		expect(new Set(lanes.map((lane) => lane?.events))).toEqual(new Set([view.newest]));
		expect(new Set(lanes.map((lane) => lane?.down.payload))).toEqual(new Set([view.newest * 100]));
		// Of both anew each time: heartbeats go on.
		await expect
			.poll(async () => {
				const [shown, { lanes }] = await Promise.all([row(page, 'down: total, B'), read()]);
				return TECHNIQUE_IDS.filter((lane, index) => shown[index] !== (lanes[lane]?.down.total ?? 0).toLocaleString('en-GB'));
			})
			.toEqual([]);
		await page.getByRole('button', { name: 'Go on' }).click();
		await untilEvents(page, view.newest + 5);
		await close();
	});

	it('survives cuts of the line: all lanes come back, each says after how long, and nothing is lost', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=50&interval=0.4`);
		await untilEvents(page, 20);
		for (let cut = 0; cut < 2; cut++) {
			await cutLine(page);
			await expect.poll(() => page.locator('[data-lane] .state', { hasText: 'back after' }).count(), { timeout: 20_000 }).toBe(7);
			await expect
				.poll(() => page.locator('.status').textContent())
				.toMatch(/7 of 7 lanes are back, the slowest after .* Nothing was lost\.$/);
		}
		await pauseAndSettle(page);
		expect(await figures(page, 'delivery')).toEqual(TECHNIQUE_IDS.map(() => 'no gap'));
		expect(new Set(await figures(page, 'events')).size).toBe(1);
		expect((await row(page, 'reconnects')).every((text) => Number(text) >= 2)).toBe(true);
		await close();
	});

	it('begins anew with all figures at zero', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=20`);
		// So many that there are fewer for some seconds.
		await untilEvents(page, 60);
		await page.getByRole('button', { name: 'Restart' }).click();
		await expect.poll(async () => Number(await figure(page, 'websocket', 'events'))).toBeLessThan(60);
		await untilEvents(page, 3);
		await close();
	});
});

describe('the controls', () => {
	it('write what differs from the start into the URL, and a link restores it', async () => {
		const { page, close } = await browser.open(site.origin);
		await untilEvents(page, 1);
		await page.getByLabel('Events', { exact: true }).fill('100');
		await page.getByLabel('+ TCP/IP').check();
		await page.getByText('Save, seed').click();
		await page.getByLabel('Seed').fill('7');
		await page.keyboard.press('Tab');
		await expect.poll(() => page.url()).toMatch(/\?rate=[\d.]+&seed=7&count=tcp$/);
		const rate = await page.locator('output').first().textContent();
		await page.reload();
		expect(await page.locator('output').first().textContent()).toBe(rate);
		await page.goBack();
		await expect.poll(() => page.url()).not.toContain('seed');
		await close();
	});

	it('of a slider are one step of Back for what a hand does in one go', async () => {
		const { page, close } = await browser.open(site.origin);
		await untilEvents(page, 1);
		const steps = await page.evaluate(() => history.length);
		const events = page.getByLabel('Events', { exact: true });
		for (let press = 0; press < 4; press++) await events.press('ArrowRight');
		await expect.poll(() => page.url()).toContain('rate=');
		await expect.poll(() => page.evaluate(() => history.length)).toBe(steps + 1);
		await page.goBack();
		await expect.poll(() => page.url()).not.toContain('rate=');
		await expect.poll(() => page.locator('output').first().textContent()).toBe('1 /s');
		await close();
	});

	it('of a slider that a hand still moves are undone by Back, and do not come after it', async () => {
		const { page, close } = await browser.open(site.origin);
		await untilEvents(page, 1);
		const events = page.getByLabel('Events', { exact: true });
		for (let press = 0; press < 4; press++) await events.press('ArrowRight');
		await expect.poll(() => page.url()).toContain('rate=');
		// In one turn of the page: what is moved last has not reached the URL when Back comes.
		await events.evaluate((slider: HTMLInputElement) => {
			slider.stepUp(3);
			slider.dispatchEvent(new Event('input', { bubbles: true }));
			history.back();
		});
		await expect.poll(() => page.url()).not.toContain('rate=');
		await expect.poll(() => page.locator('output').first().textContent()).toBe('1 /s');
		await close();
	});

	it('of which one moves after the other are a step of Back each', async () => {
		const { page, close } = await browser.open(site.origin);
		await untilEvents(page, 1);
		await page.getByLabel('Events', { exact: true }).press('End');
		await expect.poll(() => page.url()).toContain('rate=200');
		await page.getByRole('slider', { name: 'Payload' }).press('Home');
		await expect.poll(() => page.url()).toContain('size=');
		await page.goBack();
		await expect.poll(() => page.url()).not.toContain('size=');
		expect(page.url()).toContain('rate=200');
		await close();
	});

	it('say what a seed is for as long as the field holds none', async () => {
		const { page, close } = await browser.open(`${site.origin}/?techniques=sse&seed=7`);
		await page.getByText('Save, seed').click();
		const hint = page.getByText('A whole number from 0 to 4,294,967,295.');
		await page.getByLabel('Seed').fill('-1');
		await expect.poll(() => hint.isVisible()).toBe(true);
		await page.keyboard.press('Tab');
		await expect.poll(() => hint.isVisible()).toBe(false);
		expect(await page.getByLabel('Seed').inputValue()).toBe('7');
		await close();
	});

	it('fall back to what they are untold for a broken link', async () => {
		const { page, close } = await browser.open(
			`${site.origin}/?rate=NaN&size=99999&interval=-1&techniques=carrier-pigeon&theme=%00&count=all`
		);
		await untilEvents(page, 1);
		expect(await page.locator('output').allTextContents()).toEqual(['1 /s', '100 B', '2 s']);
		await close();
	});

	it('hold the rate within what a lane carries, and say so', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=200&size=8000`);
		await untilEvents(page, 1);
		expect(await page.locator('output').first().textContent()).toBe('8 /s');
		expect(await page.getByText('at most 8', { exact: true }).getAttribute('title')).toContain('64 kB/s');
		await close();
	});

	it('switch lanes off and on again, by key too; a lane that comes back fetches what it missed', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=20`);
		await untilEvents(page, 5);
		await page.keyboard.press('6');
		await expect.poll(() => page.url()).toContain('techniques=polling,conditional,long-polling,sse,fetch-stream,socketio');
		await expect.poll(() => page.locator('[data-lane=websocket] .state').textContent()).toContain('off');
		const before = Number(await figure(page, 'sse', 'events'));
		await expect.poll(async () => Number(await figure(page, 'sse', 'events'))).toBeGreaterThan(before + 10);
		await page.keyboard.press('6');
		await pauseAndSettle(page);
		expect(new Set(await figures(page, 'events')).size).toBe(1);
		expect(await figure(page, 'websocket', 'delivery')).toBe('no gap');
		await close();
	});

	it.each([320, 360, 1280])('are told in a dialog that fits, %i px wide', async (width) => {
		const { page, close } = await browser.open(`${site.origin}/?techniques=sse`, { viewport: { width, height: 740 } });
		await page.getByRole('button', { name: 'Keys ?' }).click();
		const dialog = page.getByRole('dialog', { name: 'Keys' });
		await expect.poll(() => dialog.isVisible()).toBe(true);
		expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
		await close();
	});

	it('obey a presenter: Space, dot, R, C, P, the arrows and ?, but not while typing', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=20`);
		await untilEvents(page, 3);
		await page.keyboard.press('.');
		await expect.poll(() => page.getByRole('button', { name: 'Go on' }).isVisible()).toBe(true);
		await page.keyboard.press(' ');
		await expect.poll(() => page.getByRole('button', { name: 'Pause' }).isVisible()).toBe(true);
		await page.keyboard.press('p');
		await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('projector');
		// Its script comes with the first P.
		await expect.poll(() => page.getByRole('region', { name: 'Presentation' }).isVisible()).toBe(true);
		await page.keyboard.press('p');
		await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBeUndefined();
		await page.keyboard.press('ArrowRight');
		await expect.poll(() => page.url()).toContain('interval=2.5');
		await page.keyboard.press('?');
		await expect.poll(() => page.getByRole('dialog', { name: 'Keys' }).isVisible()).toBe(true);
		await page.keyboard.press('Escape');
		await page.getByText('Save, seed').click();
		await page.getByLabel('Seed').focus();
		await page.keyboard.press('.');
		expect(await page.getByRole('button', { name: 'Pause' }).isVisible()).toBe(true);
		await close();
	});

	it('save the race as JSON and CSV', async () => {
		const { page, close } = await browser.open(`${site.origin}/?rate=20`);
		await untilEvents(page, 10);
		await page.getByText('Save, seed').click();
		const save = async (name: string) => {
			const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
			return readFile(await saved.path(), 'utf8');
		};
		const document = JSON.parse(await save('Save JSON')) as { link: string; lanes: { technique: string; down: { payload: number } }[] };
		expect(document.link).toBe(`${site.origin}/?rate=20`);
		expect(document.lanes.map(({ technique }) => technique)).toEqual([...TECHNIQUE_IDS]);
		expect(document.lanes[5]?.down.payload).toBeGreaterThan(0);
		// A race that stands still: what its charts end with is what its lanes have.
		await pauseAndSettle(page);
		await expect
			.poll(async () => {
				const { lanes, timeline } = JSON.parse(await save('Save JSON')) as Exported;
				const ends = timeline.at(-1)?.lanes ?? {};
				return lanes.filter(({ technique, requests, up, down }) => {
					const end = ends[technique];
					return end?.requests !== requests || end.up !== up.total || end.down !== down.total;
				});
			})
			.toEqual([]);
		const rows = (await save('Save CSV')).trimEnd().split('\r\n');
		expect(rows).toHaveLength(8);
		expect(rows[0]?.split(',')).toEqual(expect.arrayContaining(['clockErrorMs', 'stalenessP95Ms', 'down.payload']));
		await close();
	});
});
