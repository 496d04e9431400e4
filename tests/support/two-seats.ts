import type { Locator, Page } from 'playwright-core';

/** The part of a demo's page that one seat has. */
export function seatOf(page: Page, name: 'left' | 'right' | 'only'): Locator {
	return page.getByTestId(`seat-${name}`);
}

/** Writes into the field of this name and sends it by Enter, as a person does. */
export async function write(seat: Locator, field: string, text: string): Promise<void> {
	await seat.getByLabel(field, { exact: true }).fill(text);
	await seat.getByLabel(field, { exact: true }).press('Enter');
}

/** How much wider than its window a page is, px. */
export function overhang(page: Page): Promise<number> {
	return page.evaluate(() => {
		const { scrollWidth } = document.documentElement;
		// The room that is kept for a scrollbar counts as part of the window.
		return scrollWidth - Math.ceil(document.documentElement.getBoundingClientRect().width);
	});
}

/** Sends what a page says in rooms of this kind as somebody who is no member, from `estrange` on until `knowAgain`. */
export async function asStranger(page: Page, kind: string): Promise<{ estrange(): void; knowAgain(): void }> {
	let isStranger = false;
	await page.route(new RegExp(`/live/${kind}:\\w+\\?.*member=`), (route) => {
		const url = route.request().url();
		return route.continue({ url: isStranger ? url.replace(/member=[^&]+/, 'member=stranger') : url });
	});
	return { estrange: () => void (isStranger = true), knowAgain: () => void (isStranger = false) };
}
