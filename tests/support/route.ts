import type { Frame, Page, Route } from 'playwright-core';
import { expect } from 'vitest';

const PROBE = '**/is-it-caught';

/**
 * `page.route` for what a page that runs already, or a frame of it, asks for next: Chromium's renderer is told a moment after Playwright
 * has its answer, and what is asked for until then may slip through (8 of 100 under load).
 */
export async function routeNow(
	page: Page,
	url: string | RegExp,
	handle: (route: Route) => unknown,
	inside: Page | Frame = page
): Promise<void> {
	const headers = { 'Access-Control-Allow-Origin': '*' };
	await page.route(PROBE, (route) => route.fulfill({ status: 204, headers }));
	await page.route(url, handle);
	const probe = () => inside.evaluate(() => fetch('/is-it-caught').then((answer) => answer.status));
	await expect.poll(probe).toBe(204);
	await page.unroute(PROBE);
}

/** A route that waits until it is let through. */
export function holdBack(): { wait(route: Route): Promise<void>; letThrough(): void } {
	let letThrough = () => {};
	const isLet = new Promise<void>((resolve) => (letThrough = resolve));
	return {
		async wait(route) {
			await isLet;
			await route.continue();
		},
		letThrough
	};
}
