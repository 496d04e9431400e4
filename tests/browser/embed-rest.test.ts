import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectPhase, frameTag, heldNow, runEmbed, setEmbedStage } from '../support/embed.ts';

const { site, host, near, open } = setEmbedStage();

const frame = (id: string, path: string) => frameTag(site.origin, id, path);
const say = (page: Page, type: string) =>
	page.evaluate(
		(type) => (document.getElementById('a') as HTMLIFrameElement).contentWindow?.postMessage({ source: 'on-the-wire', type }, '*'),
		type
	);

/** Ways to have an embed rest, and what it says then. */
const RESTS = {
	'its host pauses it': ['resting', 'has paused it', (page: Page) => say(page, 'pause')],
	'nobody sees it': ['resting', 'while nobody looks', (page: Page) => page.evaluate(() => scrollTo(0, 4000))],
	'another embed takes over': [
		'crowded',
		'Other embeds in this browser',
		async (page: Page) => {
			const other = await runEmbed(page, '#b');
			await other.getByRole('button', { name: 'Run it here instead' }).click();
		}
	],
	'ten minutes are over': ['stopped', 'Stopped after ten minutes', (page: Page) => page.clock.fastForward(601_000)]
} as const;

describe.each(Object.entries(RESTS))('when %s', (_how, [phase, reason, rest]) => {
	it.each(['race', 'chat'])('%s says why it rests, at its top, with the one button there is, and invents no figure', async (id) => {
		const html = `${frame('a', id)}${frame('b', 'race')}<div style="height: 5000px"></div>`;
		const { page } = await open(near.page(html), { viewport: { width: 1600, height: 1000 } }, (page) => page.clock.install());
		const embed = await runEmbed(page, '#a');
		await expectPhase(page, '#a', 'running');
		if (id === 'race') await expect.poll(() => heldNow(site.origin)).toBe(3);
		else await embed.locator('[data-seat=left] select').selectOption('sse');
		await expect.poll(() => heldNow(site.origin)).toBeGreaterThan(0);
		await rest(page);
		await expectPhase(page, '#a', phase);
		await expect.poll(() => embed.getByText(reason).isVisible()).toBe(true);
		const top = await embed.getByText(reason).evaluate((notice) => notice.getBoundingClientRect().top);
		expect(top).toBeLessThan(100);
		expect(await embed.getByText(/Every lane has|9,007/).count()).toBe(0);
		expect(await embed.getByRole('button', { name: /^(Pause|Cut the line)/ }).count()).toBe(0);
		expect(await embed.getByRole('button', { name: /^(Go on|Run it here instead)$/ }).count()).toBe(
			reason === 'while nobody looks' ? 0 : 1
		);
	});
});

it.each(['race', 'chat'])('%s goes on by the button of its notice: it runs, is not paused, and the keyboard stays in it', async (id) => {
	const { page } = await open(host.page(frame('a', id)));
	const embed = await runEmbed(page, '#a');
	await expectPhase(page, '#a', 'running');
	await say(page, 'pause');
	await expectPhase(page, '#a', 'resting');
	await embed.getByRole('button', { name: 'Go on' }).focus();
	await page.keyboard.press('Enter');
	await expectPhase(page, '#a', 'running');
	expect(await embed.locator(':focus').getAttribute('id')).toBe('stage');
	await expect.poll(() => embed.getByRole('button', { name: 'Pause' }).isEnabled()).toBe(true);
	await expect.poll(() => embed.getByText('open', { exact: true }).count()).toBeGreaterThan(1);
	expect(await embed.getByText(/Paused/).count()).toBe(0);
});

it('a Race that its reader paused says how many events there were, and is still paused after a rest', async () => {
	const { page } = await open(host.page(frame('a', 'race?rate=20')));
	const embed = await runEmbed(page, '#a');
	await expect.poll(() => embed.locator('[data-lane=polling] dd').first().textContent()).toMatch(/[2-9]/);
	await embed.getByRole('button', { name: 'Pause' }).click();
	const settled = embed.getByText(/^Paused\. Every lane has all \d{2,4} events/);
	await expect.poll(() => settled.isVisible()).toBe(true);
	const before = await settled.textContent();
	await say(page, 'pause');
	await expectPhase(page, '#a', 'resting');
	expect(await settled.count()).toBe(0);
	await say(page, 'play');
	await expectPhase(page, '#a', 'running');
	await expect.poll(() => settled.textContent()).toBe(before);
	await embed.getByRole('button', { name: 'Go on' }).click();
	await expect.poll(() => embed.getByText('All lanes carry the same events').isVisible()).toBe(true);
});

it('a Race shows the lanes that its address asks for, and one that its reader switched off is still there', async () => {
	const { page } = await open(host.page(frame('a', 'race?techniques=sse,websocket')));
	const embed = await runEmbed(page, '#a');
	await expectPhase(page, '#a', 'running');
	const lanes = () => embed.locator('[data-lane]').evaluateAll((all) => all.map((lane) => lane.getAttribute('data-lane')));
	expect(await lanes()).toEqual(['sse', 'websocket']);
	await expect.poll(() => embed.locator('[data-lane] [data-state=open]').count()).toBe(2);
	await embed.getByRole('checkbox', { name: 'WebSocket' }).uncheck();
	await expect.poll(() => embed.locator('[data-lane=websocket]').textContent()).toContain('off');
	expect(await lanes()).toEqual(['sse', 'websocket']);
});
