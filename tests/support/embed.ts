import type { Frame, FrameLocator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { ask } from './raw-ask.ts';

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
