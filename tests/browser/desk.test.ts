import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPage } from '../support/browser.ts';
import { cutLine, mendLine } from '../support/line.ts';
import { asStranger, overhang, seatOf, write } from '../support/two-seats.ts';
import { setStage } from '../support/stage.ts';

const { site, browser } = setStage({ NEW_ROOMS_PER_SECOND: '1000' });

/** A desk with both seats open. */
async function openDesk(query = '', width = 1280, height = 1000): Promise<TestPage> {
	const opened = await browser.open(`${site.origin}/demos/desk${query}`, { viewport: { width, height } });
	await expect.poll(() => opened.page.locator('[data-seat] [data-state=open]').count()).toBe(2);
	await expect.poll(() => seatOf(opened.page, 'left').getByTestId('here').textContent()).toContain('2 here');
	return opened;
}

const waiting = (seat: Locator) => seat.getByTestId('queue').locator('h2 .number').textContent();
const button = (seat: Locator, name: string) => seat.getByRole('button', { name, exact: true });
const lines = (seat: Locator, part: string) => seat.getByTestId(part).locator('[role=log] li').allTextContents();
/** Whether the seat says this where it reports. */
const said = (seat: Locator, text: RegExp | string) => seat.getByRole('status').filter({ hasText: text }).count();

describe('a help desk', () => {
	it('opens on two techniques, and both lanes are measured', async () => {
		const { page, close } = await openDesk();
		expect(await page.locator('[data-seat] select').evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value))).toEqual([
			'websocket',
			'sse'
		]);
		await expect
			.poll(() => page.getByTestId('sentence').textContent())
			.toMatch(/^Over WebSocket: .* 1 request, .*\. Over SSE: .* requests?, /);
		await close();
	});

	it.each([
		['WebSocket and SSE', ''],
		['short and long polling', '?technique=polling&right=long-polling&interval=0.3'],
		['Socket.IO and a fetch stream', '?technique=socketio&right=fetch-stream']
	])('over %s: a customer waits, is served, and the case is closed', async (_, query) => {
		const { page, close } = await openDesk(query);
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await button(ada, 'Rehearse a rush').click();
		await expect.poll(() => waiting(ada)).toBe('5');
		expect(await ada.getByTestId('queue').getByText('Rehearsal', { exact: true }).count()).toBe(5);
		expect(
			await ada
				.getByTestId('queue')
				.getByText(/^#\d+$/)
				.allTextContents()
		).toEqual(['#1', '#2', '#3', '#4', '#5']);
		await write(grace, 'What is wrong?', 'The ticket is for the wrong ferry.');
		await expect.poll(() => grace.getByText('You are number').textContent()).toContain('You are number 6 of 6.');
		expect(await grace.getByRole('heading', { name: /^Your case #6 of this room$/ }).isVisible()).toBe(true);
		for (let left = 5; left > 0; left--) {
			await button(ada, 'Take the next').click();
			await expect.poll(() => waiting(ada)).toBe(String(left));
			await button(ada, 'Close the case').click();
			await expect.poll(() => ada.getByText('You have no case.').isVisible()).toBe(true);
		}
		await expect.poll(() => grace.getByText('You are next.').isVisible()).toBe(true);
		await button(ada, 'Take the next').click();
		await expect.poll(() => grace.getByText('has your case.').textContent()).toContain('Ada');
		await write(ada, 'Write an answer', 'Which ferry is it?');
		await write(grace, 'Write to the agent', 'The one that has left.');
		const said = [/^You\s+Which ferry is it\?/, /^Grace\s+The one that has left\./];
		await expect.poll(() => lines(ada, 'taken')).toEqual(said.map((one) => expect.stringMatching(one)));
		await expect.poll(() => lines(grace, 'customer').then((all) => all[0])).toMatch(/^Ada\s+Which ferry is it\?/);
		await button(ada, 'Close the case').click();
		await expect.poll(() => grace.getByText('is closed after').isVisible()).toBe(true);
		await expect.poll(() => waiting(ada)).toBe('0');
		await close();
	});

	it.each([360, 1280])('nothing moves below when a case is opened, taken and answered, %i px wide', async (width) => {
		const { page, close } = await openDesk('', width);
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		const height = () => page.evaluate(() => document.querySelector('[data-testid=sentence]')?.getBoundingClientRect().top ?? 0);
		const scrolled = () => page.evaluate(() => scrollY);
		const below = async () => Math.round((await height()) + (await scrolled()));
		const before = await below();
		await write(grace, 'What is wrong?', 'My printer burns.');
		await expect.poll(() => waiting(ada)).toBe('1');
		expect(await below()).toBe(before);
		await button(ada, 'Take the next').click();
		await expect.poll(() => grace.getByText('has your case.').isVisible()).toBe(true);
		await write(ada, 'Write an answer', 'With what colour?');
		await expect.poll(() => lines(grace, 'customer').then((all) => all.length)).toBe(1);
		expect(await below()).toBe(before);
		await close();
	});

	it('all of a rush is seen in the queue where there is room beside it', async () => {
		const { page, close } = await openDesk();
		const ada = seatOf(page, 'left');
		await button(ada, 'Rehearse a rush').click();
		await expect.poll(() => waiting(ada)).toBe('5');
		const list = ada.getByRole('region', { name: /^Queue/ });
		expect(await list.evaluate((box) => box.scrollHeight - box.clientHeight)).toBe(0);
		await close();
	});

	it('a case that waits alone is read whole; of many a long one ends with an ellipsis, and is read whole once it is taken', async () => {
		const { page, close } = await openDesk();
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		const long = 'The ticket is for the wrong ferry, and the right one has left. '.repeat(3).trim();
		await write(grace, 'What is wrong?', long);
		const row = ada.getByTestId('queue').getByTitle(long);
		await expect.poll(() => row.isVisible()).toBe(true);
		const hidden = () => row.evaluate((text) => text.scrollHeight - text.clientHeight);
		expect(await hidden()).toBe(0);
		await button(ada, 'Rehearse a rush').click();
		await expect.poll(() => waiting(ada)).toBe('6');
		expect(await hidden()).toBeGreaterThan(0);
		expect(await row.evaluate((text) => getComputedStyle(text).webkitLineClamp)).toBe('3');
		await button(ada, 'Take the next').click();
		const taken = ada.getByTestId('taken').getByText(long);
		await expect.poll(() => taken.isVisible()).toBe(true);
		const cut = await taken.evaluate((text) => (text.parentElement as Element).scrollHeight - (text.parentElement as Element).clientHeight);
		expect(cut).toBe(0);
		await close();
	});

	it('what an agent puts on the board stands at the customer’s, and for who comes later', async () => {
		const { page, close } = await openDesk();
		await seatOf(page, 'left').getByLabel('Payments').selectOption('degraded');
		const board = (seat: Locator) => seat.getByTestId('board').locator('li[data-state=degraded]').textContent();
		await expect.poll(() => board(seatOf(page, 'right'))).toMatch(/Payments\s+degraded/);
		const guest = await browser.open(await page.getByLabel(/^Invite/).inputValue());
		expect(await guest.page.locator('[data-seat] select').inputValue()).toBe('sse');
		await expect.poll(() => board(seatOf(guest.page, 'only'))).toMatch(/Payments\s+degraded/);
		await guest.close();
		await close();
	});

	it('two agents: the first in the log has the case, the other is told, and the channel carries their talk', async () => {
		const { page, close } = await openDesk();
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		const invite = new URL(await page.getByLabel(/^Invite/).inputValue());
		for (const setting of ['role', 'technique']) invite.searchParams.delete(setting);
		const guest = await browser.open(invite.href, { viewport: { width: 1280, height: 1000 } });
		const other = seatOf(guest.page, 'only');
		await expect.poll(() => ada.getByTestId('here').textContent()).toContain('3 here');
		await write(grace, 'What is wrong?', 'Nothing works.');
		await expect.poll(() => Promise.all([waiting(ada), waiting(other)])).toEqual(['1', '1']);
		await expect.poll(() => grace.getByTestId('customer').textContent()).toContain('2 agents here');
		// Ada's lane stands still while the other takes the case: she reaches for one that still waits, as she sees it.
		await page.getByRole('button', { name: 'Pause' }).click();
		await expect.poll(() => page.locator('[data-seat] .state').allTextContents()).toEqual(['paused', 'paused']);
		await button(other, 'Take the next').click();
		await expect.poll(() => other.getByTestId('taken').textContent()).toContain('Nothing works.');
		const channel = ada.getByLabel('Write to the agents');
		const fieldTop = () => channel.evaluate((field) => Math.round(field.getBoundingClientRect().top + scrollY));
		const before = await fieldTop();
		await button(ada, 'Take the next').click();
		await page.getByRole('button', { name: 'Go on' }).click();
		await expect.poll(() => ada.getByRole('status').filter({ hasText: 'was first in the log' }).count()).toBe(1);
		expect(
			await ada
				.getByTestId('queue')
				.getByText(/^#\d+$/)
				.count()
		).toBe(1);
		expect(await fieldTop()).toBe(before);
		expect(await other.getByTestId('taken').textContent()).toContain('Nothing works.');
		expect(await ada.getByTestId('taken').textContent()).toContain('You have no case.');
		await write(other, 'Write to the agents', 'That one is mine.');
		await expect.poll(() => ada.getByRole('log', { name: /^Agents’ channel/ }).textContent()).toContain('That one is mine.');
		expect(await grace.getByText('That one is mine.').count()).toBe(0);
		await guest.close();
		// Its agent is gone: the case can be taken over.
		await button(ada, 'Take over').click();
		await expect.poll(() => ada.getByTestId('taken').textContent()).toContain('Nothing works.');
		await expect.poll(() => grace.getByText('has your case.').textContent()).toContain('Ada');
		await close();
	});

	it('an agent whose own case is all that waits cannot take it, and is told why', async () => {
		const { page, close } = await openDesk();
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await write(grace, 'What is wrong?', 'Nothing works.');
		await expect.poll(() => waiting(ada)).toBe('1');
		await grace.getByRole('radio', { name: 'Agent' }).check({ force: true });
		await expect.poll(() => grace.getByTestId('queue').getByRole('status').textContent()).toContain('Nobody takes a case of one’s own');
		expect(await grace.getByTestId('queue').locator('li').textContent()).toContain('(yours)');
		expect(await button(grace, 'Take the next').isDisabled()).toBe(true);
		await button(ada, 'Rehearse a rush').click();
		await button(grace, 'Take the next').click();
		await expect.poll(() => grace.getByTestId('taken').textContent()).toContain('Rehearsal');
		await close();
	});

	it('a customer who reloads the page is the same, with the case that waits', async () => {
		const { page, close } = await openDesk();
		const ada = seatOf(page, 'left');
		const guest = await browser.open(await page.getByLabel(/^Invite/).inputValue());
		const customer = seatOf(guest.page, 'only');
		const name = () => guest.page.getByLabel('Your name').inputValue();
		const before = await name();
		await write(customer, 'What is wrong?', 'Nothing works.');
		await expect.poll(() => customer.getByText('You are next.').isVisible()).toBe(true);
		await guest.page.reload();
		await expect.poll(() => customer.getByText('You are next.').isVisible()).toBe(true);
		expect(await name()).toBe(before);
		await expect.poll(() => ada.getByTestId('here').textContent()).toMatch(/^3 here/);
		await button(ada, 'Take the next').click();
		await expect.poll(() => customer.getByText('has your case.').isVisible()).toBe(true);
		await write(customer, 'Write to the agent', 'Still nothing.');
		await expect.poll(() => ada.getByText('Still nothing.').isVisible()).toBe(true);
		await guest.close();
		await close();
	});

	it('a customer whose agent has left is told, keeps what is being written, and hears of the next one', async () => {
		const agent = await browser.open(`${site.origin}/demos/desk?seats=one`);
		const first = seatOf(agent.page, 'only');
		const invite = await agent.page.getByLabel(/^Invite/).inputValue();
		const guest = await browser.open(invite);
		const customer = seatOf(guest.page, 'only');
		await write(customer, 'What is wrong?', 'Nothing works.');
		await button(first, 'Take the next').click();
		await expect.poll(() => said(customer, /has your case\.$/)).toBe(1);
		const name = await agent.page.getByLabel('Your name').inputValue();
		await customer.getByLabel('Write to the agent').fill('It still does n');
		await agent.close();
		await expect.poll(() => said(customer, `${name} has left. Another agent can take your case over.`)).toBe(1);
		expect(await said(customer, 'has your case.')).toBe(0);
		expect(await customer.getByLabel('Write to the agent').inputValue()).toBe('It still does n');

		const next = await browser.open(invite);
		expect(await next.page.getByRole('radio', { name: 'Agent' }).isChecked()).toBe(false);
		const other = seatOf(next.page, 'only');
		await other.getByRole('radio', { name: 'Agent' }).check({ force: true });
		await button(other, 'Take over').click();
		await expect.poll(() => said(customer, /has your case\.$/)).toBe(1);
		expect(await customer.getByLabel('Write to the agent').inputValue()).toBe('It still does n');
		await next.close();
		await guest.close();
	});

	it('no agent is said to have left while the customer’s line is down', async () => {
		const { page, close } = await openDesk();
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await write(grace, 'What is wrong?', 'Nothing works.');
		await button(ada, 'Take the next').click();
		await expect.poll(() => said(grace, /^Ada has your case\.$/)).toBe(1);
		await page.getByRole('button', { name: 'Pause' }).click();
		await expect.poll(() => page.locator('[data-seat] .state').allTextContents()).toEqual(['paused', 'paused']);
		// Hours in which nothing is heard of anybody. A clock that runs fast makes every new probe a slow one, which corrects nothing; one that were set once would soon be set right.
		await page.evaluate(() => {
			const now = performance.now.bind(performance);
			const from = now();
			performance.now = () => from + (now() - from) * 10_000;
		});
		await expect.poll(() => grace.getByTestId('here').textContent()).toContain('0 here');
		expect(await said(grace, /^Ada has your case\.$/)).toBe(1);
		await close();
	});

	it('who reaches for a case that was withdrawn is told', async () => {
		const { page, close } = await openDesk();
		const ada = seatOf(page, 'left');
		const guest = await browser.open(await page.getByLabel(/^Invite/).inputValue());
		const customer = seatOf(guest.page, 'only');
		await write(customer, 'What is wrong?', 'Nothing works.');
		await expect.poll(() => waiting(ada)).toBe('1');
		// Ada's lane stands still meanwhile: she reaches for what waits, as she sees it.
		await page.getByRole('button', { name: 'Pause' }).click();
		await button(customer, 'Withdraw').click();
		await expect.poll(() => customer.getByText('is closed after').isVisible()).toBe(true);
		await button(ada, 'Take the next').click();
		await page.getByRole('button', { name: 'Go on' }).click();
		await expect.poll(() => said(ada, /^Case #\d+ was withdrawn before you took it\.$/)).toBe(1);
		await guest.close();
		await close();
	});

	it('another role brings its lane, stands in the link, and Back undoes it', async () => {
		const { page, close } = await openDesk();
		const grace = seatOf(page, 'right');
		await grace.getByRole('radio', { name: 'Agent' }).check();
		await expect.poll(() => page.url()).toMatch(/right=websocket.*rightrole=agent|rightrole=agent.*right=websocket/);
		await expect.poll(() => grace.getByTestId('queue').isVisible()).toBe(true);
		await page.goBack();
		await expect.poll(() => grace.getByTestId('customer').isVisible()).toBe(true);
		await close();
	});
});

describe('the desk, looked at', () => {
	it.each([
		[360, 740],
		[1280, 800]
	])('what one takes is said beside the button, and begins in view, %i by %i px', async (width, height) => {
		const { page, close } = await openDesk('', width, height);
		const ada = seatOf(page, 'left');
		await button(ada, 'Rehearse a rush').click();
		await expect.poll(() => waiting(ada)).toBe('5');
		await button(ada, 'Take the next').click();
		await expect
			.poll(() =>
				ada
					.getByRole('status')
					.filter({ hasText: /^Case #\d+ is yours, after \d+:\d\d in the queue\.$/ })
					.count()
			)
			.toBe(1);
		const bottomOf = (part: Locator) => part.evaluate((element) => element.getBoundingClientRect().bottom);
		expect(await bottomOf(ada.getByTestId('taken').locator('h2'))).toBeLessThan(height);
		expect(await bottomOf(ada.getByText('The invoice came out blank.'))).toBeLessThan(height);
		await close();
	});

	it.each([360, 1280, 1920])('no service of the board stands alone in its row, %i px wide', async (width) => {
		const { page, close } = await openDesk('', width);
		for (const name of ['left', 'right'] as const) {
			const rows = seatOf(page, name).getByTestId('board').locator('li');
			const tops = await rows.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
			expect(tops.filter((top) => top === tops[0]).length).toBe(width === 360 ? 2 : 4);
		}
		expect(await overhang(page)).toBeLessThanOrEqual(0);
		await close();
	});

	it.each([360, 1280])('nothing moves when a seat begins to poll, nor when the line is cut and comes back, %i px wide', async (width) => {
		const { page, close } = await openDesk('', width);
		const tops = () =>
			page.evaluate(() =>
				[...document.querySelectorAll('.stage, [data-seat] .wire, [data-testid=board]')].map(
					(one) => one.getBoundingClientRect().top + scrollY
				)
			);
		const before = await tops();
		await seatOf(page, 'right').locator('[data-seat] select').selectOption('polling');
		await expect.poll(() => page.getByLabel('Poll every').isVisible()).toBe(true);
		expect(await tops()).toEqual(before);
		await cutLine(page);
		await expect.poll(() => seatOf(page, 'left').locator('[data-state]').first().getAttribute('data-state')).toBe('retrying');
		expect(await tops()).toEqual(before);
		await mendLine(page);
		await expect.poll(() => page.locator('[data-seat] [data-state=open]').count()).toBe(2);
		expect(await tops()).toEqual(before);
		await close();
	});

	it('by keyboard alone: the focus goes to what takes the place of a button', async () => {
		const { page, close } = await openDesk();
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		const focus = () => page.evaluate(() => document.activeElement?.textContent?.replaceAll(/\s+/g, ' ').trim());
		await grace.getByLabel('What is wrong?').fill('Everything.');
		await button(grace, 'Open a case').press('Enter');
		await expect.poll(focus).toMatch(/^Your case #\d+ of this room$/);
		await button(grace, 'Withdraw').press('Enter');
		await expect.poll(focus).toBe('Your case');
		await write(grace, 'What is wrong?', 'Everything else.');
		await expect.poll(focus).toMatch(/^Your case #\d+ of this room$/);
		await expect.poll(() => waiting(ada)).toBe('1');
		// The queue is empty then, and the button is off.
		await button(ada, 'Take the next').press('Enter');
		await expect.poll(focus).toMatch(/^Your case #\d+, Grace$/);
		await button(ada, 'Close the case').press('Enter');
		await expect.poll(focus).toBe('Your case');
		expect(await page.evaluate(() => document.activeElement?.closest('[data-testid=taken]') !== null)).toBe(true);
		await close();
	});

	it('whose focus is elsewhere keeps it', async () => {
		const { page, close } = await openDesk();
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await write(grace, 'What is wrong?', 'Everything.');
		await expect.poll(() => waiting(ada)).toBe('1');
		await button(ada, 'Take the next').click();
		await expect.poll(() => grace.getByText('has your case.').isVisible()).toBe(true);
		await ada.getByLabel('Write to the agents').focus();
		await button(grace, 'Close the case').dispatchEvent('click');
		await expect.poll(() => grace.getByText('is closed after').isVisible()).toBe(true);
		expect(await ada.getByLabel('Write to the agents').evaluate((field) => field === document.activeElement)).toBe(true);
		await close();
	});
});

/** Cuts the line by the page's button, and waits until both seats feel it. */
async function cut(page: Page): Promise<void> {
	await cutLine(page);
	await expect.poll(() => page.locator('[data-seat] [data-state=retrying]').count()).toBe(2);
}

describe('at the desk while the line is cut', () => {
	it.each([
		['sse', 360],
		['sse', 1280],
		['websocket', 1280]
	])(
		'over %s, %i px wide: a case is taken once however often one presses, and until then it is said to be on its way',
		async (technique, width) => {
			const { page, close } = await openDesk(`?technique=${technique}`, width);
			const ada = seatOf(page, 'left');
			await button(ada, 'Rehearse a rush').click();
			await expect.poll(() => waiting(ada)).toBe('5');
			const tops = () =>
				ada
					.locator('.actions, .said, [data-testid=taken], .channel')
					.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top + scrollY));
			const before = await tops();
			await cut(page);
			const take = button(ada, 'Take the next');
			for (let press = 0; press < 3; press++) await take.dispatchEvent('click');
			await expect.poll(() => said(ada, /^Taking case #\d+: waiting, not sent yet\.$/)).toBe(1);
			expect(await take.isDisabled()).toBe(true);
			expect(await ada.getByTestId('queue').locator('li.sent').count()).toBe(1);
			expect(await waiting(ada)).toBe('5');
			expect(await tops()).toEqual(before);
			await mendLine(page);
			await expect.poll(() => waiting(ada)).toBe('4');
			// Goes out after all that was pressed.
			await write(ada, 'Write an answer', 'Which one?');
			await expect.poll(() => lines(ada, 'taken').then((all) => all[0])).toMatch(/stored$/);
			expect(await waiting(ada)).toBe('4');
			expect(await said(ada, /not (sent|stored) yet/)).toBe(0);
			expect(await take.isEnabled()).toBe(true);
			await close();
		}
	);

	it('a status on the board is marked until the log has it, and is not at the customer’s', async () => {
		const { page, close } = await openDesk('?technique=sse');
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		const payments = ada.getByLabel('Payments');
		const description = () => payments.evaluate((field) => field.ariaDescribedByElements?.map((one) => one.textContent).join(' ') ?? '');
		const states = (seat: Locator) =>
			seat
				.getByTestId('board')
				.locator('li')
				.evaluateAll((all) => all.map((one) => one.getAttribute('data-state')));
		const tops = () =>
			ada
				.getByTestId('board')
				.locator('li')
				.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
		const before = await tops();
		await cut(page);
		await payments.selectOption('down');
		await expect.poll(description).toBe('Payments: waiting, not sent yet');
		await ada.getByLabel('Login').selectOption('degraded');
		await expect.poll(description).toBe('2 changes: waiting, not sent yet');
		expect(await payments.inputValue()).toBe('down');
		expect(await states(ada)).toEqual(['ok', 'ok', 'ok', 'ok']);
		expect(
			await ada
				.getByTestId('board')
				.locator('li.sent')
				.evaluateAll((all) => all.map((one) => getComputedStyle(one).borderLeftStyle))
		).toEqual(['dotted', 'dotted']);
		expect(await tops()).toEqual(before);
		await mendLine(page);
		await expect.poll(() => states(grace)).toEqual(['down', 'degraded', 'ok', 'ok']);
		await expect.poll(() => states(ada)).toEqual(['down', 'degraded', 'ok', 'ok']);
		await expect.poll(() => ada.getByTestId('board').locator('li.sent').count()).toBe(0);
		expect(await payments.inputValue()).toBe('down');
		expect(await description()).toBe('');
		await close();
	});

	it('opening, withdrawing, writing and closing are said to be on their way, and then happen once', async () => {
		const { page, close } = await openDesk('?technique=sse');
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await cut(page);
		await write(grace, 'What is wrong?', 'The ferry has left.');
		await expect.poll(() => said(grace, /^waiting, not sent yet$/)).toBe(1);
		expect(await grace.getByTestId('customer').locator('p.sent').textContent()).toBe('The ferry has left.');
		await mendLine(page);
		await expect.poll(() => grace.getByText('You are next.').isVisible()).toBe(true);
		await expect.poll(() => waiting(ada)).toBe('1');
		await expect.poll(() => page.locator('[data-seat] [data-state=open]').count()).toBe(2);
		const { x } = (await button(grace, 'Withdraw').boundingBox()) ?? {};
		await cut(page);
		await button(grace, 'Withdraw').click();
		await expect.poll(() => said(grace, /^waiting, not sent yet$/)).toBe(1);
		expect(await button(grace, 'Withdraw').isDisabled()).toBe(true);
		expect((await button(grace, 'Withdraw').boundingBox())?.x).toBe(x);
		await mendLine(page);
		await expect.poll(() => grace.getByText('is closed after').isVisible()).toBe(true);
		await expect.poll(() => waiting(ada)).toBe('0');
		await write(grace, 'What is wrong?', 'So has the next.');
		await expect.poll(() => waiting(ada)).toBe('1');
		await button(ada, 'Take the next').click();
		await expect.poll(() => grace.getByText('has your case.').isVisible()).toBe(true);
		await expect.poll(() => page.locator('[data-seat] [data-state=open]').count()).toBe(2);
		await cut(page);
		await write(ada, 'Write an answer', 'Take the third.');
		await expect.poll(() => lines(ada, 'taken').then((all) => all[0])).toMatch(/waiting$/);
		expect(
			await ada
				.getByTestId('taken')
				.locator('[role=log] li')
				.evaluate((line) => getComputedStyle(line).borderLeftStyle)
		).toBe('dotted');
		await button(ada, 'Close the case').click();
		await expect.poll(() => ada.getByTestId('taken').getByRole('status').textContent()).toBe('waiting, not sent yet');
		expect(await button(ada, 'Close the case').isDisabled()).toBe(true);
		await mendLine(page);
		await expect.poll(() => ada.getByText('You have no case.').isVisible()).toBe(true);
		await close();
	});

	it('who writes in a case that another closes meanwhile keeps the text, and is told', async () => {
		const { page, close } = await openDesk('?technique=sse');
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await write(grace, 'What is wrong?', 'The ferry has left.');
		await expect.poll(() => waiting(ada)).toBe('1');
		await button(ada, 'Take the next').click();
		await expect.poll(() => grace.getByText('has your case.').isVisible()).toBe(true);
		await cut(page);
		await write(ada, 'Write an answer', 'Take the third.');
		await button(ada, 'Close the case').click();
		await expect.poll(() => ada.getByTestId('taken').getByRole('status').textContent()).toBe('waiting, not sent yet');
		await write(ada, 'Write an answer', 'And wear a hat.');
		await mendLine(page);
		const late = ada.getByRole('alert').filter({ hasText: 'was closed before this came' });
		await expect.poll(() => late.textContent()).toContain('And wear a hat.');
		expect(await grace.getByText('And wear a hat.').count()).toBe(0);
		await button(late, 'Let it go').click();
		await expect.poll(() => late.count()).toBe(0);
		await close();
	});
});

describe('bad input at the desk', () => {
	it('too long and too fast are said, and the text stays', async () => {
		const { page, close } = await openDesk();
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await write(grace, 'What is wrong?', 'x'.repeat(201));
		await expect.poll(() => grace.getByRole('alert').filter({ hasText: 'a case has 1 to 200 characters' }).count()).toBe(1);
		expect((await grace.getByLabel('What is wrong?').inputValue()).length).toBe(201);
		const tooFast = ada.getByRole('alert').filter({ hasText: 'Too fast' });
		for (let i = 0; (await tooFast.count()) === 0 && i < 30; i++) await write(ada, 'Write to the agents', `m${i}`);
		expect(await tooFast.count()).toBe(1);
		await close();
	});

	/** Opens the desk, from which its POSTs can be estranged: so many people have said by POST what they are. */
	async function openAsStranger(query: string, roles: number) {
		let stranger: Awaited<ReturnType<typeof asStranger>> | undefined;
		let said = 0;
		const { page, close } = await browser.open(`${site.origin}/demos/desk${query}`, {}, async (page) => {
			page.on('requestfinished', (request) => void (request.postData()?.includes('"type":"role"') && said++));
			stranger = await asStranger(page, 'desk');
		});
		await expect.poll(() => page.locator('[data-seat] [data-state=open]').count()).toBe(2);
		await expect.poll(() => said).toBe(roles);
		return { page, close, estrange: () => stranger?.estrange(), knowAgain: () => stranger?.knowAgain() };
	}

	it('not a member: what was refused stands there, with what to do', async () => {
		const { page, close, estrange, knowAgain } = await openAsStranger('', 1);
		const grace = seatOf(page, 'right');
		estrange();
		await write(grace, 'What is wrong?', 'Everything.');
		await expect.poll(() => grace.getByText('The desk does not know you any more.').isVisible()).toBe(true);
		knowAgain();
		await button(grace, 'Send again').click();
		await expect.poll(() => grace.getByText('You are next.').isVisible()).toBe(true);
		await close();
	});

	it('a status that is refused goes back to what the log says, and the refusal is said', async () => {
		const { page, close, estrange, knowAgain } = await openAsStranger('?technique=sse', 2);
		const ada = seatOf(page, 'left');
		estrange();
		await ada.getByLabel('Payments').selectOption('down');
		await expect.poll(() => ada.getByRole('alert').filter({ hasText: 'Payments: down.' }).count()).toBe(1);
		expect(await ada.getByLabel('Payments').inputValue()).toBe('ok');
		knowAgain();
		await button(ada, 'Send again').click();
		await expect.poll(() => seatOf(page, 'right').getByTestId('board').locator('[data-state=down]').count()).toBe(1);
		await expect.poll(() => ada.getByLabel('Payments').inputValue()).toBe('down');
		await close();
	});

	it('room gone is the page’s to say', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/desk?room=aaaaaaaa`);
		await expect.poll(() => page.locator('[data-code=room-gone]').textContent()).toContain('open a new one.');
		await close();
	});

	it('the text of a case is text, at the agent’s and at the customer’s', async () => {
		const { page, close } = await openDesk();
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await write(grace, 'What is wrong?', `<img src=x onerror="hasRun=true">\u202eZ${'\u0301'.repeat(140)}`);
		await expect.poll(() => waiting(ada)).toBe('1');
		const row = ada.getByTestId('queue').locator('ol li');
		expect(await row.textContent()).toContain('<img src=x onerror="hasRun=true">Z');
		expect((await row.boundingBox())?.height).toBeLessThan(80);
		await button(ada, 'Take the next').click();
		await expect.poll(() => grace.getByText('has your case.').isVisible()).toBe(true);
		expect(await page.locator('[data-testid^=seat] img').count()).toBe(0);
		expect(await page.evaluate(() => Reflect.get(globalThis, 'hasRun'))).toBeUndefined();
		expect(await overhang(page)).toBeLessThanOrEqual(0);
		await close();
	});
});
