/** Takes the README's picture from the running site: `npm run screenshot`. */
import { chromium } from 'playwright-core';
import { startSite } from '../tests/support/site.ts';
import { findChromium } from './find-program.js';

const RUN_MS = 12_000;

const site = await startSite();
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-background-networking'] });
const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
await page.goto(`${site.origin}/?rate=4&interval=1.5`);
await page.waitForTimeout(RUN_MS);
await page.screenshot({ path: 'docs/race.png' });
await browser.close();
await site.close();
console.log('docs/race.png');
