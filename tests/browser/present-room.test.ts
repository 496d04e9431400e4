import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { endTalk, isBlank, reloadPresenter, stop } from '../support/present-page.ts';
import { startFront } from '../support/lab-front.ts';
import { setStage } from '../support/stage.ts';

const { site, browser } = setStage({ NEW_ROOMS_PER_SECOND: '1000' });
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const following = (page: Page) => page.getByTestId('following');

describe('the room of a presentation', () => {
	/** The presenter's page with its speaker's window and its links. */
	async function open(origin = site.origin) {
		const presenter = await browser.open(`${origin}/?present=2`);
		await expect.poll(() => stop(presenter.page)).toBe('2');
		const opened = presenter.page.waitForEvent('popup');
		await presenter.page.keyboard.press('s');
		const speaker = await opened;
		const links = async () => {
			await expect.poll(() => speaker.locator('.code input').count()).toBe(2);
			const inputs = speaker.locator('.code input');
			return { remote: await inputs.first().inputValue(), audience: await inputs.last().inputValue() };
		};
		return { presenter: presenter.page, speaker, links, close: presenter.close };
	}

	it('gives a phone that let go its page back by a button, and one that follows when it ends', async () => {
		const { speaker, links, close } = await open();
		const { audience } = await links();
		const [own, other] = [await browser.open(audience, PHONE), await browser.open(audience, PHONE)];
		for (const { page } of [own, other]) await expect.poll(() => stop(page)).toBe('2');
		// Who follows does not drive.
		expect(await button(own.page, 'Next').count()).toBe(0);
		await button(own.page, 'Let go').tap();
		await button(own.page, 'Next').tap();
		await expect.poll(() => stop(own.page)).toBe('3');
		await button(own.page, 'Leave presenter mode').tap();
		await expect.poll(() => own.page.url()).not.toContain('present=');
		await expect.poll(() => own.page.getByRole('navigation').isVisible()).toBe(true);
		await button(own.page, 'Come back to the presenter').tap();
		await expect.poll(() => stop(own.page)).toBe('2');
		await button(own.page, 'Let go').tap();
		await endTalk(speaker);
		for (const { page } of [own, other]) await expect.poll(() => following(page).getAttribute('data-code')).toBe('over');
		await expect.poll(() => other.page.url()).not.toMatch(/present=|techniques=/);
		await expect.poll(() => other.page.getByRole('navigation').isVisible()).toBe(true);
		// Who looked around is not thrown out, and can leave.
		expect(await stop(own.page)).toBe('2');
		await button(own.page, 'Leave presenter mode').tap();
		await expect.poll(() => own.page.url()).not.toContain('present=');
		for (const { close } of [own, other]) await close();
		await close();
	});

	it('has one page that its remote drives: a doubled tab begins a talk of its own, a tab that is loaded anew keeps its talk', async () => {
		const { presenter, links, close } = await open();
		const remote = await browser.open((await links()).remote, PHONE);
		const opened = presenter.waitForEvent('popup');
		// What the tab keeps is copied, as by "Duplicate tab".
		await presenter.evaluate(() => void window.open('/demos/chat?present=1'));
		const double = await opened;
		await expect.poll(() => stop(double)).toBe('1');
		const talkOf = (page: Page) =>
			page.evaluate(() => (JSON.parse(sessionStorage.getItem('on-the-wire-talk') ?? '{}') as { id?: string }).id);
		await expect.poll(() => talkOf(double)).not.toBe(await talkOf(presenter));
		await presenter.bringToFront();
		for (const expected of ['3', '4']) {
			await button(remote.page, 'Next').click();
			await expect.poll(() => stop(presenter)).toBe(expected);
		}
		const id = await talkOf(presenter);
		await reloadPresenter(presenter);
		await expect.poll(() => stop(presenter)).toBe('4');
		await button(remote.page, 'Next').click();
		await expect.poll(() => stop(presenter)).toBe('5');
		expect([await talkOf(presenter), await stop(double)]).toEqual([id, '1']);
		await remote.close();
		await close();
	});

	it('says at both ends that the presenter’s line is lost, and forgets what was pressed meanwhile', async () => {
		const front = await startFront(Number(new URL(site.origin).port));
		const { presenter, speaker, links, close } = await open(front.origin);
		const remote = await browser.open((await links()).remote.replace(front.origin, site.origin), PHONE);
		const [said, told] = [remote.page, speaker].map((page) => page.locator('main [role=status]').first()) as [Locator, Locator];
		await button(remote.page, 'Next').click();
		await expect.poll(() => stop(presenter)).toBe('3');
		await front.goAway();
		await expect.poll(() => told.textContent()).toContain('No line to the room');
		for (let n = 0; n < 3; n++) await button(remote.page, 'Next').click();
		await expect.poll(() => said.textContent()).toContain('The presenter’s page does not answer.');
		await front.comeBack();
		// At once, and not when its patience ends.
		await presenter.evaluate(() => dispatchEvent(new Event('online')));
		await expect.poll(() => told.textContent()).not.toContain('No line');
		await expect.poll(() => said.textContent()).toBe('');
		expect(await stop(presenter)).toBe('3');
		await button(remote.page, 'Next').click();
		await expect.poll(() => stop(presenter)).toBe('4');
		await remote.close();
		await close();
		await front.close();
	});

	it('that was ended for all says so to its speaker, gives the page back, and opens anew with other links', async () => {
		const { presenter, speaker, links, close } = await open();
		const first = await links();
		await endTalk(speaker);
		await expect.poll(() => speaker.getByRole('status').first().textContent()).toContain('has ended');
		expect(await speaker.locator('.code input').count()).toBe(0);
		await expect.poll(() => presenter.url()).not.toContain('present=');
		await button(speaker, 'Open it anew, with new links').click();
		const second = await links();
		expect(second.audience).not.toBe(first.audience);
		expect(await speaker.getByRole('status').first().textContent()).not.toContain('ended');
		await presenter.keyboard.press('p');
		const audience = await browser.open(second.audience);
		await expect.poll(() => stop(audience.page)).toBe('1');
		await audience.close();
		await close();
	});

	it('has no use for buttons while the page is not presented: they are off, and the keys do nothing', async () => {
		const { presenter, speaker, links, close } = await open();
		const remote = await browser.open((await links()).remote, PHONE);
		const off = () =>
			Promise.all(
				[speaker, remote.page].map((page) => page.getByRole('button', { name: /^(Next|Blank|Cut the line)$/, disabled: true }).count())
			);
		await expect.poll(off).toEqual([0, 0]);
		await presenter.keyboard.press('Escape');
		await expect.poll(off).toEqual([3, 3]);
		await expect.poll(() => remote.page.getByRole('status').textContent()).toContain('not presented');
		await speaker.keyboard.press('b');
		await presenter.keyboard.press('p');
		await expect.poll(off).toEqual([0, 0]);
		expect(await isBlank(presenter)).toBe(false);
		await remote.close();
		await close();
	});

	it('says of a wrong key that the key is wrong, and is not asked again and again', async () => {
		const { links, close } = await open();
		const { remote } = await links();
		const refused: string[] = [];
		const wrong = await browser.open(remote.replace(/[\w-]{22}$/, 'x'.repeat(22)), PHONE, async (page) => {
			page.on('response', (response) => response.status() === 403 && refused.push(response.url()));
			page.on('websocket', (socket) => refused.push(socket.url()));
		});
		await expect.poll(() => wrong.page.getByRole('status').textContent()).toContain('it is wrong, or');
		const { length } = refused;
		// One by each way, and another line where a busy server's refusal comes after its first wait.
		expect(length).toBeLessThanOrEqual(4);
		// The time in which it would have tried again.
		await expect.poll(() => wrong.page.evaluate(() => performance.now())).toBeGreaterThan(4000);
		expect(refused).toHaveLength(length);
		await wrong.close();
		await close();
	});

	it('stands with its bar at the bottom of a short page, and black means the bar too', async () => {
		const { presenter, links, close } = await open();
		const audience = await browser.open((await links()).audience, { viewport: { width: 1280, height: 1400 } });
		await expect.poll(() => stop(audience.page)).toBe('2');
		const bottom = () => following(audience.page).evaluate((bar) => bar.getBoundingClientRect().bottom);
		await expect.poll(bottom).toBe(1400);
		await presenter.keyboard.press('b');
		await expect.poll(() => isBlank(audience.page)).toBe(true);
		const top = await audience.page.evaluate(() => document.elementFromPoint(100, innerHeight - 5)?.getAttribute('data-testid'));
		expect(top).toBe('blank');
		await audience.close();
		await close();
	});
});
