import { axeFindings } from '../support/axe.ts';
import type { FrameLocator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DEMOS } from '#lib/demos/index.ts';
import { embedHeight } from '#lib/protocol/embed-size.ts';
import { embedSnippets } from '#lib/protocol/embed-snippets.ts';
import { expectPhase, frameOf, frameTag, heldNow, runEmbed, setEmbedStage } from '../support/embed.ts';
import { routeNow } from '../support/route.ts';
import { write } from '../support/two-seats.ts';

const { site, host, near, open } = setEmbedStage();

const EMBEDS = ['race', ...Object.keys(DEMOS)];
const TO_BACKEND = /\/(live|sessions|rooms|jobs)\b/;
const frame = (id: string, path: string) => frameTag(site.origin, id, path);

describe('before the click', () => {
	it('five embeds on one page ask the backend for nothing and load at most 60 kB of script each', async () => {
		const five = ['race', 'chat', 'ticker', 'editor', 'progress'];
		const asked: string[] = [];
		const scripts: Promise<{ frame: string; bytes: number }>[] = [];
		const { page } = await open(host.page(five.map((id) => frame(id, id)).join('')), {}, async (page) => {
			page.on('websocket', (socket) => asked.push(socket.url()));
			page.on('request', (request) => asked.push(`${request.resourceType()} ${request.url()}`));
			page.on('response', (response) => {
				const request = response.request();
				if (request.resourceType() === 'script')
					scripts.push(request.sizes().then((sizes) => ({ frame: request.frame().url(), bytes: sizes.responseBodySize })));
			});
		});
		for (const id of five) await expect.poll(() => page.frameLocator(`#${id}`).locator('#run').isEnabled()).toBe(true);
		expect(asked.filter((line) => TO_BACKEND.test(line) || /^(fetch|xhr|eventsource|websocket)/.test(line))).toEqual([]);
		const loaded = await Promise.all(scripts);
		expect(loaded.length).toBeGreaterThan(0);
		for (const id of five) {
			const bytes = loaded.filter(({ frame }) => frame.endsWith(`/embed/${id}`)).reduce((sum, { bytes }) => sum + bytes, 0);
			expect([id, bytes <= 60_000]).toEqual([id, true]);
		}
		// The same eyes see what a click does.
		await runEmbed(page, '#ticker');
		await expect.poll(() => asked.some((line) => TO_BACKEND.test(line))).toBe(true);
	});

	it.each(EMBEDS)('%s shows a real run with its day, and the way to the full page with its settings', async (id) => {
		const { page } = await open(`${site.origin}/embed/${id}?theme=dark&count=tcp&nonsense=1&view=charts`);
		const picture = page.locator('img');
		await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth)).toBeGreaterThan(500);
		expect(await picture.getAttribute('alt')).toMatch(/a real run of \d{1,2} \w+ 20\d\d/);
		const path = id === 'race' ? '/' : `/demos/${id}`;
		expect(await page.locator('a.full').getAttribute('href')).toBe(`${path}?count=tcp&theme=dark`);
		expect(await axeFindings(page)).toEqual([]);
	});

	it.each([
		['race', false],
		['race?theme=dark&hide=controls&autoplay=0&rate=1&nonsense=1', false],
		['race?view=charts', true],
		['race?techniques=sse', true],
		['chat?technique=websocket', false],
		['chat?technique=sse', true],
		['chat?room=abcdefgh', false]
	])('%s says under its picture whether that was taken with other settings, without script too: %s', async (path, isOther) => {
		const { page } = await open(`${site.origin}/embed/${path}`, { javaScriptEnabled: false });
		expect((await page.locator('figcaption').innerText()).includes('The picture was taken with other settings.')).toBe(isOther);
	});

	it('without script it stays a picture and says so', async () => {
		const { page } = await open(`${site.origin}/embed/chat`, { javaScriptEnabled: false });
		expect(await page.locator('noscript p', { hasText: 'Script is off in this frame' }).isVisible()).toBe(true);
		expect(await page.locator('#run').isVisible()).toBe(false);
		expect(await page.locator('a.full').isVisible()).toBe(true);
	});

	it('a script that does not come is told, and can be tried again', async () => {
		const { page } = await open(host.page(frame('a', 'ticker')), {}, (page) =>
			page.route('**/_app/immutable/chunks/*', (route) => route.abort())
		);
		const embed = page.frameLocator('#a');
		// What the start itself is made of must come.
		await page.unroute('**/_app/immutable/chunks/*');
		await page.reload();
		await expect.poll(() => embed.locator('#run').isEnabled()).toBe(true);
		await routeNow(page, '**/_app/immutable/**', (route) => route.abort(), await frameOf(page, '#a'));
		await embed.locator('#run').click();
		await expect.poll(() => embed.locator('#status').textContent()).toContain('The script did not load');
		await expect.poll(() => embed.locator('#run').isEnabled()).toBe(true);
	});
});

describe('after the click', () => {
	it.each(EMBEDS)('%s runs in a plain iframe of 320 px and is no wider, and who is over a WebSocket there is read whole', async (id) => {
		const html = `<iframe id="a" src="${site.origin}/embed/${id}?view=both" width="320" height="700"></iframe>`;
		const { page } = await open(host.page(html));
		const embed = await runEmbed(page, '#a');
		await expectPhase(page, '#a', 'running');
		if (id !== 'progress' && id !== 'race')
			await expect.poll(() => embed.getByText('open', { exact: true }).first().isVisible()).toBe(true);
		const inside = await frameOf(page, '#a');
		const overhang = () => inside.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		await expect.poll(overhang).toBeLessThanOrEqual(0);
		const cut = await inside.evaluate(() => {
			const names = [...document.querySelectorAll('[data-seat] b')].filter((name) => name.scrollWidth > name.clientWidth);
			const arrowPx = 22;
			const pen = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
			const choices = [...document.querySelectorAll<HTMLSelectElement>('[data-seat] select')].filter((choice) => {
				pen.font = getComputedStyle(choice).font;
				return choice.value === 'websocket' && pen.measureText('WebSocket').width > choice.clientWidth - arrowPx;
			});
			return [...names.map(({ textContent }) => textContent), ...choices.map(({ value }) => value)];
		});
		expect(cut).toEqual([]);
	});

	it('shows the figures of the Race at 320 px so that none touches another', async () => {
		const { page } = await open(
			host.page(`<iframe id="a" src="${site.origin}/embed/race?size=2000&rate=20" width="320" height="700"></iframe>`)
		);
		const embed = await runEmbed(page, '#a');
		await expect.poll(() => embed.locator('[data-lane=polling] dd').first().textContent()).toMatch(/[2-9]/);
		const inside = await frameOf(page, '#a');
		const gaps = await inside.evaluate(() => {
			const boxes = [...document.querySelectorAll('[data-lane] dd, [data-lane] dt')].map((element) => {
				const range = document.createRange();
				range.selectNodeContents(element);
				return range.getBoundingClientRect();
			});
			const next = (a: DOMRect) => boxes.filter((b) => b.left > a.left && b.top < a.bottom - 2 && b.bottom > a.top + 2);
			return boxes.flatMap((a) => next(a).map((b) => b.left - a.right));
		});
		expect(gaps.length).toBeGreaterThan(50);
		expect(Math.min(...gaps)).toBeGreaterThan(6);
		expect(await embed.locator('[data-lane] kbd').count()).toBe(0);
	});

	it('leaves nothing behind: no cookie, no storage, no step in the history of its host', async () => {
		const { page } = await open(near.page(frame('a', 'chat')));
		const steps = await page.evaluate(() => history.length);
		const embed = await runEmbed(page, '#a');
		await embed.locator('[data-seat=left] select').selectOption('polling');
		await expect.poll(() => embed.locator('a.full').getAttribute('href')).toMatch(/technique=polling&room=[a-z2-7]{8}/);
		const inside = await frameOf(page, '#a');
		const left = await inside.evaluate(async () => [
			document.cookie,
			localStorage.length,
			sessionStorage.length,
			(await indexedDB.databases()).length
		]);
		expect(left).toEqual(['', 0, 0, 0]);
		expect(await page.evaluate(() => history.length)).toBe(steps);
	});

	it.each([
		['chat?technique=sse', ['sse', 'sse'], '/demos/chat?technique=sse&right=sse'],
		['chat?technique=sse&right=websocket', ['sse', 'websocket'], '/demos/chat?technique=sse'],
		['desk?technique=polling', ['polling', 'sse'], '/demos/desk?technique=polling']
	])('%s has both seats on what they are for, and so has its full page', async (path, techniques, full) => {
		const { page } = await open(near.page(frame('a', path)));
		const href = () => page.frameLocator('#a').locator('a.full').getAttribute('href');
		expect(await href()).toBe(full);
		const embed = await runEmbed(page, '#a');
		await expectPhase(page, '#a', 'running');
		const chosen = () => embed.locator('[data-seat] select').evaluateAll((all: HTMLSelectElement[]) => all.map(({ value }) => value));
		await expect.poll(chosen).toEqual(techniques);
		await expect.poll(href).toContain(`${full}&room=`);
	});

	it('parts are left out and views chosen as the address says', async () => {
		const { page } = await open(host.page(frame('a', 'chat?view=charts&hide=title,controls,nonsense')));
		const embed = await runEmbed(page, '#a');
		await expect.poll(() => embed.getByRole('heading', { name: 'Bytes over time' }).isVisible()).toBe(true);
		expect(await embed.getByTestId('seat-left').count()).toBe(0);
		expect(await embed.getByRole('heading', { level: 1 }).count()).toBe(0);
		expect(await embed.getByRole('button', { name: 'Cut the line' }).count()).toBe(0);
	});

	it.each([
		['race', 'controls', 'button', 'Cut the line'],
		['race', 'controls', 'slider', 'Payload'],
		['race', 'count', 'group', 'What to count'],
		['race', 'title', 'heading', 'The Race'],
		['chat', 'controls', 'button', 'Cut the line'],
		['chat', 'count', 'group', 'Count'],
		['chat', 'invite', 'textbox', 'Invite'],
		['chat', 'title', 'heading', 'Chat']
	] as const)('%s without its %s', async (id, part, role, name) => {
		const { page } = await open(
			host.page(frame('a', `${id}?view=both&techniques=sse`) + frame('b', `${id}?view=both&techniques=sse&hide=${part}`)),
			{
				viewport: { width: 1600, height: 1200 }
			}
		);
		const there = (await runEmbed(page, '#a')).getByRole(role, { name });
		await expect.poll(() => there.first().isVisible()).toBe(true);
		const without = await runEmbed(page, '#b');
		await expectPhase(page, '#b', 'running');
		await expect.poll(() => without.getByRole('heading', { name: 'Requests over time' }).isVisible()).toBe(true);
		expect(await without.getByRole(role, { name }).count()).toBe(0);
	});

	it('the Race without its controls gives no advice that needs them', async () => {
		const { page } = await open(host.page(frame('a', 'race?hide=controls')));
		const embed = await runEmbed(page, '#a');
		const status = () => embed.locator('.status').innerText();
		await expect.poll(status).toBe('All lanes carry the same events.');
	});

	it.each(['race', 'chat'])('%s without its sentence', async (id) => {
		const { page } = await open(host.page(frame('a', `${id}?hide=sentence&view=both`)));
		const embed = await runEmbed(page, '#a');
		await expect.poll(() => embed.getByRole('heading', { name: 'Requests over time' }).isVisible()).toBe(true);
		expect(await embed.getByTestId('sentence').count()).toBe(0);
	});

	it.each(['', '?lang=en', '?lang=de', '?lang=%22'])('says of itself that it speaks English: %s', async (query) => {
		const { page } = await open(`${site.origin}/embed/ticker${query}`);
		expect(await page.locator('html').getAttribute('lang')).toBe('en');
		expect(await page.locator('a.full').getAttribute('href')).toBe('/demos/ticker');
	});

	it.each(['race', 'chat'])('%s keeps no console while it rests', async (id) => {
		const consoles = new Set<unknown>();
		const { page } = await open(near.page(`${frame('a', id)}<div style="height: 5000px"></div>`), {}, async (page) => {
			page.on('websocket', (socket) => {
				if (!socket.url().endsWith('/console')) return;
				consoles.add(socket);
				socket.on('close', () => consoles.delete(socket));
			});
		});
		await runEmbed(page, '#a');
		await expect.poll(() => consoles.size).toBe(1);
		await page.evaluate(() => scrollTo(0, 4000));
		await expectPhase(page, '#a', 'resting');
		await expect.poll(() => consoles.size).toBe(0);
		await page.evaluate(() => scrollTo(0, 0));
		await expectPhase(page, '#a', 'running');
		await expect.poll(() => consoles.size).toBe(1);
	});

	it('closes its connections off screen and in a hidden tab, and opens them again', async () => {
		const html = `${frame('a', 'ticker')}<div style="height: 5000px"></div>`;
		const { page } = await open(host.page(html));
		await runEmbed(page, '#a');
		await expectPhase(page, '#a', 'running');
		await expect.poll(() => heldNow(site.origin)).toBe(1);
		await page.evaluate(() => scrollTo(0, 4000));
		await expectPhase(page, '#a', 'resting');
		await expect.poll(() => heldNow(site.origin)).toBe(0);
		await page.evaluate(() => scrollTo(0, 0));
		await expectPhase(page, '#a', 'running');
		await expect.poll(() => heldNow(site.origin)).toBe(1);
		const inside = await frameOf(page, '#a');
		const hide = (isHidden: boolean) =>
			inside.evaluate((isHidden) => {
				Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
				document.dispatchEvent(new Event('visibilitychange'));
			}, isHidden);
		await hide(true);
		await expect.poll(() => heldNow(site.origin)).toBe(0);
		await hide(false);
		await expect.poll(() => heldNow(site.origin)).toBe(1);
	});

	it('the Race rests as well, and goes on without having lost an event', async () => {
		const { page } = await open(near.page(`${frame('a', 'race?rate=20')}<div style="height: 5000px"></div>`));
		const embed = await runEmbed(page, '#a');
		await expect.poll(() => heldNow(site.origin)).toBe(3);
		await page.evaluate(() => scrollTo(0, 4000));
		await expect.poll(() => heldNow(site.origin)).toBe(0);
		await page.evaluate(() => scrollTo(0, 0));
		await expect.poll(() => heldNow(site.origin)).toBe(3);
		await expectPhase(page, '#a', 'running');
		expect(await embed.getByTestId('sentence').textContent()).toMatch(/events/);
		expect(await embed.getByText(/missed|doubled/).count()).toBe(0);
	});

	it.each(['ticker', 'race'])('%s stops after ten minutes and goes on when it is told to', async (id) => {
		const { page } = await open(host.page(frame('a', `${id}?techniques=sse`)), {}, (page) => page.clock.install());
		const embed = await runEmbed(page, '#a');
		await expectPhase(page, '#a', 'running');
		await expect.poll(() => heldNow(site.origin)).toBe(1);
		// The clock runs on meanwhile: half a minute is left for all that.
		await page.clock.fastForward(570_000);
		await expectPhase(page, '#a', 'running');
		await page.clock.fastForward(31_000);
		await expectPhase(page, '#a', 'stopped');
		await expect.poll(() => heldNow(site.origin)).toBe(0);
		await embed.getByRole('button', { name: 'Go on' }).last().click();
		await expectPhase(page, '#a', 'running');
		await expect.poll(() => heldNow(site.origin)).toBe(1);
	});
});

describe('when it goes on after ten minutes', () => {
	const stop = async (path: string, change: (embed: FrameLocator) => Promise<unknown>) => {
		const { page } = await open(near.page(frame('a', path)), {}, (page) => page.clock.install());
		const embed = await runEmbed(page, '#a');
		await expectPhase(page, '#a', 'running');
		await change(embed);
		const full = () => embed.locator('a.full').getAttribute('href');
		const before = await full();
		await page.clock.fastForward(601_000);
		await expectPhase(page, '#a', 'stopped');
		await embed.getByRole('button', { name: 'Go on' }).last().click();
		await expectPhase(page, '#a', 'running');
		return { embed, before, full };
	};

	it('the Race has the lanes and the rate that the reader chose', async () => {
		const { embed, before, full } = await stop('race?rate=2', async (embed) => {
			await embed.getByRole('checkbox', { name: 'Long polling' }).uncheck();
			await embed.getByRole('slider', { name: 'Payload' }).fill('60');
			await expect.poll(() => embed.locator('a.full').getAttribute('href')).toContain('size=');
		});
		expect(await embed.getByRole('checkbox', { name: 'Long polling' }).isChecked()).toBe(false);
		expect(await full()).toBe(before);
	});

	it('a chat has its room with what was said, and its technique', async () => {
		const { embed, before, full } = await stop('chat', async (embed) => {
			await expect.poll(() => embed.locator('[data-seat] [data-state=open]').count()).toBe(2);
			await embed.locator('[data-seat=left] select').selectOption('polling');
			await write(embed.getByTestId('seat-left'), 'Write a message', 'before the break');
			await expect.poll(() => embed.getByTestId('seat-right').getByText('before the break').isVisible()).toBe(true);
		});
		expect(before).toMatch(/room=[a-z2-7]{8}/);
		await expect.poll(() => embed.getByTestId('seat-right').getByText('before the break').isVisible()).toBe(true);
		expect(await embed.locator('[data-seat=left] select').inputValue()).toBe('polling');
		expect(await full()).toBe(before);
	});
});

describe('the host', () => {
	it('hears how high the embed is, before the click and after', async () => {
		const { page } = await open(host.page(frame('a', 'chat')));
		const heights = () =>
			page.evaluate(() => (window as unknown as { heard: { data: { px: number }; origin: string }[] }).heard.map(({ data }) => data));
		await expect.poll(heights).not.toEqual([]);
		const [first] = await heights();
		expect(first).toEqual({ source: 'on-the-wire', type: 'height', px: expect.any(Number) });
		const inside = await frameOf(page, '#a');
		const real = () => inside.evaluate(() => Math.ceil(document.getElementById('embed')?.getBoundingClientRect().height ?? 0));
		await expect.poll(async () => (await heights()).at(-1)?.px).toBe(await real());
		const before = await real();
		await runEmbed(page, '#a');
		await expect.poll(async () => (await heights()).at(-1)?.px).toBeGreaterThan(before + 100);
	});

	it('may say play, pause and theme; whatever else is said, or by whom, is ignored', async () => {
		const { page } = await open(host.page(frame('a', 'ticker') + '<iframe id="b" srcdoc="<p>another frame</p>"></iframe>'));
		const say = (data: unknown) =>
			page.evaluate((data) => (document.getElementById('a') as HTMLIFrameElement).contentWindow?.postMessage(data, '*'), data);
		const theme = async () => (await frameOf(page, '#a')).evaluate(() => document.documentElement.dataset.theme);
		await expect.poll(() => page.frameLocator('#a').locator('#run').isEnabled()).toBe(true);
		const other = await frameOf(page, '#b');
		await other.evaluate(() => {
			parent.frames[0]?.postMessage({ source: 'on-the-wire', type: 'play' }, '*');
			parent.frames[0]?.postMessage({ source: 'on-the-wire', type: 'theme', theme: 'projector' }, '*');
		});
		for (const data of [
			null,
			'play',
			{ type: 'play' },
			{ source: 'on-the-wire', type: 'eval' },
			{ source: 'on-the-wire', type: 'theme', theme: 'x"y' }
		])
			await say(data);
		await say({ source: 'on-the-wire', type: 'theme', theme: 'dark' });
		await expect.poll(theme).toBe('dark');
		await expectPhase(page, '#a', 'still');
		await say({ source: 'on-the-wire', type: 'play' });
		await expectPhase(page, '#a', 'running');
		await say({ source: 'on-the-wire', type: 'pause' });
		await expectPhase(page, '#a', 'resting');
		await expect.poll(() => heldNow(site.origin)).toBe(0);
		expect(await page.frameLocator('#a').getByText('has paused it').isVisible()).toBe(true);
		await say({ source: 'on-the-wire', type: 'play' });
		await expectPhase(page, '#a', 'running');
	});

	it('with autoplay it runs as soon as it is seen, and not before', async () => {
		const { page } = await open(host.page(`<div style="height: 3000px"></div>${frame('a', 'ticker?autoplay=1')}`));
		await expect.poll(() => page.frameLocator('#a').locator('#run').isEnabled()).toBe(true);
		await expectPhase(page, '#a', 'still');
		await page.evaluate(() => scrollTo(0, 3000));
		await expectPhase(page, '#a', 'running');
	});

	it('uses the custom element: attributes are parameters, the height adapts, colours change in place', async () => {
		const { element } = embedSnippets({ origin: site.origin, id: 'chat', title: 'Chat', query: '?technique=sse&theme=dark' });
		const { page } = await open(host.page(`<div style="width: 400px">${element}</div>`));
		await expect
			.poll(() => page.locator('on-the-wire iframe').getAttribute('src'))
			.toBe(`${site.origin}/embed/chat?technique=sse&theme=dark`);
		const height = () => page.locator('on-the-wire iframe').evaluate((frame) => frame.clientHeight);
		await expect.poll(height).not.toBe(embedHeight('chat'));
		const still = await height();
		await runEmbed(page, 'on-the-wire iframe');
		await expect.poll(height).toBeGreaterThan(still + 100);
		await page.evaluate(() => document.querySelector('on-the-wire')?.setAttribute('theme', 'light'));
		const inside = await frameOf(page, 'on-the-wire iframe');
		await expect.poll(() => inside.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
	});

	it.each(['before the element is read', 'after it'])(
		'sees the frame of the custom element alone, without its link, where its script runs %s',
		async (when) => {
			const { element } = embedSnippets({ origin: site.origin, id: 'chat', title: 'Chat' });
			const [script = '', tag = ''] = element.split('\n');
			// A script that is read before is there while the parser is inside the element: its link comes afterwards.
			const html = when === 'after it' ? tag + script : script.replace(' async', '') + tag;
			const { page } = await open(host.page(html));
			await expect.poll(() => page.locator('on-the-wire iframe').getAttribute('src')).toBe(`${site.origin}/embed/chat`);
			expect(await page.locator('on-the-wire > a').count()).toBe(1);
			expect(await page.locator('on-the-wire > a').isVisible()).toBe(false);
			await runEmbed(page, 'on-the-wire iframe');
			await expectPhase(page, 'on-the-wire iframe', 'running');
		}
	);

	it.each([
		['a plain script with a version', (src: string) => `<script src="${src}?v=2"></script>`],
		['a module', (src: string) => `<script type="module" src="${src}"></script>`],
		['a module with a version', (src: string) => `<script type="module" src="${src}?v=2"></script>`],
		['an import', (src: string) => `<script type="module">import ${JSON.stringify(src + '?v=2')}</script>`]
	])('uses the custom element by %s of another origin: its frame comes from there', async (_how, tag) => {
		const { page } = await open(host.page(`<on-the-wire demo="ticker"></on-the-wire>${tag(`${site.origin}/embed.js`)}`));
		await expect.poll(() => page.locator('on-the-wire iframe').getAttribute('src')).toBe(`${site.origin}/embed/ticker`);
	});

	it('uses the custom element made by a script: what is set later counts as well, and is no step in its history', async () => {
		const { element } = embedSnippets({ origin: site.origin, id: 'chat', title: 'Chat' });
		const [script = ''] = element.split('\n');
		const { page } = await open(host.page(script));
		await page.evaluate(async () => {
			await customElements.whenDefined('on-the-wire');
			const made = document.createElement('on-the-wire');
			document.body.append(made);
			made.setAttribute('demo', 'game');
		});
		const src = () => page.locator('on-the-wire iframe').getAttribute('src');
		await expect.poll(src).toBe(`${site.origin}/embed/game`);
		const steps = await page.evaluate(() => history.length);
		const set = (name: string, value: string) =>
			page.evaluate(([name, value]) => document.querySelector('on-the-wire')?.setAttribute(name, value), [name, value] as const);
		await set('technique', 'polling');
		await expect.poll(src).toBe(`${site.origin}/embed/game?technique=polling`);
		await runEmbed(page, 'on-the-wire iframe');
		await expectPhase(page, 'on-the-wire iframe', 'running');
		// What is the element's own loads nothing anew.
		await set('class', 'wide');
		await set('theme', 'dark');
		const inside = await frameOf(page, 'on-the-wire iframe');
		await expect.poll(() => inside.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
		await expectPhase(page, 'on-the-wire iframe', 'running');
		expect(await page.evaluate(() => history.length)).toBe(steps);
	});

	it.each(['race', 'chat'])('hears from the custom element of %s the title that the other snippets give it', async (id) => {
		const title = id === 'race' ? 'The Race' : 'Chat';
		const { element, iframe } = embedSnippets({ origin: site.origin, id, title });
		const { page } = await open(host.page(element + iframe));
		const titles = () => page.locator('iframe').evaluateAll((frames: HTMLIFrameElement[]) => frames.map((frame) => frame.title));
		await expect.poll(titles).toEqual([`On the Wire: ${title}`, `On the Wire: ${title}`]);
	});

	it.each(['before the element is read', 'after it'])(
		'sees what stands in a custom element of a demo that there is not, or a link to the site, where its script runs %s',
		async (when) => {
			const script = `<script src="${site.origin}/embed.js"></script>`;
			const tags =
				'<on-the-wire id="a" demo="nope"><a href="/own">The post about it</a></on-the-wire><on-the-wire id="b" demo="constructor">\n</on-the-wire>';
			const { page } = await open(host.page(when === 'after it' ? tags + script : script + tags));
			const link = page.locator('#b').getByRole('link', { name: 'On the Wire' });
			await expect.poll(() => link.isVisible()).toBe(true);
			expect(await link.getAttribute('href')).toBe(site.origin);
			await expect.poll(() => page.getByRole('link', { name: 'The post about it' }).isVisible()).toBe(true);
			expect([await page.locator('iframe').count(), await page.locator('#a').getByRole('link').count()]).toEqual([0, 1]);
			await page.evaluate(() => document.getElementById('a')?.setAttribute('demo', 'chat'));
			await expect.poll(() => page.locator('#a iframe').getAttribute('src')).toBe(`${site.origin}/embed/chat`);
			expect(await page.getByRole('link', { name: 'The post about it' }).isVisible()).toBe(false);
		}
	);

	it('uses the custom element far below: it is not loaded until it is near', async () => {
		const { element } = embedSnippets({ origin: site.origin, id: 'chat', title: 'Chat' });
		const asked: string[] = [];
		const { page } = await open(host.page(`<div style="height: 20000px"></div>${element}`), {}, async (page) => {
			page.on('request', (request) => asked.push(request.url()));
		});
		await page.waitForSelector('on-the-wire iframe', { state: 'attached' });
		await page.evaluate(() => fetch('/own'));
		expect(asked.filter((url) => url.includes('/embed/'))).toEqual([]);
		await page.evaluate(() => scrollTo(0, 20_000));
		await expect.poll(() => asked.filter((url) => url.includes('/embed/')).length).toBe(1);
	});

	it('uses the iframe with its height script', async () => {
		const { iframeWithHeight } = embedSnippets({ origin: site.origin, id: 'ticker', title: 'Stock ticker' });
		const { page } = await open(host.page(iframeWithHeight));
		const height = () => page.locator('iframe').evaluate((frame) => frame.style.height);
		await expect.poll(height).toMatch(/^\d+px$/);
		await page.evaluate(() => postMessage({ source: 'on-the-wire', type: 'height', px: 4321 }, '*'));
		await page.evaluate(() => fetch('/own'));
		expect(await height()).not.toBe('4321px');
	});
});
