import type { Page } from 'playwright-core';

/** A projector's screen. */
export const PROJECTOR = { viewport: { width: 1920, height: 1080 } };

/** The stop that is shown, once the page hears keys: what the server rendered does not yet. */
export const stop = (page: Page) =>
	page.evaluate(() =>
		document.documentElement.dataset['spot'] ? document.querySelector<HTMLElement>('.presenter')?.dataset['stop'] : undefined
	);
/** What the audience is to look at. */
export const look = (page: Page) => page.getByTestId('look').textContent();
export const isBlank = (page: Page) => page.getByTestId('blank').isVisible();
