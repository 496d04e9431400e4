import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DEMOS } from '#lib/demos/index.ts';
import { embedSnippets } from '#lib/protocol/embed-snippets.ts';
import { expectPhase, frameOf, frameTag, runEmbed, setEmbedStage } from '../support/embed.ts';
import { holdBack, routeNow } from '../support/route.ts';

const { site, near, open } = setEmbedStage();

/** A host whose frame has the height that it asks for. */
const following = (id: string, width: number) =>
	`<iframe id="a" src="${site.origin}/embed/${id}" width="${width}" height="560" style="border: 0"></iframe>
	<script>addEventListener('message', ({ data }) => (document.getElementById('a').style.height = data.px + 'px'));</script>`;
/** The heights that the host was told so far, px. */
const told = (page: Page) =>
	page.evaluate(() => (window as unknown as { heard: { data: { px: number } }[] }).heard.map(({ data }) => data.px));
const heightIn = async (page: Page, frame: string) =>
	(await frameOf(page, frame)).evaluate(() => Math.ceil(document.getElementById('embed')?.getBoundingClientRect().height ?? 0));

/** Runs the embed in this frame; the height of its still, and what the host was told until what runs has its height. */
async function runAndHear(page: Page, frame: string) {
	await page.frameLocator(frame).locator('#run:enabled').waitFor();
	await expect.poll(async () => (await told(page)).at(-1)).toBe(await heightIn(page, frame));
	const before = await told(page);
	const embed = await runEmbed(page, frame);
	await expectPhase(page, frame, 'running');
	await expect.poll(() => embed.getByText('open', { exact: true }).count()).toBeGreaterThan(1);
	await expect.poll(async () => (await told(page)).length).toBeGreaterThan(before.length);
	const frameHeight = () => page.locator(frame).evaluate((frame) => frame.clientHeight);
	await expect.poll(async () => (await frameHeight()) - (await heightIn(page, frame))).toBe(0);
	return { still: before.at(-1) ?? 0, heights: (await told(page)).slice(before.length) };
}

// On a machine that stands still while a part is laid out, the height before it stands for long enough to be told.
const ON_A_STALL = { retry: 2 };

describe('a host that gives its frame the height it asks for moves once or twice when an embed starts, and never below its still:', () => {
	it.each([
		['race', 720],
		['race', 320],
		['chat', 720],
		['chat', 320]
	])('%s at %d px', ON_A_STALL, async (id, width) => {
		const { page } = await open(near.page(following(id, width)));
		const { still, heights } = await runAndHear(page, '#a');
		expect(Math.min(...heights)).toBeGreaterThan(still);
		expect(heights.length).toBeLessThanOrEqual(2);
	});

	it('chat in the custom element', ON_A_STALL, async () => {
		const { page } = await open(near.page(embedSnippets({ origin: site.origin, id: 'chat', title: 'Chat' }).element));
		const { still, heights } = await runAndHear(page, 'on-the-wire iframe');
		expect(Math.min(...heights)).toBeGreaterThan(still);
		expect(heights.length).toBeLessThanOrEqual(2);
	});
});

it.each(['race', ...Object.keys(DEMOS)])('%s is as high in a low frame as in a high one', async (id) => {
	const { page } = await open(near.page(frameTag(site.origin, 'a', `${id}?view=both`)));
	const inside = await frameOf(page, '#a');
	await runEmbed(page, '#a');
	await expectPhase(page, '#a', 'running');
	// What rests does not change by itself.
	await page.evaluate(() => frames[0]?.postMessage({ source: 'on-the-wire', type: 'pause' }, '*'));
	await expectPhase(page, '#a', 'resting');
	const heights = [];
	for (const px of [200, 1400]) {
		await page.locator('#a').evaluate((frame, px) => frame.setAttribute('height', `${px}`), px);
		await expect.poll(() => inside.evaluate(() => innerHeight)).toBe(px);
		heights.push(await heightIn(page, '#a'));
	}
	expect(heights[1]).toBe(heights[0]);
});

it('an embed that is scrolled away while its part loads keeps its still until it is seen again', async () => {
	const { page } = await open(near.page(`${following('chat', 720)}<div style="height: 5000px"></div>`));
	const embed = page.frameLocator('#a');
	await embed.locator('#run:enabled').waitFor();
	await expect.poll(async () => (await told(page)).at(-1)).toBe(await heightIn(page, '#a'));
	const still = (await told(page)).at(-1) ?? 0;
	const { wait, letThrough: load } = holdBack();
	await routeNow(page, '**/_app/immutable/**', wait, await frameOf(page, '#a'));
	await embed.locator('#run').click();
	await expect.poll(() => embed.locator('#run').textContent()).toBe('Opening…');
	await page.evaluate(() => scrollTo(0, 4000));
	load();
	await expectPhase(page, '#a', 'resting');
	expect([await embed.locator('img').isVisible(), await embed.locator('#run').isVisible()]).toEqual([true, false]);
	expect(await embed.getByText('while nobody looks').isVisible()).toBe(true);
	await page.evaluate(() => scrollTo(0, 0));
	await expectPhase(page, '#a', 'running');
	expect(await embed.locator('img, #run').count()).toBe(0);
	await expect.poll(() => embed.getByText('open', { exact: true }).count()).toBe(2);
	expect(Math.min(...(await told(page)))).toBeGreaterThanOrEqual(still);
});
