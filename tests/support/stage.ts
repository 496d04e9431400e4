import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import type { TestBrowser } from './browser.ts';
import { startSite } from './site.ts';
import type { Site } from './site.ts';

/** What the tests of a file stand on. */
export interface Stage {
	readonly site: Pick<Site, 'origin' | 'pid'>;
	readonly browser: Pick<TestBrowser, 'open'>;
}

/** The built site and a Chromium, from before the first test of the file until after its last. `env` as `startSite` takes it. */
export function setStage(env: Record<string, string> = {}): Stage {
	let site: Site;
	let browser: TestBrowser;
	beforeAll(async () => {
		[site, browser] = await Promise.all([startSite(env), launchBrowser()]);
	});
	afterAll(async () => {
		await browser.close();
		await site.close();
	});
	return {
		site: {
			get origin() {
				return site.origin;
			},
			get pid() {
				return site.pid;
			}
		},
		browser: { open: (...of) => browser.open(...of) }
	};
}
