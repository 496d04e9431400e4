/**
 * Takes the pictures of real runs that stand for the Race and the demos, from the built site: what an embed shows before the click,
 * by day and by night, and what other sites show for a link; the list of the demos shows four of those. `npx tsx scripts/stills.ts [id…]`
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { DEMOS } from '../src/lib/demos/index.ts';
import { pagePath } from '../src/lib/protocol/embed-snippets.ts';
import { startSite } from '../tests/support/site.ts';
import { findChromium } from './find-program.js';
import { playDemo } from './play-demo.ts';
import { STILL_STYLE, stillPath } from './still.ts';

const IDS = ['race', ...Object.keys(DEMOS)];
const FOLDER = 'static/stills';
const LIST = 'src/lib/content/stills.json';
/** Of an embed that is laid out as in a frame of our snippets, so that what runs looks as it did; in more pixels, for dense screens. */
const STILL = { width: 840, height: 525 };
const STILL_SCALE = 8 / 7;
const LINK = { width: 1200, height: 630 };
const THUMBNAIL = { width: 400, height: 210 };
/** Two and two, they are the list's picture. */
const LISTED = ['ticker', 'chat', 'game', 'desk'];
const QUARTER = { width: LINK.width / 2, height: LINK.height / 2 };
/** Until the lines are open. */
const OPENING_MS = 3000;
/** Settings that make a run worth a picture. */
const QUERIES: Readonly<Record<string, string>> = { race: 'rate=4&interval=1.5' };

const asked = process.argv.slice(2);
const unknown = asked.find((id) => !IDS.includes(id));
if (unknown !== undefined) throw new RangeError(`"${unknown}" is none of ${IDS.join(', ')}.`);
const stills = JSON.parse(await readFile(LIST, 'utf8')) as Record<string, unknown>;
const site = await startSite();
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-background-networking'] });
await mkdir(FOLDER, { recursive: true });
for (const id of IDS) {
	if (asked.length > 0 && !asked.includes(id)) continue;
	const query = QUERIES[id] ?? '';
	for (const [theme, file] of [
		['light', id],
		['dark', `${id}-dark`]
	] as const) {
		const embed = await takeRun(browser, id, site.origin + stillPath(id, theme, query), STILL, STILL_SCALE);
		await sharp(embed).webp({ quality: 82, effort: 6 }).toFile(`${FOLDER}/${file}.webp`);
	}
	const page = await takeRun(browser, id, `${site.origin}${pagePath(id)}?theme=light&${query}`, LINK);
	await sharp(page).png({ palette: true, colours: 128, effort: 10 }).toFile(`${FOLDER}/${id}-og.png`);
	await sharp(page).resize(THUMBNAIL).png({ palette: true, effort: 10 }).toFile(`${FOLDER}/${id}-thumb.png`);
	stills[id] = { day: new Date().toISOString().slice(0, 10), width: STILL.width * STILL_SCALE, height: STILL.height * STILL_SCALE };
	await writeFile(LIST, `${JSON.stringify(stills, null, '\t')}\n`);
	console.log(id);
}
await browser.close();
await site.close();
const quarters = LISTED.map(async (id, at) => ({
	input: await sharp(`${FOLDER}/${id}-og.png`).resize(QUARTER).toBuffer(),
	left: (at % 2) * QUARTER.width,
	top: Math.floor(at / 2) * QUARTER.height
}));
await sharp({ create: { ...LINK, channels: 3, background: 'white' } })
	.composite(await Promise.all(quarters))
	.png({ palette: true, colours: 128, effort: 10 })
	.toFile(`${FOLDER}/demos-og.png`);

/** Runs it in a page of this size and takes its picture at work. */
async function takeRun(
	browser: Browser,
	id: string,
	url: string,
	viewport: { width: number; height: number },
	deviceScaleFactor = 1
): Promise<Buffer> {
	const page = await browser.newPage({ viewport, deviceScaleFactor, reducedMotion: 'no-preference' });
	await page.goto(url);
	await page.waitForTimeout(OPENING_MS);
	await playDemo(page, id);
	await page.evaluate(() => scrollTo(0, 0));
	const picture = await page.screenshot({ style: STILL_STYLE });
	await page.close();
	return picture;
}
