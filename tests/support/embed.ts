import type { Frame, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { EMBED_WIDTH, embedHeight } from '#lib/protocol/embed-size.ts';
import { launchBrowser } from './browser.ts';
import type { TestBrowser, TestPage } from './browser.ts';
import { startHost } from './host.ts';
import type { Host } from './host.ts';
import { ask } from './raw-ask.ts';
import { startSite } from './site.ts';
import type { Site } from './site.ts';

/** What the tests of embeds stand on. */
export interface EmbedStage {
	readonly site: Pick<Site, 'origin'>;
	/** Somebody else's pages: there our frames have no storage. */
	readonly host: Pick<Host, 'page'>;
	/** Another origin of the same site: there our frames have storage and locks. */
	readonly near: Pick<Host, 'page'>;
	/** Opens a page until the test is over. */
	readonly open: TestBrowser['open'];
}

/** The built site, two hosts and a Chromium for a file of tests; after each its pages are closed, and the site holds nothing. */
export function setEmbedStage(): EmbedStage {
	let site: Site;
	let host: Host;
	let near: Host;
	let browser: TestBrowser;
	const opened: TestPage[] = [];
	beforeAll(async () => {
		[site, host, near, browser] = await Promise.all([startSite(), startHost(), startHost('localhost'), launchBrowser()]);
	});
	afterEach(async () => {
		await Promise.all(opened.splice(0).map(({ close }) => close()));
		await expect.poll(() => heldNow(site.origin)).toBe(0);
	});
	afterAll(async () => {
		await browser.close();
		await Promise.all([site.close(), host.close(), near.close()]);
	});
	return {
		site: {
			get origin() {
				return site.origin;
			}
		},
		host: { page: (...of) => host.page(...of) },
		near: { page: (...of) => near.page(...of) },
		async open(...of) {
			const page = await browser.open(...of);
			opened.push(page);
			return page;
		}
	};
}

/** An iframe of this id with an embed of the site, as its path says. */
export function frameTag(origin: string, id: string, path: string, attributes = ''): string {
	const height = embedHeight(/^\w+/.exec(path)?.[0] ?? '');
	return `<iframe id="${id}" src="${origin}/embed/${path}" width="${EMBED_WIDTH}" height="${height}" ${attributes}></iframe>`;
}

/** Starts the embed in this frame by its button. */
export async function runEmbed(page: Page, frame: string): Promise<FrameLocator> {
	const embed = page.frameLocator(frame);
	await embed.locator('#run').click();
	return embed;
}

/** How the embed in this frame stands. */
export function phase(page: Page, frame: string): Promise<string | null> {
	return page.frameLocator(frame).locator('#embed').getAttribute('data-phase');
}

export async function expectPhase(page: Page, frame: string, expected: string): Promise<void> {
	await expect.poll(() => phase(page, frame)).toBe(expected);
}

/** The frame itself, to look into. */
export async function frameOf(page: Page, selector: string): Promise<Frame> {
	const frame = await (await page.waitForSelector(selector)).contentFrame();
	if (!frame) throw new Error(`${selector} is no frame.`);
	return frame;
}

/** Connections that are held all the time, as the server counts them. */
export async function heldNow(origin: string): Promise<number> {
	const { text } = await ask({ port: Number(new URL(origin).port) }, 'GET', '/metrics');
	const open = [...text.matchAll(/^wire_streams_open\{technique="(long-polling|sse|fetch-stream)"\} (\d+)$/gm)];
	return open.reduce((sum, [, , count]) => sum + Number(count), 0);
}
