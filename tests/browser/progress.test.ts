import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { PICTURE } from '#lib/protocol/jobs.ts';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import { axeFindings } from '../support/axe.ts';
import { cutLine, mendLine } from '../support/line.ts';
import { routeNow } from '../support/route.ts';
import { setStage } from '../support/stage.ts';

const { site, browser } = setStage({ MAX_JOBS: '4', MAX_JOBS_PER_ADDRESS: '3' });

/** A job takes a while, and longer on a busy machine. */
const PATIENCE = { timeout: 80_000 };
const LONG = 150_000;

const open = (query = '', ...more: [] | [object]) => browser.open(`${site.origin}/demos/progress${query}`, ...more);
const stage = (page: Page) => page.locator('[data-stage]').getAttribute('data-stage');
/** What the charts have drawn in words since the page began. */
const drawn = (page: Page) => page.evaluate(() => [...(globalThis as unknown as { drawn: Set<string> }).drawn]);
async function watchDrawing(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const drawn = new Set<string>();
		Object.assign(globalThis, { drawn });
		const { fillText } = CanvasRenderingContext2D.prototype;
		CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
			drawn.add(text);
			fillText.call(this, text, ...(rest as [number, number]));
		};
	});
}

const bar = (page: Page) => page.getByRole('progressbar').evaluate((element) => (element as HTMLProgressElement).value);
const jobOf = (page: Page) => new URL(page.url()).searchParams.get('job') ?? '';

async function ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
	const headers = { 'Content-Type': 'application/json' };
	const response = await fetch(site.origin + path, { method, ...(body !== undefined && { headers, body: JSON.stringify(body) }) });
	return (await response.json().catch(() => ({}))) as Record<string, unknown>;
}

async function startJob(frames: number): Promise<string> {
	const { id: session } = await ask('POST', '/sessions', {});
	const { id } = await ask('POST', '/jobs', { key: 'k', session, frames, scene: 'spiral' });
	expect(id).toMatch(/^[0-9a-f]{32}$/);
	return id as string;
}

async function startByHand(page: Page, frames: '48' | '192'): Promise<void> {
	await page.getByRole('radio', { name: frames }).check();
	await page.getByRole('button', { name: 'Render it' }).click();
	await expect.poll(() => stage(page)).toMatch(/queued|rendering/);
}

describe('a job, as its owner sees it', () => {
	it(
		'is started, watched through a cut of the line, and downloaded as a real picture',
		async () => {
			const { page, close } = await open();
			await startByHand(page, '48');
			await expect.poll(() => bar(page), PATIENCE).toBeGreaterThan(4);
			expect(await page.locator('[data-stage]').textContent()).toMatch(/\d+ of 48 frames.*(measuring the time left|about \d+ s left)/s);
			await expect.poll(() => page.locator('[data-stage]').textContent(), PATIENCE).toMatch(/\d+ of 48 frames.*about \d+ s left/s);
			expect(await page.getByAltText('Frame 4 of 48').isVisible()).toBe(true);
			expect(await axeFindings(page)).toEqual([]);
			await cutLine(page);
			await expect.poll(() => stage(page), PATIENCE).toBe('done');
			expect(await bar(page)).toBe(48);
			expect(await page.locator('[data-stage]').textContent()).toMatch(/Done: 48 frames of 384 × 216 pixels, [\d.]+ [kM]B\./);
			const picture = page.getByAltText('Seahorse valley, animated');
			await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(PICTURE.width);
			await expect
				.poll(() =>
					page.locator('ol img').evaluateAll((images) => images.filter((image) => (image as HTMLImageElement).naturalWidth).length)
				)
				.toBe(12);
			expect(await axeFindings(page)).toEqual([]);

			const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()]);
			expect(download.suggestedFilename()).toBe('seahorse.webp');
			const { pages, width, pageHeight } = await sharp(await download.path(), { animated: true }).metadata();
			expect({ pages, width, pageHeight }).toEqual({ pages: 48, width: PICTURE.width, pageHeight: PICTURE.height });
			await close();
		},
		LONG
	);

	it(
		'goes on when the tab is closed, and is found again by its address',
		async () => {
			const { page, close } = await open();
			await startByHand(page, '48');
			await expect.poll(() => bar(page), PATIENCE).toBeGreaterThan(1);
			const field = page.getByLabel(/finds the job again on this page; any other, by this address/);
			const address = await field.inputValue();
			// All of it is read.
			const cut = await field.evaluate((one) => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]);
			expect(cut).toEqual([0, 0]);
			const seen = await bar(page);
			await close();
			const id = new URL(address).searchParams.get('job');
			await expect.poll(async () => (await ask('GET', `/jobs/${id}`)).finished, PATIENCE).toBeGreaterThan(seen + 3);
			const back = await browser.open(address);
			await expect.poll(() => bar(back.page)).toBeGreaterThan(seen + 3);
			await expect.poll(() => stage(back.page)).toMatch(/rendering|encoding|done/);
			// Another browser was never told of it, and keeps nothing.
			expect(await back.page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([
				0,
				expect.any(Number),
				''
			]);
			await ask('DELETE', `/jobs/${id}`);
			await back.close();
		},
		LONG
	);

	it(
		'is offered to who comes back to the page, with every other that the server has and how far each is',
		async () => {
			const { page, close } = await open();
			const offer = page.locator('[data-job]');
			const texts = async () => (await offer.locator('span').allTextContents()).map((text) => text.replace(/\d+ of/, 'n of'));
			await expect.poll(() => page.getByRole('button', { name: 'Render it' }).isEnabled()).toBe(true);
			expect(await offer.count()).toBe(0);
			await startByHand(page, '192');
			const id = jobOf(page);
			await expect.poll(() => bar(page), PATIENCE).toBeGreaterThan(0);
			await page.goto(`${site.origin}/demos/progress?scene=star`);
			await startByHand(page, '48');
			const next = jobOf(page);
			await page.goto(`${site.origin}/demos/progress`);
			await expect.poll(texts).toHaveLength(2);
			const [newest, first] = await texts();
			expect(newest).toMatch(/^Star, 48 frames, just now: (waiting, place 1|rendering, n of 48)\.$/);
			expect(first).toMatch(/^Seahorse valley, 192 frames, just now: (rendering, n of 192|encoding|done)\.$/);
			expect(await axeFindings(page)).toEqual([]);
			const before = await offer.last().textContent();
			await expect.poll(() => offer.last().textContent(), PATIENCE).not.toBe(before);
			await offer.last().getByRole('button', { name: 'Show it' }).click();
			await expect.poll(() => bar(page), PATIENCE).toBeGreaterThan(0);
			expect(jobOf(page)).toBe(id);
			for (const job of [id, next]) await ask('DELETE', `/jobs/${job}`);
			await page.goto(`${site.origin}/demos/progress`);
			await expect.poll(() => page.evaluate(() => localStorage.length)).toBe(0);
			expect(await offer.count()).toBe(0);
			await close();
		},
		LONG
	);

	it(
		'has two jobs at a time in all of a browser’s tabs, and says at the third what to do',
		async () => {
			const first = await open();
			await startByHand(first.page, '192');
			const context = first.page.context();
			const page = await context.newPage();
			await page.goto(`${site.origin}/demos/progress`);
			await startByHand(page, '192');
			const jobs = [jobOf(first.page), jobOf(page)];
			await page.goto(`${site.origin}/demos/progress`);
			const refusal = page.getByText('You have two jobs already, in this tab or another.');
			const render = page.getByRole('button', { name: 'Render it' });
			await render.click();
			await expect.poll(() => refusal.isVisible()).toBe(true);
			expect(jobOf(page)).toBe('');
			// What was cancelled in another tab counts no more.
			await first.page.getByRole('button', { name: 'Cancel the job' }).click();
			await expect.poll(() => stage(first.page)).toBe('cancelled');
			await render.click();
			await expect.poll(() => stage(page)).toMatch(/queued|rendering/);
			for (const id of [...jobs, jobOf(page)]) await ask('DELETE', `/jobs/${id}`);
			await first.close();
		},
		LONG
	);

	it('is offered at once in the other tabs of its browser', async () => {
		const { page, close } = await open();
		await expect.poll(() => page.getByRole('button', { name: 'Render it' }).isEnabled()).toBe(true);
		const other = await page.context().newPage();
		await other.goto(`${site.origin}/demos/progress`);
		await startByHand(other, '192');
		await expect.poll(() => page.locator('[data-job]').count()).toBe(1);
		await ask('DELETE', `/jobs/${jobOf(other)}`);
		await close();
	});

	it('runs where storage is blocked: its address alone finds it again', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/progress`, {}, (page) =>
			page.addInitScript(() => {
				Object.defineProperty(globalThis, 'localStorage', {
					get: () => {
						throw new DOMException('blocked', 'SecurityError');
					}
				});
			})
		);
		const errors: Error[] = [];
		page.on('pageerror', (error) => errors.push(error));
		await startByHand(page, '192');
		expect(await page.getByLabel(/found again by this address, and by nothing else/).isVisible()).toBe(true);
		await ask('DELETE', `/jobs/${jobOf(page)}`);
		await page.getByRole('button', { name: 'Start another' }).click();
		await expect.poll(() => page.getByRole('button', { name: 'Render it' }).isVisible()).toBe(true);
		expect(errors).toEqual([]);
		await close();
	});

	it('says which of its frames are coarser, and why', async () => {
		const id = await startJob(10);
		const { page, close } = await browser.open(`${site.origin}/demos/progress?job=${id}&technique=polling&interval=0.3`, {}, (page) =>
			page.route('**/live/job:*/polling*', async (route) => {
				const response = await route.fetch();
				const answer = (await response.json()) as { events?: { type: string; data: { n: number; samples?: number } }[] };
				for (const { type, data } of answer.events ?? []) if (type === 'frame' && data.n > 6 && data.n < 10) data.samples = 1;
				await route.fulfill({ response, json: answer });
			})
		);
		await expect.poll(() => stage(page), PATIENCE).toBe('done');
		const said = page.getByText('Frames 7 to 9 are coarser: the server was busy, and a job has a minute.');
		expect(await said.isVisible()).toBe(true);
		expect(await page.getByAltText(/^Frame \d+ of 10, coarser$/).count()).toBe(3);
		expect(await axeFindings(page)).toEqual([]);
		await close();
	});

	it(
		'is cancelled, and another is started',
		async () => {
			const { page, close } = await open();
			await startByHand(page, '192');
			await expect.poll(() => bar(page), PATIENCE).toBeGreaterThan(1);
			await page.getByRole('button', { name: 'Cancel the job' }).click();
			await expect.poll(() => page.locator('[data-stage]').textContent()).toMatch(/Cancelled after \d+ frames\./);
			await page.getByRole('button', { name: 'Start another' }).click();
			await expect.poll(() => page.getByRole('button', { name: 'Render it' }).isVisible()).toBe(true);
			await expect.poll(() => jobOf(page)).toBe('');
			await page.goBack();
			await expect.poll(() => stage(page)).toBe('cancelled');
			await close();
		},
		LONG
	);

	it(
		'says at once that the server was told to stop it, though the line is cut; and that it was not, where nobody answered',
		async () => {
			const { page, close } = await open();
			const state = page.locator('[data-stage]');
			const cancel = page.getByRole('button', { name: 'Cancel the job' });
			let asked = 0;
			await startByHand(page, '192');
			await routeNow(page, '**/jobs/*', (route) => (++asked === 1 ? route.abort() : route.continue()));
			await expect.poll(() => bar(page), PATIENCE).toBeGreaterThan(1);
			await cutLine(page);
			await cancel.click();
			await expect.poll(() => state.textContent()).toContain('Not cancelled: the server does not answer. Press Cancel again.');
			await cancel.click();
			await expect.poll(() => state.textContent()).toMatch(/Told to stop; the line will tell\..*\d of 192 frames/s);
			expect(await state.textContent()).not.toMatch(/Not cancelled|left/);
			await cancel.click({ force: true });
			await mendLine(page);
			await expect.poll(() => state.textContent()).toMatch(/Cancelled after \d+ frames\./);
			expect(asked).toBe(2);
			await close();
		},
		LONG
	);

	it('has its images fetched again that could not be, and no broken one until then', async () => {
		const id = await startJob(8);
		let refused = 0;
		let isDown = true;
		const { page, close } = await browser.open(`${site.origin}/demos/progress?job=${id}`, {}, (page) =>
			page.route(/\/jobs\/\w+\/(frames|result)/, (route) => {
				if (!isDown) return route.continue();
				refused += 1;
				return route.abort();
			})
		);
		/** What has come, and what stands broken, of all images of the job. */
		const images = () =>
			page.locator('img[src^="/jobs/"]').evaluateAll((all) => {
				const done = (all as HTMLImageElement[]).filter(({ complete }) => complete);
				return {
					come: done.filter(({ naturalWidth }) => naturalWidth).length,
					broken: done.filter(({ naturalWidth }) => !naturalWidth).length
				};
			});
		await expect.poll(() => stage(page), PATIENCE).toBe('done');
		await expect.poll(() => refused).toBeGreaterThanOrEqual(9);
		await expect.poll(images).toEqual({ come: 0, broken: 0 });
		expect(await page.getByText('This image could not be fetched yet.').isVisible()).toBe(true);
		const strip = await page.getByRole('list', { name: 'Frames as they finish' }).getByRole('listitem').allInnerTexts();
		expect(strip).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
		isDown = false;
		await expect.poll(images).toEqual({ come: 9, broken: 0 });
		await expect.poll(() => page.getByText('This image could not be fetched yet.').count()).toBe(0);
		await close();
	});

	it('is not started twice when the answer to the first start is lost', async () => {
		const { page, close } = await open();
		let isLost = false;
		await routeNow(page, '**/jobs', async (route) => {
			if (isLost) return route.continue();
			isLost = true;
			await route.fetch();
			await route.abort();
		});
		const lost = page.getByText('The server does not answer.');
		await page.getByRole('radio', { name: '192' }).check();
		await page.getByRole('button', { name: 'Render it' }).click();
		await expect.poll(() => lost.isVisible()).toBe(true);
		// The link is written a moment after the choice: that is no other choice.
		await expect.poll(() => new URL(page.url()).searchParams.get('frames')).toBe('192');
		await page.getByRole('button', { name: 'Render it' }).click();
		await expect.poll(() => jobOf(page)).not.toBe('');
		const metrics = await (await fetch(`${site.origin}/metrics`)).text();
		expect(metrics).toMatch(/^wire_jobs_active 1$/m);
		await ask('DELETE', `/jobs/${jobOf(page)}`);
		await close();
	});

	it('plays only when asked to where motion is unwanted', async () => {
		const id = await startJob(8);
		const { page, close } = await open(`?job=${id}`, { reducedMotion: 'reduce' });
		await expect.poll(() => stage(page), PATIENCE).toBe('done');
		expect(await page.getByAltText('Spiral, animated').count()).toBe(0);
		expect(await page.getByAltText('Spiral, frame 8 of 8').isVisible()).toBe(true);
		await page.getByRole('button', { name: 'Play the picture' }).click();
		expect(await page.getByAltText('Spiral, animated').isVisible()).toBe(true);
		await close();
	});
});

describe('one job over every technique', () => {
	it(
		'over polling the bar jumps; over SSE and WebSocket it walks; all come to the same end',
		async () => {
			const id = await startJob(24);
			const techniques = ['sse', 'websocket', 'polling'] as const;
			// From the start: the job does not wait until all three are there.
			const watchBar = (page: Page) =>
				page.addInitScript(() => {
					const steps = new Set<number>();
					Object.assign(globalThis, { steps });
					const look = () => {
						const bar = document.querySelector('progress');
						if (bar) steps.add(bar.value);
						requestAnimationFrame(look);
					};
					look();
				});
			const pages = await Promise.all(
				techniques.map((technique) =>
					browser.open(`${site.origin}/demos/progress?job=${id}&technique=${technique}&interval=2`, {}, watchBar)
				)
			);
			for (const { page } of pages) await expect.poll(() => stage(page), PATIENCE).toBe('done');
			const steps = await Promise.all(
				pages.map(({ page }) => page.evaluate(() => (globalThis as unknown as { steps: Set<number> }).steps.size))
			);
			const [sse = 0, webSocket = 0, polling = 0] = steps;
			expect(Math.min(sse, webSocket)).toBeGreaterThan(polling);
			const ends = await Promise.all(pages.map(({ page }) => page.locator('[data-stage] p').first().textContent()));
			expect(new Set(ends).size).toBe(1);
			await Promise.all(pages.map(({ close }) => close()));
		},
		LONG
	);

	it('a switch keeps all that is known', async () => {
		const id = await startJob(8);
		const { page, close } = await open(`?job=${id}`);
		await expect.poll(() => stage(page), PATIENCE).toBe('done');
		for (const technique of TECHNIQUE_IDS) {
			await page.getByRole('combobox').selectOption(technique);
			await expect.poll(() => page.locator('[data-seat] .state').textContent()).toBe('open');
			expect({ stage: await stage(page), bar: await bar(page) }).toEqual({ stage: 'done', bar: 8 });
		}
		await close();
	});
});

describe('a job by keyboard alone', () => {
	it('the focus goes from the start to the way back, and on to the next start', async () => {
		const { page, close } = await open();
		const focus = () => page.evaluate(() => document.activeElement?.textContent?.trim());
		// There is no line to cut before there is a job, and one to cut with it.
		const enabled = () => Promise.all(['Pause', 'Cut the line'].map((name) => page.getByRole('button', { name, exact: true }).isEnabled()));
		expect(await enabled()).toEqual([false, false]);
		await page.getByRole('radio', { name: '192' }).check();
		await page.getByRole('button', { name: 'Render it' }).press('Enter');
		await expect.poll(focus).toBe('Cancel the job');
		await expect.poll(enabled).toEqual([true, true]);
		await page.keyboard.press('Enter');
		await expect.poll(focus).toBe('Start another');
		await page.keyboard.press('Enter');
		await expect.poll(focus).toBe('Render it');
		await close();
	});
});

describe('what a visitor may run into', () => {
	it('a place in the queue, and a refusal that says what to do', async () => {
		const running = await startJob(192);
		const second = await startJob(192);
		const { page, close } = await open();
		await startByHand(page, '192');
		const others = [running, second];
		await expect.poll(async () => (await page.locator('[data-stage]').textContent()) ?? '').toMatch(/place \d in the queue|Rendering/);
		const { page: refused, close: closeRefused } = await open();
		await refused.getByRole('button', { name: 'Render it' }).click();
		await expect.poll(() => refused.getByText('Your network has as many jobs as it may have.').isVisible()).toBe(true);
		// A new page is a new session, and counts for the same network.
		await refused.reload();
		await refused.getByRole('button', { name: 'Render it' }).click();
		await expect.poll(() => refused.getByText('Your network has as many jobs as it may have.').isVisible()).toBe(true);
		for (const id of [...others, jobOf(page)]) await ask('DELETE', `/jobs/${id}`);
		await expect.poll(() => stage(page)).toBe('cancelled');
		await close();
		await closeRefused();
	});

	it('a job that nobody knows: the page says so once, and offers to start another', async () => {
		const { page, close } = await open(`?job=${'0'.repeat(32)}`);
		await expect.poll(() => page.locator('[data-code=unknown-job]').textContent()).toContain('does not know this job');
		expect(await page.getByRole('button', { name: 'Render it' }).isVisible()).toBe(true);
		expect(await axeFindings(page)).toEqual([]);
		await page.getByRole('radio', { name: '48' }).check();
		await page.getByRole('button', { name: 'Render it' }).click();
		await expect.poll(() => stage(page)).toMatch(/queued|rendering/);
		await ask('DELETE', `/jobs/${jobOf(page)}`);
		await close();
	});

	it.each(['<img src=x onerror=alert(1)>', '..%2F..', '%00', 'a'.repeat(2000)])(
		'a link with job=%s says that there is no such job, and offers to start one',
		async (job) => {
			const { page, close } = await open(`?job=${job}`);
			await expect.poll(() => page.getByText('There is no such job').isVisible()).toBe(true);
			await page.getByRole('button', { name: 'Render it' }).click();
			await expect.poll(() => stage(page)).toMatch(/queued|rendering/);
			expect(await page.getByText('There is no such job').count()).toBe(0);
			await ask('DELETE', `/jobs/${jobOf(page)}`);
			await close();
		}
	);

	it('charts of nothing say no figures, and of history only that it was history', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/progress`, { viewport: { width: 1280, height: 2400 } }, watchDrawing);
		await expect.poll(() => drawn(page)).toContain('Server-Sent Events');
		await expect.poll(() => drawn(page)).toContain('10 s');
		expect((await drawn(page)).filter((text) => /B$|ms$|^[\d.]+$/.test(text))).toEqual([]);
		const id = await startJob(8);
		await expect.poll(async () => (await ask('GET', `/jobs/${id}`)).stage, PATIENCE).toBe('done');
		await page.goto(`${site.origin}/demos/progress?job=${id}`);
		await expect.poll(() => stage(page)).toBe('done');
		await expect.poll(() => page.getByText('What came so far was history').isVisible()).toBe(true);
		await expect.poll(() => drawn(page)).toEqual(expect.arrayContaining([expect.stringMatching(/^\d.* k?B$/)]));
		expect((await drawn(page)).filter((text) => text === '0.5' || text === '1 B')).toEqual([]);
		await close();
	});

	it('what bytes are counted is chosen in one line on a phone', async () => {
		const { page, close } = await open('', { viewport: { width: 360, height: 800 } });
		await expect.poll(() => page.getByRole('radio', { name: '+ TCP/IP' }).count()).toBe(1);
		const tops = await page
			.getByRole('group', { name: 'Count' })
			.locator('label')
			.evaluateAll((labels) => labels.map((label) => label.getBoundingClientRect().top));
		expect(tops.length).toBe(4);
		expect(new Set(tops).size).toBe(1);
		await close();
	});
});
