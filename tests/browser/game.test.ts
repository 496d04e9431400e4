import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { MIDDLE } from '#lib/demos/game/arena.ts';
import { guestName } from '#lib/demos/names.ts';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import type { PlayedSeat } from '../support/game-player.ts';
import { openGame as openGameOn, pressKeys, pressUntilCounted, scores, times } from '../support/game-page.ts';
import { cutLine, mendLine } from '../support/line.ts';
import { PROJECTOR, stop } from '../support/present-page.ts';
import { routeNow } from '../support/route.ts';
import { setStage } from '../support/stage.ts';
import { overhang } from '../support/two-seats.ts';

const stage = setStage({ NEW_ROOMS_PER_SECOND: '100', NEW_SESSIONS_PER_SECOND: '100' });
const { site } = stage;
const openGame = (query?: string, options?: BrowserContextOptions) => openGameOn(stage, query, options);

/** The room of a page, as its link says it. */
async function roomOf(page: Page): Promise<string> {
	const room = () => new URL(page.url()).searchParams.get('room');
	await expect.poll(room).toMatch(/^[a-z2-7]{8}$/);
	return room() as string;
}

/** Somebody in a room who has no browser. */
async function joinBy(room: string, name: string): Promise<void> {
	const answer = await fetch(`${site.origin}/rooms/game:${room}/members`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ name })
	});
	expect(answer.status).toBe(201);
}

const sentence = (page: Page, seat: number) => page.getByTestId('scores').nth(seat).locator('p').first().textContent();

/** How much of the canvas of a seat is not bare. */
function inkOf(page: Page, seat: PlayedSeat): Promise<string> {
	return page
		.getByTestId(`seat-${seat}`)
		.locator('[data-arena] canvas')
		.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
}

/** One coin at least. */
const HAS_COIN = / [1-9]$/;

/** Both seats come to say the same: a score may be on its way to one of them. */
async function expectSameScores(page: Page): Promise<void> {
	await expect.poll(async () => (await scores(page, 1)).join() === (await scores(page, 0)).join()).toBe(true);
}

describe('the game, played', () => {
	it.each(['websocket', 'sse', 'polling', 'long-polling'])('a coin that Ada reaches is hers in both seats, over %s', async (technique) => {
		const { page, close, player, errors } = await openGame(`?technique=${technique}&right=${technique}`);
		await expect.poll(() => scores(page, 0)).toEqual(['Ada 0', 'Grace 0']);
		await expect.poll(() => sentence(page, 1)).toContain('Round 1, coin 1 of 15.');
		const before = await inkOf(page, 'right');
		await player.walk('left', MIDDLE, async () => HAS_COIN.test((await scores(page, 0))[0] ?? ''));
		await expect.poll(async () => (await scores(page, 1))[0]).toMatch(HAS_COIN);
		// The next coin may lie where somebody stands.
		await expect.poll(() => sentence(page, 1)).toMatch(/Round 1, coin [2-9] of 15\. (Ada|Grace) took the one before\./);
		await expectSameScores(page);
		await expect.poll(() => inkOf(page, 'right')).not.toBe(before);
		expect(errors).toEqual([]);
		await close();
	});

	it('goes on over every other technique: scores, places and what was measured stay', async () => {
		const { page, close, player, errors } = await openGame();
		await player.walk('right', MIDDLE, async () => HAS_COIN.test((await scores(page, 1))[1] ?? ''));
		await pressKeys(page, 3);
		for (const technique of TECHNIQUE_IDS.filter((id) => id !== 'websocket')) {
			await page.getByTestId('seat-right').locator('select').selectOption(technique);
			await expect.poll(() => page.getByTestId('seat-right').locator('.bar .state').textContent()).toBe('open');
			await pressKeys(page, 2);
			expect((await scores(page, 1))[1]).toMatch(HAS_COIN);
			await expectSameScores(page);
		}
		const measured = (await times(page, 'right')).map(({ drawn, keys }) => [drawn, keys]);
		expect(measured).toEqual([['websocket', 3], ...TECHNIQUE_IDS.filter((id) => id !== 'websocket').map((id) => [id, 2])]);
		expect(errors).toEqual([]);
		await close();
	});

	it('who reloads is the same player, with the same score, at the same place, and is seen to move', async () => {
		const { page, close, player, errors } = await openGame();
		await player.walk('left', MIDDLE, async () => HAS_COIN.test((await scores(page, 0))[0] ?? ''));
		await expectSameScores(page);
		for (let reloads = 0; reloads < 2; reloads++) {
			const before = await scores(page, 0);
			const at = player.place('left') ?? MIDDLE;
			await page.reload();
			await expect.poll(() => scores(page, 0)).toEqual(before);
			await expectSameScores(page);
			// A step each: with the first position after the reload nobody stands anywhere else.
			await pressKeys(page, 4);
			for (const said of await page.getByTestId('volatile').allTextContents()) expect(said).toContain(' 0 late, 0 impossible');
			await expectSameScores(page);
			const { x, y } = player.place('left') ?? { x: NaN, y: NaN };
			expect(Math.hypot(x - at.x, y - at.y)).toBeLessThan(150);
		}
		expect(errors).toEqual([]);
		await close();
	});

	it('plays on after the line was cut, with nothing lost, and keys that were pressed meanwhile say nothing of the technique', async () => {
		const { page, close, player } = await openGame();
		await player.walk('left', MIDDLE, async () => HAS_COIN.test((await scores(page, 1))[0] ?? ''));
		const { keys: before } = await pressKeys(page, 1);
		const last = () => page.getByTestId('seat-right').getByTestId('last').textContent();
		expect(await last()).toMatch(/^[\d.]+ m?s$/);
		await cutLine(page);
		await expect.poll(last).toBe('–');
		for (const key of ['KeyA', 'KeyW', 'KeyD', 'KeyS']) await page.keyboard.press(key, { delay: 70 });
		await mendLine(page);
		await expect.poll(() => page.locator('.bar .state').allTextContents()).toEqual(['open', 'open']);
		const counted = await pressUntilCounted(page);
		expect((await times(page, 'right')).at(-1)?.keys).toBeLessThanOrEqual(before + counted);
		expect(await last()).toMatch(/^[\d.]+ m?s$/);
		expect((await scores(page, 1))[0]).toMatch(HAS_COIN);
		await expectSameScores(page);
		await close();
	});

	it('where nothing gets up to the server says so, and of keys that were pressed meanwhile no technique is to blame', async () => {
		const { page, close } = await openGame('?technique=sse&right=websocket');
		const { keys: before } = await pressKeys(page, 1);
		const [right, UP] = [page.getByTestId('seat-right'), '**/live/game*'];
		const states = () => page.locator('.bar .state').allTextContents();
		await routeNow(page, UP, (route) => route.abort());
		for (const key of ['KeyA', 'KeyW', 'KeyD', 'KeyS']) await page.keyboard.press(key, { delay: 70 });
		await expect.poll(states).toEqual(['receiving only', 'open']);
		await expect.poll(() => right.getByTestId('last').textContent()).toBe('–');
		await page.unroute(UP);
		await page.evaluate(() => dispatchEvent(new Event('online')));
		await expect.poll(states).toEqual(['open', 'open']);
		const counted = await pressUntilCounted(page);
		expect((await times(page, 'right')).at(-1)?.keys).toBeLessThanOrEqual(before + counted);
		await close();
	});

	it('nobody who walks on while the line is cut is taken for a cheat', async () => {
		const { page, close, player } = await openGame();
		await expect.poll(() => player.place('left')).toBeTruthy();
		const { x, y } = player.place('left') ?? MIDDLE;
		await cutLine(page);
		await expect.poll(() => page.locator('.bar .state').allTextContents()).not.toContain('open');
		await page.keyboard.press(y > MIDDLE.y ? 'KeyW' : 'KeyS', { delay: 700 });
		await page.keyboard.press(x > MIDDLE.x ? 'KeyA' : 'KeyD', { delay: 1500 });
		await mendLine(page);
		await expect.poll(() => page.locator('.bar .state').allTextContents()).toEqual(['open', 'open']);
		// The place after the one that was late has come; how far off it is depends on the frames that there were.
		await expect.poll(() => Math.abs((player.place('left')?.x ?? x) - x)).toBeGreaterThan(100);
		await pressUntilCounted(page);
		const said = await page.getByTestId('volatile').allTextContents();
		expect(said).toEqual([expect.stringContaining(' 0 impossible'), expect.stringContaining(' 0 impossible')]);
		await close();
	});

	it('who is invited takes a seat in the same room, and steers with either hand', async () => {
		const { page, close } = await openGame();
		const invited = await openGame(`?room=${await roomOf(page)}&seats=one`);
		await expect.poll(async () => (await scores(page, 0)).length).toBe(3);
		const name = await invited.page.getByLabel('Your name').inputValue();
		expect(['Ada', 'Grace']).not.toContain(name);
		const told = ['Ada 0', 'Grace 0', `${name} 0`].sort();
		for (const shown of [invited.page, page]) await expect.poll(() => scores(shown, 0)).toEqual(told);
		for (const key of ['KeyA', 'ArrowDown']) {
			const before = await inkOf(page, 'left');
			await invited.page.keyboard.press(key, { delay: 200 });
			await expect.poll(() => inkOf(page, 'left')).not.toBe(before);
		}
		await invited.close();
		await close();
	});

	it('a guest takes a name that nobody in the room has, and two who want one name are told apart', async () => {
		const { page, close } = await openGame();
		const room = await roomOf(page);
		const names = new Set(Array.from({ length: 500 }, (_, index) => guestName(String.fromCharCode(index))));
		const [free = '', ...taken] = names;
		for (const name of taken) await joinBy(room, name);
		const guest = await openGame(`?room=${room}&seats=one`);
		await expect.poll(() => scores(page, 1)).toContain(`${free} 0`);
		const field = guest.page.getByLabel('Your name');
		expect(await field.inputValue()).toBe(free);
		await field.fill('Ada');
		await field.press('Enter');
		const told = [expect.stringMatching(/^Ada \([a-z2-7]{3}\) 0$/), expect.stringMatching(/^Ada \([a-z2-7]{3}\) 0$/), 'Grace 0'];
		for (const shown of [page, guest.page]) await expect.poll(() => scores(shown, 0)).toEqual(told);
		await expect.poll(() => guest.page.url()).toContain('name=Ada');
		await guest.close();
		await close();
	});

	it('the letters of a name steer nobody', async () => {
		const { page, close, player } = await openGame();
		await expect.poll(() => player.place('left') && player.place('right')).toBeTruthy();
		const before = [player.place('left'), player.place('right')];
		const field = page.getByTestId('seat-left').getByLabel('Your name');
		await field.fill('');
		await field.pressSequentially('wasd', { delay: 80 });
		await field.press('ArrowLeft', { delay: 150 });
		await field.press('Enter');
		await expect.poll(() => scores(page, 1)).toEqual(['Grace 0', 'wasd 0']);
		expect([player.place('left'), player.place('right')]).toEqual(before);
		await close();
	});

	it.each([1280, 1920])('the two seats say their keys in as many lines: their tables stand side by side, %i px wide', async (width) => {
		const { page, close } = await openGame('', { viewport: { width, height: 900 } });
		const tops = await page.locator('.times').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
		expect(tops).toHaveLength(2);
		expect(tops[1]).toBeCloseTo(tops[0] ?? 0, 0);
		await close();
	});

	it.each([
		[1280, 'light'],
		[1280, 'projector'],
		[390, 'light'],
		[390, 'projector']
	])('no word of the key times is broken, with the longest names, %i px wide, %s', async (width, theme) => {
		const query = `?technique=conditional&right=conditional&interval=0.3&theme=${theme}&name=${'W'.repeat(24)}`;
		const { page, close } = await openGame(query, { viewport: { width, height: 900 } });
		await page.locator('[data-arena]').first().scrollIntoViewIfNeeded();
		await page.keyboard.press('KeyA', { delay: 100 });
		const cells = page.locator('.times:has([data-drawn])').locator('th, td');
		await expect.poll(() => cells.count()).toBeGreaterThan(5);
		const broken = await cells.evaluateAll((all) =>
			all.flatMap((cell) => {
				const texts = [...cell.childNodes].filter((node) => node instanceof Text);
				const words = texts.flatMap((text) => [...text.data.matchAll(/\S+/g)].map(({ 0: word, index }) => ({ text, word, index })));
				const lines = words.map(({ text, word, index }) => {
					const range = document.createRange();
					range.setStart(text, index);
					range.setEnd(text, index + word.length);
					return { word, count: range.getClientRects().length };
				});
				return lines.filter(({ count }) => count > 1).map(({ word }) => word);
			})
		);
		expect(broken).toEqual([]);
		const bars = await page.locator('.bar').evaluateAll((all) => all.map((bar) => bar.scrollWidth - bar.clientWidth));
		expect(bars).toEqual([0, 0]);
		expect(await overhang(page)).toBeLessThanOrEqual(0);
		await close();
	});

	it('a finger on the pad steers, on a phone', async () => {
		const { page, close, player } = await openGame('', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
		const seat = page.getByTestId('seat-right');
		const pad = seat.getByTestId('pad');
		await page
			.getByTestId('seat-left')
			.locator('[data-arena]')
			.evaluate((arena) => arena.scrollIntoView());
		const box = await pad.boundingBox();
		// Both arenas are in view together, and the pad is beside its own.
		const arenas = await Promise.all((await page.locator('[data-arena]').all()).map((arena) => arena.boundingBox()));
		expect(arenas).toHaveLength(2);
		for (const arena of arenas) {
			expect(arena?.y).toBeGreaterThanOrEqual(0);
			expect((arena?.y ?? 0) + (arena?.height ?? 0)).toBeLessThan(740);
		}
		expect((box?.x ?? 0) - (arenas[1]?.x ?? 0) - (arenas[1]?.width ?? 0)).toBeLessThan(20);
		expect(Math.abs((box?.y ?? 0) + (box?.height ?? 0) / 2 - (arenas[1]?.y ?? 0) - (arenas[1]?.height ?? 0) / 2)).toBeLessThan(2);
		const y = (box?.y ?? 0) + (box?.height ?? 0) / 2;
		const from = player.place('right')?.x ?? 0;
		const isLeft = from > MIDDLE.x;
		const touch = await page.context().newCDPSession(page);
		const x = (box?.x ?? 0) + (box?.width ?? 0) * (isLeft ? 0.1 : 0.9);
		await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
		await expect.poll(() => Math.abs((player.place('right')?.x ?? from) - from)).toBeGreaterThan(60);
		await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
		expect(Math.sign((player.place('right')?.x ?? from) - from)).toBe(isLeft ? -1 : 1);
		await expect.poll(() => page.getByTestId('seat-left').getByTestId('last').textContent()).toMatch(/^[\d.]+ m?s$/);
		await close();
	});
});

describe('key to picture between two pages', () => {
	it.for(['websocket', 'polling'])('is measured with the clock of the server, with its error, over %s', async (technique) => {
		const { page, close, errors } = await openGame();
		const query = `?room=${await roomOf(page)}&seats=one&technique=${technique}`;
		const guest = await openGame(query);
		await expect.poll(async () => (await scores(page, 0)).length).toBe(3);
		expect(await guest.page.getByText('From another player’s key to its picture in').isVisible()).toBe(true);
		/** Rows without their percentiles, which few keys do not have. */
		const rows = (page: Page, seat: string) =>
			page
				.getByTestId(`seat-${seat}`)
				.locator('tr[data-drawn]')
				.evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim()).join(' | ')));
		const press = async (page: Page, count: number) => {
			for (let i = 0; i < count; i++) await page.keyboard.press(['KeyA', 'KeyD'][i % 2] ?? '', { delay: 90 });
		};
		/** How many keys of another page a seat has counted, once the page knows the server's clock well enough to count any. */
		const counted = async (from: Page, to: Page, seat: string) => {
			const keys = async () => Number((await rows(to, seat)).find((row) => row.includes('±'))?.split(' | ')[2] ?? 0);
			const pressOne = async () => {
				await press(from, 1);
				return keys();
			};
			await expect.poll(pressOne, { interval: 300 }).toBeGreaterThan(0);
			let before = -1;
			const isSettled = async () => before === (before = await keys());
			// Over polling what was pressed last is seen a second later.
			await expect.poll(isSettled, { interval: technique === 'polling' ? 3000 : 1500 }).toBe(true);
			return before;
		};
		const text = { websocket: 'WebSocket', sse: 'Server-Sent Events', polling: 'Short polling' }[technique] ?? '';
		const told = (drawn: string, sent: string, keys: number) =>
			expect.stringMatching(new RegExp(`^${drawn} \\| ${sent}, ± \\d+ ms \\| ${keys} \\| `));

		const heard = await counted(page, guest.page, 'only');
		await press(page, 4);
		await expect.poll(() => rows(guest.page, 'only')).toEqual([told(text, 'WebSocket', heard + 4)]);
		const caption = guest.page.getByTestId('key-time');
		expect(await caption.textContent()).toMatch(/From Ada’s key to its picture in .*’s arena, ± \d+ ms/);
		expect(Number.parseFloat((await guest.page.getByTestId('last').textContent()) ?? '')).toBeGreaterThanOrEqual(0);

		const said = await counted(guest.page, page, 'left');
		await press(guest.page, 3);
		await expect.poll(() => rows(page, 'left')).toEqual([told('WebSocket', text, said + 3)]);
		await expect.poll(() => rows(page, 'right')).toEqual([expect.not.stringContaining('±'), told('WebSocket', text, said + 3)]);
		const name = await guest.page.getByLabel('Your name').inputValue();
		expect(await page.getByTestId('seat-left').getByTestId('key-time').textContent()).toContain(`From ${name}’s key`);
		expect([...errors, ...guest.errors]).toEqual([]);
		await guest.close();
		await close();
	});

	it('positions tell of keys only while somebody reads another page', async () => {
		const { page, close } = await openGame('?technique=sse&right=sse');
		const posted: string[] = [];
		page.on('request', (request) => posted.push(request.postData() ?? ''));
		await pressKeys(page, 2);
		expect(posted.some((data) => data.includes('"position"'))).toBe(true);
		expect(posted.some((data) => data.includes('"keys"'))).toBe(false);
		const guest = await openGame(`?room=${await roomOf(page)}&seats=one`);
		await expect.poll(async () => (await scores(page, 0)).length).toBe(3);
		await pressKeys(page, 1);
		await expect.poll(() => posted.some((data) => data.includes('"keys":{"count":1,'))).toBe(true);
		await guest.close();
		await close();
	});

	it('percentiles stand there from twenty keys on; before, the count, the last and the slowest', async () => {
		const { page, close } = await openGame();
		const before = await pressKeys(page, 19);
		expect([before.keys, before.p50, before.p95]).toEqual([19, NaN, NaN]);
		expect(await page.getByTestId('seat-right').locator('tr[data-drawn] td').last().textContent()).toMatch(/^≤ [\d.]+ m?s$/);
		await expect.poll(() => page.getByTestId('seat-right').getByTestId('last').textContent()).toMatch(/^[\d.]+ m?s$/);
		const { keys, p50, p95 } = await pressKeys(page, 1);
		expect(keys).toBe(20);
		expect(p95).toBeGreaterThanOrEqual(p50);
		expect(await page.getByText('from 20 keys on, of the last 200').first().isVisible()).toBe(true);
		await close();
	});
});

describe('the game’s keys', () => {
	it('are not taken from who types, chooses or scrolls, and are back with the arena', async () => {
		const { page, close, player } = await openGame('', { viewport: { width: 1280, height: 900 } });
		await expect.poll(() => player.place('left') && player.place('right')).toBeTruthy();
		const places = () => [player.place('left'), player.place('right')];
		const before = places();
		await page.getByRole('button', { name: 'Copy' }).focus();
		await page.keyboard.press('Shift+Tab');
		await page.keyboard.press('KeyD', { delay: 150 });
		await page.keyboard.press('ArrowLeft', { delay: 150 });
		await page.getByTestId('seat-left').locator('select').focus();
		await page.keyboard.press('ArrowDown', { delay: 150 });
		await expect.poll(() => page.getByTestId('seat-left').locator('select').inputValue()).toBe('socketio');
		await page.evaluate(() => {
			(document.activeElement as HTMLElement).blur();
			window.scrollTo(0, document.body.scrollHeight);
		});
		const bottom = await page.evaluate(() => scrollY);
		await expect
			.poll(async () => {
				await page.keyboard.press('ArrowUp');
				return page.evaluate(() => scrollY);
			})
			.toBeLessThan(bottom);
		expect(places()).toEqual(before);
		await page.locator('[data-arena=right]').click();
		const at = before[1]?.x ?? 0;
		await page.keyboard.press(at > MIDDLE.x ? 'ArrowLeft' : 'ArrowRight', { delay: 150 });
		await expect.poll(() => player.place('right')?.x).not.toBe(at);
		await close();
	});

	it('are the presenter’s while it is presented: arrows step, and in an arena that has the focus they steer its player alone', async () => {
		const { page, close, player } = await openGame('?present=1', PROJECTOR);
		await expect.poll(() => player.place('left') && player.place('right')).toBeTruthy();
		const arrow = (seat: PlayedSeat) => ((player.place(seat)?.x ?? 0) > MIDDLE.x ? 'ArrowLeft' : 'ArrowRight');
		const grace = player.place('right');
		for (const [key, at] of [
			['ArrowRight', '2'],
			['ArrowLeft', '1']
		] as const) {
			await page.keyboard.press(key);
			await expect.poll(() => stop(page)).toBe(at);
		}
		await page.locator('[data-arena=left]').click();
		const ada = player.place('left')?.x;
		await page.keyboard.press(arrow('left'), { delay: 150 });
		await expect.poll(() => player.place('left')?.x).not.toBe(ada);
		expect(player.place('right')).toEqual(grace);
		await page.locator('[data-arena=right]').click();
		await page.keyboard.press(arrow('right'), { delay: 150 });
		await expect.poll(() => player.place('right')?.x).not.toBe(grace?.x);
		expect(await stop(page)).toBe('1');
		// Beside the arenas, as the notes say.
		await page.getByTestId('look').click();
		await page.keyboard.press('ArrowRight');
		await expect.poll(() => stop(page)).toBe('2');
		await close();
	});

	it('of one letter can be switched off; in the arena they stay', async () => {
		const { page, close, player } = await openGame('?keys=off');
		await expect.poll(() => player.place('left')).toBeTruthy();
		const { x = 0, y = 0 } = player.place('left') ?? {};
		const key = x > MIDDLE.x ? 'KeyA' : 'KeyD';
		await page.keyboard.press(key, { delay: 150 });
		expect(player.place('left')).toEqual({ x, y });
		await page.locator('[data-arena=left]').focus();
		await page.keyboard.press(key, { delay: 150 });
		await expect.poll(() => player.place('left')?.x).not.toBe(x);
		await close();
	});
});

describe('bad input', () => {
	it('a member who cheats, floods and has an unpleasant name wins nothing and breaks nothing', async () => {
		const { page, close, errors } = await openGame();
		const room = `game:${await roomOf(page)}`;
		const ask = async (path: string, data: unknown) => {
			const response = await fetch(`${site.origin}${path}`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify(data)
			});
			return { status: response.status, ...((await response.json()) as { code?: string; member?: string; key?: string }) };
		};
		const marks = (count: number) => `e${'\u0301'.repeat(count)}`;
		expect(await ask(`/rooms/${room}/members`, { name: marks(500) })).toMatchObject({ status: 400, code: 'bad-room' });
		const name = `<i>${marks(80)}\u202e`;
		const { member: by = '', key = '' } = await ask(`/rooms/${room}/members`, { name });
		let count = 0;
		const say = (type: string, data: object) => ask(`/live/${room}?member=${key}`, { type, data: { by, ...data }, key: `bad${count++}` });

		await say('enter', {});
		await say('position', { n: 1, x: 1, y: 1 });
		await say('position', { n: 2, x: 999, y: 599 });
		await say('take', { coin: 1, x: 0, y: 0 });
		expect(await say('take', { coin: 1, x: null, y: 0 })).toMatchObject({ status: 400, code: 'bad-event' });
		const flood = await Promise.all(Array.from({ length: 200 }, (_, n) => say('position', { n: n + 3, x: 1, y: 1 })));
		expect(flood.some(({ code }) => code === 'too-fast')).toBe(true);

		await expect.poll(() => page.getByTestId('volatile').first().textContent()).toContain('2 impossible dropped');
		await expect.poll(() => scores(page, 0)).toContain(`<i>${marks(4)} 0`);
		expect(await page.getByTestId('scores').locator('i').count()).toBe(0);
		const row = await page.getByTestId('scores').first().locator('ul').boundingBox();
		expect(row?.height).toBeLessThan(60);
		expect(await sentence(page, 0)).toContain('coin 1 of 15.');
		await pressKeys(page, 2);
		expect(errors).toEqual([]);
		await close();
	});

	it('who is not a member any more is told what to do', async () => {
		const { page, close } = await openGame('?technique=sse&right=sse');
		await routeNow(page, /\/live\/game.*left/, (route) =>
			route.request().method() === 'POST'
				? route.fulfill({ status: 403, contentType: 'application/problem+json', body: '{"code":"not-a-member","detail":"Join first."}' })
				: route.continue()
		);
		await page.keyboard.press('KeyD', { delay: 50 });
		await expect.poll(() => page.getByRole('alert').first().textContent()).toContain('It takes you back within twenty seconds');
		await page.unroute(/\/live\/game.*left/);
		await expect.poll(() => page.getByRole('alert').first().textContent()).toBe('');
		await close();
	});
});
