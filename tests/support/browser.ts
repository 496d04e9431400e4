import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { findChromium, findHeadlessChromium } from '../../scripts/find-program.js';

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

/** Resolves when the script of a page of the site has taken it over: what is pressed before then is lost. At once where none will. */
async function untilAwake(page: Page): Promise<void> {
	await page.waitForFunction(() => {
		const isTakenOver = [...document.scripts].some(({ textContent }) => textContent.includes('kit.start'));
		return !isTakenOver || document.documentElement.hasAttribute('data-awake');
	});
}

/**
 * Launches Chromium: its headless shell (same engine, same network stack, no windows), or the `whole` browser that visitors have.
 * `without` names arguments of Playwright's own that it shall not have: by one of them no page has a scrollbar.
 */
export async function launchBrowser(kind: 'shell' | 'whole' = 'shell', without: string[] = []): Promise<TestBrowser> {
	const executablePath = kind === 'whole' ? findChromium() : findHeadlessChromium();
	const browser: Browser = await chromium.launch({ executablePath, args: ARGUMENTS, ignoreDefaultArgs: without });
	return {
		async open(url, options, prepare) {
			const context: BrowserContext = await browser.newContext(options);
			const page = await context.newPage();
			await prepare?.(page);
			await page.goto(url);
			if (options?.javaScriptEnabled !== false) await untilAwake(page);
			return {
				page,
				async close() {
					// What is on its way through a route of a test is nobody's any more.
					await Promise.all(context.pages().map((page) => page.unrouteAll({ behavior: 'ignoreErrors' })));
					// As a visitor leaves: pages hear it and say good-bye, which a context that is just closed may cut short.
					for (const page of context.pages()) page.on('dialog', (dialog) => void dialog.accept().catch(() => {}));
					await Promise.all(context.pages().map((page) => page.goto('about:blank', { timeout: 5000 }).catch(() => {})));
					await context.close();
				}
			};
		},
		close: () => browser.close()
	};
}
