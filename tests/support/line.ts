import type { Page } from 'playwright-core';

/** Cuts the line by the page's button. */
export const cutLine = (page: Page): Promise<void> => page.getByRole('button', { name: 'Cut the line' }).click();

/**
 * Mends it by the button that stands there meanwhile, instead of waiting for the end of the cut and for all the tries that fail until then.
 * On a slow machine the cut may be over.
 */
export const mendLine = (page: Page): Promise<void> =>
	page.evaluate(() => [...document.querySelectorAll('button')].find(({ innerText }) => innerText.startsWith('Mend the line'))?.click());
