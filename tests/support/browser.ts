import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { findChromium } from '../../scripts/find-program.js';

/** Chromium alone with the server under test: no other host is asked, so that a capture holds nothing else. */
const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

/** A real Chromium. */
export interface TestBrowser {
	/** A page in a context of its own: no cache, no connection shared with another test's. `prepare` runs before it loads. */
	open(url: string, options?: BrowserContextOptions, prepare?: (page: Page) => Promise<unknown>): Promise<TestPage>;
	close(): Promise<void>;
}

export interface TestPage {
	readonly page: Page;
	/** Closes the page and every connection it has. */
	close(): Promise<void>;
}

/** Launches Chromium, headless. */
export async function launchBrowser(): Promise<TestBrowser> {
	const browser: Browser = await chromium.launch({ executablePath: findChromium(), args: ARGUMENTS });
	return {
		async open(url, options, prepare) {
			const context: BrowserContext = await browser.newContext(options);
			const page = await context.newPage();
			await prepare?.(page);
			await page.goto(url);
			return { page, close: () => context.close() };
		},
		close: () => browser.close()
	};
}
