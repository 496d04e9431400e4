import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPage } from '../support/browser.ts';
import { startFront } from '../support/lab-front.ts';
import { cutLine, mendLine } from '../support/line.ts';
import { asStranger, overhang, seatOf, write } from '../support/two-seats.ts';
import { joinRoom, openRoom } from '../support/rooms.ts';
import { routeNow } from '../support/route.ts';
import { setStage } from '../support/stage.ts';

const FIELD = 'Write a message';

const { site, browser } = setStage({ NEW_ROOMS_PER_SECOND: '1000' });

/** The texts in a seat's log. */
function log(seat: Locator): Promise<string[]> {
	return seat.locator('[role=log] .text').allTextContents();
}

/** The mark at a seat's own message. */
async function mark(seat: Locator, index = 0): Promise<string> {
	return ((await seat.locator('.own .mark').nth(index).textContent()) ?? '').trim();
}

/** A chat with both seats open. */
async function openChat(query = '', origin = site.origin, prepare?: (page: Page) => Promise<unknown>): Promise<TestPage> {
	const opened = await browser.open(`${origin}/demos/chat${query}`, { viewport: { width: 1280, height: 1000 } }, prepare);
	await expect.poll(() => opened.page.locator('[data-seat] [data-state=open]').count()).toBe(2);
	await expect.poll(() => seatOf(opened.page, 'left').getByTestId('here').textContent()).toContain('2 here');
	return opened;
}

describe('two people chat', () => {
	it.each([
		['WebSocket', 'websocket', 'websocket'],
		['SSE and Socket.IO', 'sse', 'socketio'],
		['short and long polling', 'polling', 'long-polling']
	])('over %s: typing, the message, stored, seen', async (_, technique, right) => {
		const { page, close } = await openChat(`?technique=${technique}&right=${right}&interval=0.3`);
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await ada.getByLabel(FIELD).pressSequentially('hello');
		await expect.poll(() => grace.getByTestId('typing').textContent()).toContain('Ada is typing…');
		expect(await ada.getByTestId('typing').textContent()).not.toContain('typing');
		await ada.getByLabel(FIELD).press('Enter');
		expect(await log(ada)).toEqual(['hello']);
		await expect.poll(() => log(grace)).toEqual(['hello']);
		await expect.poll(() => mark(ada)).toMatch(/^seen\s+[\d.]+ m?s$/);
		await expect.poll(() => grace.getByTestId('typing').textContent()).not.toContain('typing');
		await write(grace, FIELD, 'hello\nback');
		await expect.poll(() => log(ada)).toEqual(['hello', 'hello\nback']);
		await expect.poll(() => mark(grace)).toContain('seen');
		expect(await ada.getByLabel(FIELD).inputValue()).toBe('');
		await close();
	});

	it('a message is said to be seen once, and what changes around it holds up no sign of the next one', async () => {
		const signs: string[] = [];
		const { page, close } = await openChat('', site.origin, async (page) => {
			page.on('websocket', (socket) => {
				socket.on('framesent', ({ payload }) => {
					if (String(payload).includes('"type":"seen"')) signs.push(String(payload));
				});
			});
		});
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await ada.getByLabel(FIELD).pressSequentially('one');
		await ada.getByLabel(FIELD).press('Enter');
		await expect.poll(() => mark(ada, 0)).toContain('seen');
		await ada.getByLabel(FIELD).pressSequentially('two');
		await expect.poll(() => grace.getByTestId('typing').textContent()).toContain('Ada is typing…');
		await ada.getByLabel(FIELD).press('Enter');
		await expect.poll(() => mark(ada, 1)).toContain('seen');
		await expect.poll(() => grace.getByTestId('typing').textContent()).not.toContain('typing');
		expect(signs).toHaveLength(2);
		await close();
	});

	it('of three quick messages the later ones are seen as quickly as the first', async () => {
		const { page, close } = await openChat();
		const ada = seatOf(page, 'left');
		for (const [index, word] of ['one', 'two', 'three'].entries()) {
			await write(ada, FIELD, word);
			await expect.poll(() => mark(ada, index), { interval: 20 }).toContain('seen');
		}
		// At one sign a second, both would say most of a second.
		const marks = await Promise.all([1, 2].map((index) => mark(ada, index)));
		expect(marks.some((text) => /^seen\s+([1-4]?\d\d|\d\.\d) ms$/.test(text))).toBe(true);
		await close();
	});

	it('what is written while the server is away is shown at once, and arrives once and in order when it is back', async () => {
		const front = await startFront(Number(new URL(site.origin).port));
		const { page, close } = await openChat('?right=sse', front.origin);
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await write(ada, FIELD, 'before');
		await expect.poll(() => log(grace)).toEqual(['before']);
		await front.goAway();
		await expect.poll(() => page.locator('[data-seat=left] .state').textContent()).toContain('dropped');
		for (const text of ['one', 'two', 'three']) await write(ada, FIELD, text);
		expect(await log(ada)).toEqual(['before', 'one', 'two', 'three']);
		expect(await ada.locator('[data-state=waiting]').count()).toBe(3);
		expect([await mark(ada, 1), await log(grace)]).toEqual(['waiting', ['before']]);
		await front.comeBack();
		await expect.poll(() => log(grace), { timeout: 40_000 }).toEqual(['before', 'one', 'two', 'three']);
		await expect.poll(() => ada.locator('[data-state=sent], [data-state=waiting]').count()).toBe(0);
		expect(await log(ada)).toEqual(['before', 'one', 'two', 'three']);
		await close();
		await front.close();
	});

	it('what is written as the line is cut arrives once, and a switch of technique keeps all', async () => {
		const { page, close } = await openChat();
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await ada.getByLabel(FIELD).fill('across the cut');
		await cutLine(page);
		await ada.getByLabel(FIELD).press('Enter');
		await expect.poll(() => page.locator('[data-seat=left] .state').textContent()).toContain('dropped');
		await ada.getByLabel(FIELD).pressSequentially('and after');
		await ada.getByLabel(FIELD).press('Enter');
		await expect.poll(() => ada.locator('[data-state=waiting]').count()).toBe(2);
		expect(await log(grace)).toEqual([]);
		await mendLine(page);
		await expect.poll(() => log(grace), { timeout: 30_000 }).toEqual(['across the cut', 'and after']);
		// A sign of typing that had waited for the line would come after what was typed.
		await write(ada, FIELD, 'back');
		await expect.poll(() => log(grace)).toContain('back');
		expect(await grace.getByTestId('typing').textContent()).not.toContain('typing');
		await page.locator('[data-seat=right] select').selectOption('polling');
		await write(ada, FIELD, 'switched');
		await expect.poll(() => log(grace)).toEqual(['across the cut', 'and after', 'back', 'switched']);
		await expect.poll(() => page.locator('[data-seat] [data-state=open]').count()).toBe(2);
		expect(await log(ada)).toEqual(['across the cut', 'and after', 'back', 'switched']);
		await close();
	});

	it('what is written while nothing gets up to the server waits, though messages come, and is not said to be sent', async () => {
		const { page, close } = await openChat('?technique=sse');
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		const UP = '**/live/chat*';
		await routeNow(page, UP, (route) => route.abort());
		await write(ada, FIELD, 'one');
		await write(ada, FIELD, 'two');
		const state = () => page.locator('[data-seat=left] .state').textContent();
		await expect.poll(state).toBe('receiving only');
		await expect.poll(() => ada.locator('li[data-state=waiting]').count()).toBe(2);
		await write(grace, FIELD, 'do you hear me?');
		await expect.poll(() => log(ada)).toEqual(['do you hear me?', 'one', 'two']);
		await page.unroute(UP);
		await page.evaluate(() => dispatchEvent(new Event('online')));
		await expect.poll(() => log(grace)).toEqual(['do you hear me?', 'one', 'two']);
		await expect.poll(state).toBe('open');
		await close();
	});

	it('where WebSocket does not get through says so, and what to choose', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/chat`, {}, (page) =>
			page.routeWebSocket(/./, (socket) => socket.close())
		);
		await expect.poll(() => page.getByText('WebSocket does not get through here').isVisible()).toBe(true);
		for (const seat of ['left', 'right']) await page.locator(`[data-seat=${seat}] select`).selectOption('sse');
		await expect.poll(() => page.locator('[data-seat] [data-state=open]').count()).toBe(2);
		await expect.poll(() => page.getByText('WebSocket does not get through here').count()).toBe(0);
		await close();
	});

	it('who reloads is who one was: what one wrote is one’s own', async () => {
		const { page, close } = await openChat();
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await write(ada, FIELD, 'mine');
		await expect.poll(() => mark(ada, 0)).toMatch(/^seen\s+[\d.]+ m?s$/);
		await page.reload();
		await expect.poll(() => mark(ada, 0)).toContain('seen');
		await write(ada, FIELD, 'too');
		await expect.poll(() => log(grace)).toEqual(['mine', 'too']);
		await expect.poll(() => mark(ada, 1)).toContain('seen');
		expect(await page.getByTestId('here').first().textContent()).toMatch(/^2 here/);
		// The log keeps the latest sign alone: of the message before it nobody can say any more when it was seen.
		await page.reload();
		await expect.poll(() => mark(ada, 0)).toMatch(/^seen\s+–$/);
		expect(await ada.getByTitle(/nobody here knows when/).count()).toBe(1);
		expect(await mark(ada, 1)).toMatch(/^seen\s+[\d.]+ m?s$/);
		await close();
	});

	it('who leaves is asked to stay as long as a message is on its way', async () => {
		const { page, close } = await openChat();
		const ada = seatOf(page, 'left');
		await cutLine(page);
		await write(ada, FIELD, 'not there yet');
		const asked = new Promise<string>((resolve) => {
			page.once('dialog', (dialog) => {
				resolve(dialog.type());
				void dialog.dismiss();
			});
		});
		await page.evaluate(() => setTimeout(() => location.reload()));
		expect(await asked).toBe('beforeunload');
		await mendLine(page);
		await expect.poll(() => mark(ada, 0), { timeout: 30_000 }).toContain('seen');
		await page.reload();
		await expect.poll(() => log(ada)).toEqual(['not there yet']);
		await close();
	});

	it('the log stays where one reads, says how many are new, and what is not in view is not seen', async () => {
		const { page, close } = await openChat();
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		for (let i = 0; i < 4; i++) await write(ada, FIELD, Array.from({ length: 10 }, (_, line) => `${i}.${line}`).join('\n'));
		await expect.poll(() => log(grace).then((all) => all.length)).toBe(4);
		await expect.poll(() => mark(ada, 3)).toContain('seen');
		const box = grace.getByRole('log');
		await box.hover();
		await page.mouse.wheel(0, -5000);
		await expect.poll(() => box.evaluate((element) => element.scrollTop)).toBe(0);
		await write(ada, FIELD, 'one more');
		await write(ada, FIELD, 'and another');
		await expect.poll(() => grace.getByRole('button', { name: '2 new messages' }).isVisible()).toBe(true);
		expect(await box.evaluate((element) => element.scrollTop)).toBe(0);
		expect([await mark(ada, 4), await mark(ada, 5)]).toEqual(['stored', 'stored']);
		await grace.getByRole('button', { name: '2 new messages' }).click();
		await expect.poll(() => mark(ada, 5)).toContain('seen');
		expect(await grace.getByRole('button', { name: /new message/ }).count()).toBe(0);
		await close();
	});

	it('a new name is told to the other, stands in the link and outlives a reload', async () => {
		const { page, close } = await openChat();
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await ada.getByLabel('Your name').fill('Lovelace');
		await ada.getByLabel('Your name').press('Enter');
		await expect.poll(() => grace.getByTestId('here').textContent()).toContain('Lovelace');
		await expect.poll(() => page.url()).toContain('name=Lovelace');
		await page.reload();
		await expect.poll(() => grace.getByTestId('here').textContent()).toMatch(/2 here:\s+(Lovelace, Grace|Grace, Lovelace)/);
		await ada.getByLabel('Your name').fill('x'.repeat(25));
		await ada.getByLabel('Your name').press('Enter');
		await expect.poll(() => ada.getByText('A name has 1 to 24 letters.').isVisible()).toBe(true);
		// Nothing moves for that at one seat against the other.
		const tops = await page.getByRole('log').evaluateAll((logs) => logs.map((log) => log.getBoundingClientRect().top));
		expect(tops).toHaveLength(2);
		expect(tops[1]).toBe(tops[0]);
		await close();
	});

	it('who comes by the invite link has a name of one’s own, the history, and is here', async () => {
		const { page, close } = await openChat();
		await write(seatOf(page, 'left'), FIELD, 'said before');
		await expect.poll(() => log(seatOf(page, 'right'))).toEqual(['said before']);
		const guest = await browser.open(await page.getByLabel(/^Invite/).inputValue());
		const seat = seatOf(guest.page, 'only');
		await expect.poll(() => log(seat)).toEqual(['said before']);
		await expect.poll(() => seatOf(page, 'left').getByTestId('here').textContent()).toContain('3 here');
		const name = await seat.getByLabel('Your name').inputValue();
		expect(['Ada', 'Grace']).not.toContain(name);
		await write(seat, FIELD, 'hello from outside');
		await expect.poll(() => log(seatOf(page, 'left'))).toEqual(['said before', 'hello from outside']);
		await expect.poll(() => seatOf(page, 'left').locator('.head b').last().textContent()).toBe(name);
		await guest.close();
		await expect.poll(() => seatOf(page, 'left').getByTestId('here').textContent()).toContain('2 here');
		await close();
	});
});

describe('what is not taken says why and what to do', () => {
	it('too long: the text stays in the field', async () => {
		const { page, close } = await openChat();
		const ada = seatOf(page, 'left');
		await write(ada, FIELD, 'x'.repeat(501));
		await expect.poll(() => ada.getByRole('alert').filter({ hasText: 'A message has 1 to 500 characters.' }).count()).toBe(1);
		// The ring around the field reaches 5 px beyond it, and must not cross the sentence.
		const [field, sentence] = await Promise.all([
			ada.getByLabel(FIELD).boundingBox(),
			ada.getByText('A message has 1 to 500 characters.').boundingBox()
		]);
		expect((sentence?.y ?? 0) - (field?.y ?? 0) - (field?.height ?? 0)).toBeGreaterThanOrEqual(5);
		expect(await ada.getByText('501 of 500').isVisible()).toBe(true);
		expect([await log(ada), (await ada.getByLabel(FIELD).inputValue()).length]).toEqual([[], 501]);
		await ada.getByLabel(FIELD).press('Backspace');
		await ada.getByLabel(FIELD).press('Enter');
		await expect.poll(() => log(seatOf(page, 'right')).then((all) => all[0]?.length)).toBe(500);
		await close();
	});

	it('too fast: the text stays in the field, and all that was taken arrives', async () => {
		const { page, close } = await openChat();
		const ada = seatOf(page, 'left');
		const tooFast = ada.getByRole('alert').filter({ hasText: 'Too fast' });
		let sent = 0;
		await ada.getByLabel(FIELD).focus();
		// As fast as a browser types: a busy machine writes as slowly as a person.
		while ((await tooFast.count()) === 0 && sent < 200) {
			await page.keyboard.insertText(`m${sent++}`);
			await page.keyboard.press('Enter');
		}
		expect(await ada.getByLabel(FIELD).inputValue()).toBe(`m${sent - 1}`);
		await expect.poll(() => log(seatOf(page, 'right')).then((all) => all.length)).toBe(sent - 1);
		await close();
	});

	it('not a member: the message says so, and goes out once one is', async () => {
		let stranger: Awaited<ReturnType<typeof asStranger>> | undefined;
		const { page, close } = await openChat('?technique=sse', site.origin, async (page) => void (stranger = await asStranger(page, 'chat')));
		const ada = seatOf(page, 'left');
		stranger?.estrange();
		await write(ada, FIELD, 'hello?');
		await expect.poll(() => ada.getByText('The room does not know you any more.').isVisible()).toBe(true);
		stranger?.knowAgain();
		await ada.getByRole('button', { name: 'Send again' }).click();
		await expect.poll(() => log(seatOf(page, 'right'))).toEqual(['hello?']);
		expect(await log(ada)).toEqual(['hello?']);
		stranger?.estrange();
		await write(ada, FIELD, 'once more');
		await ada.getByRole('button', { name: 'Take back' }).click();
		expect(await ada.getByLabel(FIELD).inputValue()).toBe('once more');
		expect(await log(ada)).toEqual(['hello?']);
		await close();
	});

	it('a code that went through a letter is the same room', async () => {
		const { page, close } = await browser.open(`${site.origin}/demos/chat`);
		await expect.poll(() => page.url()).toContain('room=');
		const room = new URL(page.url()).searchParams.get('room') ?? '';
		const guest = await browser.open(`${site.origin}/demos/chat?seats=one&room=%20${room.toUpperCase()}.`);
		await expect.poll(() => guest.page.getByText('3 here').count()).toBe(1);
		await guest.close();
		await close();
	});

	it.each(['aaaaaaaa', 'zzz', '%3Cb%3E'])(
		'room %s gone or mistyped: it stays in the link, and a new one is a button away',
		async (room) => {
			const { page, close } = await browser.open(`${site.origin}/demos/chat?room=${room}`);
			await expect.poll(() => page.locator('[data-code=room-gone]').textContent()).toContain('There is no such room');
			expect(page.url()).toContain(`room=${room}`);
			expect(await page.getByText('Opening the line').count()).toBe(0);
			expect(await page.getByRole('button', { name: 'Cut the line' }).isDisabled()).toBe(true);
			await page.getByRole('button', { name: 'Open a new room' }).click();
			await expect.poll(() => page.locator('[data-seat] [data-state=open]').count()).toBe(2);
			await write(seatOf(page, 'left'), FIELD, 'hello');
			await expect.poll(() => log(seatOf(page, 'right'))).toEqual(['hello']);
			await close();
		}
	);

	/** A room in which sixty people are: its code, and how one of them leaves. */
	async function fillRoom(): Promise<{ code: string; leave(): Promise<unknown> }> {
		const room = await openRoom(site.origin, 'chat');
		const keys: string[] = [];
		for (let i = 0; i < 60; i++) keys.push((await joinRoom(site.origin, room, `m${i}`)).key);
		const leave = () => fetch(`${site.origin}/rooms/${room}/members?member=${keys.pop()}`, { method: 'DELETE' });
		return { code: room.slice(5), leave };
	}

	it('room full: the page says how many it holds, and that no line is being opened', async () => {
		const { code, leave } = await fillRoom();
		const { page, close } = await browser.open(`${site.origin}/demos/chat?room=${code}&seats=one`);
		const notice = page.locator('[data-code=room-full]');
		await expect.poll(() => notice.textContent()).toContain('This room is full: sixty people at most.');
		expect(await page.getByText('Opening the line').count()).toBe(0);
		expect(await page.getByRole('button', { name: 'Cut the line' }).isDisabled()).toBe(true);
		await page.getByRole('button', { name: 'Try again' }).click();
		await expect.poll(() => notice.textContent()).toContain('Asked again');
		expect(await page.getByRole('button', { name: 'Try again' }).evaluate((one) => one === document.activeElement)).toBe(true);
		await leave();
		await page.getByRole('button', { name: 'Try again' }).click();
		await expect.poll(() => page.locator('[data-seat] [data-state=open]').count()).toBe(1);
		expect(await notice.count()).toBe(0);
		expect(await page.getByRole('button', { name: 'Cut the line' }).isEnabled()).toBe(true);
		await close();
	});

	it('room full: the page takes a seat by itself once somebody has left', async () => {
		const { code, leave } = await fillRoom();
		const { page, close } = await browser.open(`${site.origin}/demos/chat?room=${code}&seats=one`);
		await expect.poll(() => page.locator('[data-code=room-full]').count()).toBe(1);
		await leave();
		await expect.poll(() => page.locator('[data-seat] [data-state=open]').count()).toBe(1);
		await write(seatOf(page, 'only'), FIELD, 'in at last');
		await expect.poll(() => log(seatOf(page, 'only'))).toContain('in at last');
		await close();
	});
});

describe('the text of others is text', () => {
	it('markup, bidirectional overrides, control characters and 450 combining marks neither run nor break the layout', async () => {
		const { page, close } = await openChat();
		const [ada, grace] = [seatOf(page, 'left'), seatOf(page, 'right')];
		await page.evaluate(() => Object.assign(globalThis, { hasRun: false }));
		await write(ada, FIELD, `<img src=x onerror="hasRun=true"><script>hasRun=true</script>\u202eesrever\u2066\u0007`);
		await write(ada, FIELD, `Z${'\u0301'.repeat(450)} end`);
		await write(ada, FIELD, 'W'.repeat(500));
		await expect.poll(() => log(grace).then((all) => all.length)).toBe(3);
		expect((await log(grace))[0]).toBe('<img src=x onerror="hasRun=true"><script>hasRun=true</script>esrever');
		expect(await grace.locator('[role=log] img, [role=log] script').count()).toBe(0);
		expect(await page.evaluate(() => Reflect.get(globalThis, 'hasRun'))).toBe(false);
		const marks = await grace.locator('[role=log] .text').nth(1).boundingBox();
		expect(marks?.height).toBeLessThan(50);
		expect(await grace.getByRole('log').evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
		expect(await overhang(page)).toBeLessThanOrEqual(0);
		await close();
	});

	it('of many long names two lines are shown that end with an ellipsis; who points at them scrolls to the rest', async () => {
		const { page, close } = await openChat();
		const room = `chat:${new URL(page.url()).searchParams.get('room')}`;
		for (let i = 0; i < 9; i++) await joinRoom(site.origin, room, `${'W'.repeat(20)} ${i}`);
		const here = seatOf(page, 'left').getByTestId('here');
		await expect.poll(() => here.textContent()).toContain('11 here');
		const lines = () => here.evaluate((names) => getComputedStyle(names).webkitLineClamp);
		expect([await lines(), (await here.boundingBox())?.height]).toEqual(['2', expect.closeTo(43, -1)]);
		await here.hover();
		expect(await lines()).toBe('none');
		await page.mouse.wheel(0, 1000);
		await expect
			.poll(() => here.evaluate(({ scrollTop, scrollHeight, clientHeight }) => scrollHeight - clientHeight - scrollTop))
			.toBeLessThan(2);
		await close();
	});
});

describe('the chat is for everybody', () => {
	it('keys: Page Up scrolls the log that has the focus, and changes no technique', async () => {
		const { page, close } = await openChat();
		const ada = seatOf(page, 'left');
		for (let i = 0; i < 4; i++) await write(ada, FIELD, Array.from({ length: 10 }, (_, line) => `${i}.${line}`).join('\n'));
		const top = () => ada.getByRole('log').evaluate((box) => box.scrollTop);
		await expect.poll(top).toBeGreaterThan(100);
		const before = await top();
		await ada.getByRole('log').focus();
		await page.keyboard.press('PageUp');
		await expect.poll(top).toBeLessThan(before);
		expect(page.url()).not.toContain('technique=');
		await close();
	});
});
