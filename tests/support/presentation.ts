import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { PROJECTOR, stop } from './present-page.ts';
import type { Stage } from './stage.ts';

/** The presenter's page with its speaker's window, a phone with the remote, and somebody who follows, each a browser of its own. */
export async function openPresentation(
	{ site, browser }: Stage,
	{ path = '/', query = '', prepare }: { path?: string; query?: string; prepare?: (page: Page) => Promise<unknown> } = {}
) {
	const presenter = await browser.open(`${site.origin}${path}?present=1${query}`, PROJECTOR, prepare);
	await expect.poll(() => stop(presenter.page)).toBe('1');
	const opened = presenter.page.waitForEvent('popup');
	await presenter.page.keyboard.press('s');
	const speaker = await opened;
	const links = speaker.locator('.code input');
	await expect.poll(() => links.count()).toBe(2);
	const [remoteLink, audienceLink] = await Promise.all([links.first().inputValue(), links.last().inputValue()]);
	const remote = await browser.open(remoteLink, { viewport: { width: 360, height: 740 } });
	const audience = await browser.open(audienceLink);
	await expect.poll(() => stop(audience.page)).toBe('1');
	await expect
		.poll(() => remote.page.getByTestId('step').textContent())
		.toBe('1/6'.slice(0, 2) + ((await presenter.page.getByTestId('step').textContent()) ?? '').slice(2));
	return {
		presenter: presenter.page,
		speaker,
		remote: remote.page,
		audience: audience.page,
		audienceLink,
		remoteLink,
		close: () => Promise.all([presenter.close(), remote.close(), audience.close()])
	};
}
