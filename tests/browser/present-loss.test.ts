import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { isBlank, look, reloadPresenter, stop } from '../support/present-page.ts';
import { openPresentation } from '../support/presentation.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage({ NEW_ROOMS_PER_SECOND: '1000' });
const { browser } = stage;
const PHONE = { viewport: { width: 360, height: 740 } };
const next = (page: Page) => page.getByRole('button', { name: 'Next', exact: true });
const said = (page: Page) => page.getByRole('status').first().textContent();
const following = (page: Page) => page.getByTestId('following').getByRole('status').textContent();

/** While the page's line to the room hangs, what is said on it arrives nowhere and nobody answers; another one does not open. */
async function hangable(page: Page): Promise<{ isHanging: boolean }> {
	const state = { isHanging: false };
	await page.routeWebSocket(/\/live\/present:/, (line) => {
		if (state.isHanging) return line.close();
		let isStuck = false;
		const pass = (to: { send(message: string | Buffer): void }) => (message: string | Buffer) => {
			isStuck ||= state.isHanging;
			if (!isStuck) to.send(message);
		};
		const server = line.connectToServer();
		line.onMessage(pass(server));
		server.onMessage(pass(line));
	});
	return state;
}

describe('a presentation that loses a line', () => {
	it('says so on a remote whose line hangs, and does not do late what was pressed meanwhile', async () => {
		const { presenter, remoteLink, close } = await openPresentation(stage);
		let line = { isHanging: false };
		const remote = await browser.open(remoteLink, PHONE, async (page) => (line = await hangable(page)));
		await next(remote.page).click();
		await expect.poll(() => stop(presenter)).toBe('2');
		line.isHanging = true;
		// A line that was lost is opened anew, and what was told on it is told again: the command arrives after all, late.
		let late = 0;
		remote.page.on('response', (response) => {
			if (response.status() === 201 && (response.request().postData() ?? '').includes('"next"')) late += 1;
		});
		for (let n = 0; n < 3; n++) await next(remote.page).click();
		await expect.poll(() => said(remote.page)).toContain('No line to the presenter');
		expect(await next(remote.page).isDisabled()).toBe(true);
		await expect.poll(() => late).toBe(3);
		line.isHanging = false;
		await expect.poll(() => said(remote.page)).toBe('');
		expect(await stop(presenter)).toBe('2');
		await next(remote.page).click();
		await expect.poll(() => stop(presenter)).toBe('3');
		await remote.close();
		await close();
	});

	it('says so to an audience that is offline, at once', async () => {
		const { presenter, audience, close } = await openPresentation(stage);
		await expect.poll(() => following(audience)).toBe('You follow the presenter.');
		await audience.context().setOffline(true);
		await expect.poll(() => following(audience)).toContain('No line to the presenter');
		await presenter.keyboard.press('PageDown');
		await audience.context().setOffline(false);
		await expect.poll(() => following(audience)).toBe('You follow the presenter.');
		await expect.poll(() => stop(audience)).toBe('2');
		await close();
	});
});

describe('a presentation that loses its page', () => {
	it('says so everywhere, and goes on with the next page that is presented in the same browser', async () => {
		const { presenter, speaker, remote, audience, remoteLink, close } = await openPresentation(stage);
		const other = await presenter.context().newPage();
		await other.goto(new URL('/demos/ticker', presenter.url()).href);
		await presenter.close({ runBeforeUnload: true });
		await expect.poll(() => speaker.getByTestId('gone').textContent()).toContain('press P');
		expect(await next(speaker).isDisabled()).toBe(true);
		await expect.poll(() => following(audience)).toContain('page is closed');
		await expect.poll(() => said(remote)).toContain('page is closed');

		await expect.poll(() => other.getByRole('button', { name: 'Present' }).isEnabled()).toBe(true);
		await other.keyboard.press('p');
		await expect.poll(() => look(audience)).toContain('Ten prices a second');
		await expect.poll(() => following(audience)).toBe('You follow the presenter.');
		await expect.poll(() => speaker.getByTestId('gone').count()).toBe(0);
		expect(await speaker.locator('.code input').first().inputValue()).toBe(remoteLink);
		await expect.poll(() => said(remote)).toBe('');
		await next(remote).click();
		for (const page of [other, audience]) await expect.poll(() => stop(page)).toBe('2');
		await close();
	});

	it('stays black, and paused, when it is loaded anew', async () => {
		const { presenter, remote, audience, close } = await openPresentation(stage);
		await presenter.goto(new URL('/demos/ticker?present=1', presenter.url()).href);
		await expect.poll(() => stop(presenter)).toBe('1');
		await expect.poll(() => audience.url()).toContain('/demos/ticker');
		for (const page of [presenter, audience]) {
			await expect.poll(() => page.locator('[data-seat] [data-state]').getAttribute('data-state')).toBe('open');
		}
		await remote.getByRole('button', { name: 'Pause, go on' }).click();
		for (const page of [presenter, audience]) await expect.poll(() => page.getByTestId('paused').count()).toBe(1);
		await presenter.keyboard.press('.');
		for (const page of [presenter, audience]) await expect.poll(() => isBlank(page)).toBe(true);
		await reloadPresenter(presenter);
		await expect.poll(() => stop(presenter)).toBe('1');
		for (const page of [presenter, audience]) {
			expect(await isBlank(page)).toBe(true);
			await expect.poll(() => page.getByTestId('paused').count()).toBe(1);
		}
		await close();
	});
});
