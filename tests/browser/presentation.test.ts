import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { endTalk, look, reloadPresenter, stop } from '../support/present-page.ts';
import { openPresentation } from '../support/presentation.ts';
import { axeFindings } from '../support/axe.ts';
import { setStage } from '../support/stage.ts';
import { overhang } from '../support/two-seats.ts';

const stage = setStage({ NEW_ROOMS_PER_SECOND: '1000' });
const { site, browser } = stage;

/** A screen lock of a browser that grants it, refuses it, or has none; `wakes` notes what becomes of it. */
function stubWakeLock(page: Page, how: 'granted' | 'refused' | 'missing'): Promise<unknown> {
	return page.addInitScript((how) => {
		Reflect.deleteProperty(Navigator.prototype, 'wakeLock');
		const wakes: string[] = [];
		const locks: { release(): Promise<void> }[] = [];
		Object.assign(globalThis, { wakes, loseLock: () => void locks.at(-1)?.release() });
		if (how === 'missing') return;
		const request = async () => {
			wakes.push('asked');
			if (how === 'refused') throw new DOMException('A low battery.', 'NotAllowedError');
			const lock = Object.assign(new EventTarget(), {
				released: false,
				release: async () => {
					wakes.push('released');
					lock.released = true;
					lock.dispatchEvent(new Event('release'));
				}
			});
			locks.push(lock);
			return lock;
		};
		Object.defineProperty(navigator, 'wakeLock', { value: { request } });
	}, how);
}

describe('a presentation', () => {
	it('is followed on connections of one’s own, let go, and found again', async () => {
		const { presenter, audience, close } = await openPresentation(stage);
		expect(await audience.locator('.presenter [data-lane]').count()).toBe(7);
		await expect.poll(() => audience.locator('[data-lane=sse] dd', { hasText: /^[1-9]\d* event/ }).count()).toBeGreaterThan(0);
		// Who follows does not drive, not even here.
		await audience.keyboard.press('PageDown');
		await audience.getByRole('button', { name: 'Let go' }).click();
		await presenter.keyboard.press('PageDown');
		await expect.poll(() => stop(presenter)).toBe('2');
		expect(await stop(audience)).toBe('1');
		await audience.getByRole('button', { name: 'Come back' }).click();
		await expect.poll(() => stop(audience)).toBe('2');
		expect(audience.url()).toContain('techniques=polling,websocket'.replace(',', audience.url().includes('%2C') ? '%2C' : ','));
		// To another page, and home again.
		await presenter.keyboard.press('Escape');
		await presenter.getByRole('link', { name: 'The Demos' }).click();
		await expect.poll(() => audience.url()).toContain('/demos?');
		await presenter.getByRole('link', { name: 'Stock ticker' }).click();
		await expect.poll(() => audience.url()).toContain('/demos/ticker?');
		await expect.poll(() => presenter.getByRole('button', { name: 'Present' }).isEnabled()).toBe(true);
		await presenter.keyboard.press('p');
		await expect.poll(() => look(audience)).toContain('Ten prices a second');
		await close();
	});

	it('of a chat is acted on a phone that follows, too, in a room of its own, and each step begins there with its caption', async () => {
		const { presenter, audience, close } = await openPresentation(stage, { path: '/demos/chat' });
		const said = (page: Page) => page.getByTestId('seat-right').locator('ol .text').allTextContents();
		await expect.poll(() => said(presenter)).toHaveLength(2);
		await expect.poll(() => said(audience)).toEqual(await said(presenter));
		await audience.setViewportSize({ width: 844, height: 390 });
		const isInView = () => audience.getByTestId('look').evaluate((look) => look.getBoundingClientRect().bottom > 0);
		await audience.getByTestId('seat-right').locator('form button').scrollIntoViewIfNeeded();
		await expect.poll(isInView).toBe(false);
		await presenter.keyboard.press('PageDown');
		await expect.poll(() => stop(audience)).toBe('2');
		await expect.poll(isInView).toBe(true);
		await close();
	});

	it('is cut and paused by remote on every device, and cannot be driven with the audience’s link: it holds no key, and the room refuses the listener', async () => {
		const { presenter, remote, audience, audienceLink, remoteLink, close } = await openPresentation(stage);
		// What never got through is not cut either.
		for (const page of [presenter, audience]) {
			await expect.poll(() => page.locator('.presenter [data-lane] dd', { hasText: /^[1-9]\d* event/ }).count()).toBe(7);
		}
		await remote.getByRole('button', { name: 'Cut the line' }).click();
		for (const page of [presenter, audience]) {
			await expect.poll(() => page.locator('.presenter [data-lane]', { hasText: 'back after' }).count()).toBe(7);
		}
		await remote.getByRole('button', { name: 'Pause, go on' }).click();
		for (const page of [presenter, audience]) await expect.poll(() => page.url()).toContain('paused=1');
		for (const page of [presenter, audience]) await expect.poll(() => page.getByTestId('paused').count()).toBe(1);
		await expect.poll(() => remote.getByText(/^The Race, step .*, paused$/).count()).toBe(1);
		const [code, , key] = new URL(remoteLink).hash.slice(1).split('.') as [string, string, string];
		expect(new URL(audienceLink).searchParams.get('follow')).toBe(code);
		expect(audienceLink).not.toContain(key);
		const refused = await audience.evaluate(async (code) => {
			const post = (url: string, body: object) =>
				fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
			const place = (await (await post(`/rooms/present:${code}/members`, { name: 'Mallory' })).json()) as { member: string; key: string };
			const command = { type: 'command', data: { by: place.member, do: 'next' }, key: 'mine' };
			const answer = await post(`/live/present:${code}?member=${place.key}`, command);
			return [answer.status, ((await answer.json()) as { code: string }).code];
		}, code);
		expect(refused).toEqual([403, 'not-the-driver']);
		expect(await stop(presenter)).toBe('1');
		await close();
	});

	it('that was paused by remote goes on when the presenter leaves, everywhere, and the audience is told', async () => {
		const { presenter, remote, audience, close } = await openPresentation(stage);
		const both = [presenter, audience];
		const bar = () => audience.getByTestId('following').getByRole('status').textContent();
		const pause = async () => {
			await remote.getByRole('button', { name: 'Pause, go on' }).click();
			for (const page of both) await expect.poll(() => page.getByTestId('paused').count()).toBe(1);
			await presenter.keyboard.press('Escape');
			for (const page of both) await expect.poll(() => page.getByRole('navigation').isVisible()).toBe(true);
			await expect.poll(bar).toMatch(/not presenting just now/);
		};
		await expect.poll(bar).toBe('You follow the presenter.');
		await pause();
		for (const page of both) await expect.poll(() => page.url()).not.toMatch(/paused|present=/);
		// A demo's link does not hold it.
		await presenter.getByRole('link', { name: 'The Demos' }).click();
		await presenter.getByRole('link', { name: 'Stock ticker' }).click();
		for (const page of both) await expect.poll(() => page.url()).toContain('/demos/ticker');
		await expect.poll(() => presenter.getByRole('button', { name: 'Present' }).isEnabled()).toBe(true);
		await presenter.keyboard.press('p');
		for (const page of both) await expect.poll(() => look(page)).toContain('Ten prices a second');
		for (const page of both) await expect.poll(() => page.locator('[data-seat] [data-state]').getAttribute('data-state')).toBe('open');
		await pause();
		for (const page of both) await expect.poll(() => page.locator('[data-seat] [data-state]').getAttribute('data-state')).toBe('open');
		await close();
	});

	it('tells its speaker what stands on the screen, what follows once it is measured, and when', async () => {
		const { presenter, speaker, remote, close } = await openPresentation(stage, { path: '/demos/ticker' });
		const texts = (page: Page, ...ids: string[]) => Promise.all(ids.map((id) => page.getByTestId(id).textContent()));
		await presenter.keyboard.press(' ');
		await expect.poll(() => texts(speaker, 'now')).toEqual(['Asked for once a second: how old is a price when it arrives?']);
		await presenter.keyboard.press(' ');
		for (const page of [speaker, remote]) {
			await expect
				.poll(() => texts(page, 'now'))
				.toEqual([expect.stringMatching(/^The figures so far, and again: Asked for once a second/)]);
			expect(await texts(page, 'then', 'to-go')).toEqual([
				expect.stringMatching(/^On average a price had to wait/),
				expect.stringMatching(/^Measured in about [12]?\d s\.$/)
			]);
		}
		await expect.poll(() => look(presenter)).toMatch(/^On average a price had to wait/);
		for (const page of [speaker, remote]) {
			await expect.poll(() => texts(page, 'now')).toEqual([await look(presenter)]);
			expect(await page.getByTestId('then').count()).toBe(0);
		}
		await close();
	});

	it('stands still under a clicker’s keys on the page of somebody who follows, where all of it fits', async () => {
		const { presenter, audience, close } = await openPresentation(stage);
		await audience.setViewportSize({ width: 1280, height: 720 });
		await presenter.keyboard.press(' ');
		await expect.poll(() => stop(audience)).toBe('2');
		for (const key of ['PageDown', ' ']) await audience.keyboard.press(key);
		// What scrolls does so within some frames.
		await audience.evaluate(() => new Promise((drawn) => setTimeout(drawn, 300)));
		expect(await audience.evaluate(() => scrollY)).toBe(0);
		await close();
	});

	it('has windows that axe finds nothing wrong with, and ends for all at once, and says so', async () => {
		const { speaker, remote, audience, close } = await openPresentation(stage);
		for (const page of [speaker, remote, audience]) expect(await axeFindings(page)).toEqual([]);
		for (const page of [speaker, remote]) expect(await overhang(page)).toBeLessThanOrEqual(0);
		await endTalk(speaker);
		await expect.poll(() => audience.getByTestId('following').getAttribute('data-code')).toBe('over');
		await expect.poll(() => remote.locator('[data-code]').getAttribute('data-code')).toBe('ended');
		expect(await remote.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
		await close();
	});

	it('goes on after a reload, on a page that is not presented too: who listens is known, and what was asked for is not done again', async () => {
		const { presenter, speaker, remote, audience, close } = await openPresentation(stage);
		const next = async (at: string) => {
			await remote.getByRole('button', { name: 'Next' }).click();
			await expect.poll(() => Promise.all([stop(presenter), stop(audience)])).toEqual([at, at]);
		};
		await next('2');
		await reloadPresenter(presenter);
		await expect.poll(() => stop(presenter)).toBe('2');
		await expect.poll(() => speaker.getByTestId('listeners').textContent()).toContain('1 browser');
		await next('3');
		await presenter.keyboard.press('Escape');
		await expect.poll(() => audience.url()).not.toContain('present=');
		await presenter.reload();
		await expect.poll(() => presenter.getByRole('button', { name: 'Present' }).isEnabled()).toBe(true);
		await presenter.getByRole('link', { name: 'The Demos' }).click();
		await expect.poll(() => audience.url()).toContain('/demos?');
		await expect.poll(() => speaker.getByTestId('listeners').textContent()).toContain('1 browser');
		await close();
	});

	it('has neither a speaker’s window nor an audience in a tab that follows, or has let go', async () => {
		const { audience, close } = await openPresentation(stage);
		const pressAll = async () => {
			for (const key of ['s', 'a']) await audience.keyboard.press(key);
			// What would have opened has opened by then.
			await audience.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
			expect(await audience.getByTestId('invite').count()).toBe(0);
			expect(audience.context().pages()).toHaveLength(1);
		};
		await pressAll();
		await audience.getByRole('button', { name: 'Let go' }).click();
		await audience.keyboard.press('PageDown');
		await expect.poll(() => stop(audience)).toBe('2');
		await pressAll();
		await close();
	});

	it('tells the settings that the page knows, whatever else its link holds', async () => {
		const { presenter, audience, close } = await openPresentation(stage, { query: `&utm_source=*&long=${'x'.repeat(500)}` });
		expect(await stop(audience)).toBe('1');
		await presenter.keyboard.press('PageDown');
		await expect.poll(() => stop(audience)).toBe('2');
		expect(audience.url()).not.toMatch(/utm|long/);
		await close();
	});

	it('says to its speaker that the room refuses what it was told, until it takes what comes next', async () => {
		/** Somewhere on the way the state of stop 2 becomes one that no room takes. */
		const spoil = (text: string) => (text.includes('"state"') ? text.replace('present=2', 'present=2*') : text);
		const prepare = async (page: Page) => {
			await page.routeWebSocket(/\/live\/present:/, (line) => {
				const server = line.connectToServer();
				line.onMessage((message) => server.send(spoil(String(message))));
			});
			await page.route(/\/live\/present:/, (route) => route.continue({ postData: spoil(route.request().postData() ?? '') }));
		};
		const { presenter, speaker, audience, close } = await openPresentation(stage, { prepare });
		const code = () => speaker.getByRole('status').first().getAttribute('data-code');
		expect(await code()).toBeNull();
		await presenter.keyboard.press('PageDown');
		await expect.poll(code).toBe('bad-event');
		await expect.poll(() => speaker.getByRole('status').first().textContent()).toContain('The audience stays where it was');
		expect(await stop(audience)).toBe('1');
		await presenter.keyboard.press('PageDown');
		await expect.poll(() => stop(audience)).toBe('3');
		await expect.poll(code).toBeNull();
		await close();
	});

	it('keeps the screen awake, asks again when its tab is seen again, and lets it sleep at the end', async () => {
		const { presenter, speaker, close } = await openPresentation(stage, { prepare: (page) => stubWakeLock(page, 'granted') });
		const said = () => presenter.evaluate(() => (globalThis as unknown as { wakes: string[] }).wakes.join(' '));
		const turn = (isHidden: boolean) =>
			presenter.evaluate((isHidden) => {
				Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
				document.dispatchEvent(new Event('visibilitychange'));
			}, isHidden);
		await expect.poll(said).toBe('asked');
		// Seen again without having lost it: it is held still.
		await turn(false);
		expect(await said()).toBe('asked');
		// As a browser does with a tab that is hidden.
		await turn(true);
		await presenter.evaluate(() => (globalThis as unknown as { loseLock(): void }).loseLock());
		expect(await said()).toBe('asked released');
		await turn(false);
		await expect.poll(said).toBe('asked released asked');
		expect(await speaker.getByTestId('sleep').count()).toBe(0);
		await presenter.keyboard.press('Escape');
		await expect.poll(said).toBe('asked released asked released');
		await close();
	});

	it.each(['refused', 'missing'] as const)(
		'says on the speaker’s window alone that the screen may sleep, where a lock is %s',
		async (how) => {
			const { presenter, speaker, close } = await openPresentation(stage, { prepare: (page) => stubWakeLock(page, how) });
			await expect.poll(() => speaker.getByTestId('sleep').textContent()).toContain('may sleep');
			expect(await presenter.getByText('sleep').count()).toBe(0);
			await close();
		}
	);

	it('that does not exist, or a remote whose link is broken, is a sentence', async () => {
		const gone = await browser.open(`${site.origin}/?follow=zzzzzzzz`);
		await expect.poll(() => gone.page.getByTestId('following').getAttribute('data-code')).toBe('room-gone');
		await expect.poll(() => gone.page.getByTestId('following').textContent()).toContain('does not exist any more');
		await gone.close();
		const broken = await browser.open(`${site.origin}/remote#abc`);
		await expect.poll(() => broken.page.getByRole('status').textContent()).toContain('not whole');
		await broken.close();
		const wrong = await browser.open(`${site.origin}/remote#zzzzzzzz.aaaaaaaaaaaa.${'x'.repeat(22)}`);
		await expect.poll(() => wrong.page.locator('[data-code]').getAttribute('data-code')).toBe('room-gone');
		await wrong.close();
	});
});
