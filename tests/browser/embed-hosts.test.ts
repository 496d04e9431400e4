import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { embedSnippets } from '#lib/protocol/embed-snippets.ts';
import { findChromium } from '../../scripts/find-program.js';
import { expectPhase, frameOf, frameTag, heldNow, runEmbed, setEmbedStage } from '../support/embed.ts';
import { holdBack, routeNow } from '../support/route.ts';
import { write } from '../support/two-seats.ts';

/* Hosts that make it hard: each embed works, or says what is blocked. */
const { site, host, near, open } = setEmbedStage();

const SANDBOX = 'sandbox="allow-scripts"';
const frame = (id: string, path: string, attributes = '') =>
	frameTag(site.origin, id, path, attributes).replace(/ height="\d+"/, ' height="300"');

describe('a sandbox that allows scripts alone', () => {
	it.each(['polling', 'conditional', 'long-polling', 'sse', 'fetch-stream', 'websocket', 'socketio'])(
		'carries a chat over %s, and what is said comes across',
		async (technique) => {
			const { page } = await open(host.page(frame('a', `chat?technique=${technique}&right=websocket&interval=0.3`, SANDBOX)));
			const embed = await runEmbed(page, '#a');
			await expectPhase(page, '#a', 'running');
			const ada = embed.getByTestId('seat-left');
			await expect.poll(() => ada.getByText('open', { exact: true }).isVisible()).toBe(true);
			await write(embed.getByTestId('seat-right'), 'Write a message', 'through the sandbox');
			await expect.poll(() => ada.getByText('through the sandbox').isVisible()).toBe(true);
			// By the button, too: a form would not be submitted here.
			await ada.getByLabel('Write a message', { exact: true }).fill('and back');
			await ada.getByRole('button', { name: 'Send' }).click();
			await expect.poll(() => embed.getByTestId('seat-right').getByText('and back').isVisible()).toBe(true);
			expect(await (await frameOf(page, '#a')).evaluate(() => self.origin)).toBe('null');
		}
	);

	it('keeps the Race to one stream, says so, and lets the lanes take turns', async () => {
		const { page } = await open(host.page(frame('a', 'race', SANDBOX)));
		const embed = await runEmbed(page, '#a');
		await expectPhase(page, '#a', 'running');
		await expect.poll(() => embed.getByText('keeps to one HTTP connection').isVisible()).toBe(true);
		await expect.poll(() => heldNow(site.origin)).toBe(1);
		const sse = embed.getByRole('checkbox', { name: 'Server-Sent Events' });
		const longPolling = embed.getByRole('checkbox', { name: 'Long polling' });
		expect([await longPolling.isChecked(), await sse.isChecked()]).toEqual([true, false]);
		await sse.check();
		await expect.poll(() => longPolling.isChecked()).toBe(false);
		await expect.poll(() => heldNow(site.origin)).toBe(1);
		expect(await embed.getByRole('checkbox', { name: 'WebSocket' }).isChecked()).toBe(true);
	});

	it('gives the second seat of a chat over SSE to WebSocket', async () => {
		const { page } = await open(host.page(frame('a', 'chat?technique=sse&right=sse', SANDBOX)));
		const embed = await runEmbed(page, '#a');
		await expect.poll(() => embed.locator('[data-seat=right] select').inputValue()).toBe('websocket');
		expect(await embed.locator('[data-seat=left] select').inputValue()).toBe('sse');
		await expect.poll(() => embed.getByText('keeps to one HTTP connection').isVisible()).toBe(true);
		await expect.poll(() => heldNow(site.origin)).toBe(1);
		await embed.locator('[data-seat=right] select').selectOption('fetch-stream');
		await expect.poll(() => embed.locator('[data-seat=left] select').inputValue()).toBe('websocket');
	});

	it('takes a post of the newsroom', async () => {
		const { page } = await open(host.page(frame('a', 'news', SANDBOX)));
		const embed = await runEmbed(page, '#a');
		await expectPhase(page, '#a', 'running');
		await embed.getByLabel('Headline').fill('From a sandbox');
		await embed.getByRole('button', { name: 'Post' }).click();
		await expect.poll(() => embed.getByRole('heading', { name: 'From a sandbox' }).first().isVisible()).toBe(true);
	});

	it('may save no file: the address of a finished job stands there instead of a button that would do nothing', async () => {
		const { page } = await open(host.page(frame('a', 'progress?frames=48', SANDBOX)));
		const embed = await runEmbed(page, '#a');
		await embed.getByRole('button', { name: 'Render' }).click();
		const address = embed.getByLabel('A sandboxed frame may save no file');
		await expect.poll(() => address.isVisible(), { timeout: 80_000 }).toBe(true);
		expect(await embed.getByRole('link', { name: 'Download' }).count()).toBe(0);
		const result = await fetch(await address.inputValue());
		expect([result.status, result.headers.get('content-type')]).toEqual([200, 'image/webp']);
	});

	it('may open no window: the address of the full page stands there to be copied, with what was changed meanwhile', async () => {
		const { page } = await open(host.page(frameTag(site.origin, 'a', 'chat', SANDBOX)));
		const address = page.frameLocator('#a').locator('#address');
		await expect.poll(() => address.isVisible()).toBe(true);
		expect(await address.textContent()).toBe(`${site.origin}/demos/chat`);
		const embed = await runEmbed(page, '#a');
		await expectPhase(page, '#a', 'running');
		await embed.locator('[data-seat=left] select').selectOption('polling');
		await expect.poll(() => address.textContent()).toContain(`${site.origin}/demos/chat?technique=polling`);
	});

	it('has no connection left as the seventh of its page: it says so, and goes on by itself when another one pauses', async () => {
		const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
		const html = ids.map((id) => frame(id, 'ticker?technique=sse', SANDBOX)).join('');
		const { page } = await open(host.page(html), { viewport: { width: 1600, height: 1300 } });
		for (const id of ids) await page.frameLocator(`#${id}`).locator('#run:enabled').waitFor();
		for (const id of ids.slice(0, 6)) {
			await runEmbed(page, `#${id}`);
			await expectPhase(page, `#${id}`, 'running');
		}
		await expect.poll(() => heldNow(site.origin)).toBe(6);
		const seventh = await runEmbed(page, '#g');
		await expect.poll(() => seventh.getByText('other embeds or tabs of this one may hold them all').isVisible()).toBe(true);
		await page.frameLocator('#a').getByRole('button', { name: 'Pause' }).click();
		await expect.poll(() => seventh.locator('[data-symbol] .price').first().textContent()).toMatch(/\d\.\d\d/);
		expect(await seventh.getByText('may hold them all').count()).toBe(0);
	});

	it('to which not even its first script comes says so without one, and can be run once it has come', async () => {
		const { page } = await open(host.page(''));
		const { wait, letThrough } = holdBack();
		await page.route('**/_app/embed.js', wait);
		await page.evaluate((html) => (document.body.innerHTML = html), frame('a', 'ticker?technique=sse', SANDBOX));
		const embed = page.frameLocator('#a');
		const why = embed.getByText('other embeds or tabs of this one may hold them all');
		await expect.poll(() => why.isVisible()).toBe(true);
		letThrough();
		await embed.locator('#run:enabled').waitFor();
		expect(await why.count()).toBe(0);
	});

	it('whose scripts do not come says what may be in the way, and goes on once they do', async () => {
		const { page } = await open(host.page(frame('a', 'ticker?technique=sse', SANDBOX)));
		const embed = page.frameLocator('#a');
		await embed.locator('#run:enabled').waitFor();
		const { wait, letThrough } = holdBack();
		await routeNow(page, /\/_app\/immutable\/.*\.js$/, wait, await frameOf(page, '#a'));
		await embed.locator('#run').click();
		await expect.poll(() => embed.getByText('other embeds or tabs of this one may hold them all').isVisible()).toBe(true);
		letThrough();
		await expectPhase(page, '#a', 'running');
		expect(await embed.getByText('may hold them all').count()).toBe(0);
	});
});

it('an embed works where the browser blocks third-party cookies and storage', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'on-the-wire-profile-'));
	await mkdir(join(folder, 'Default'));
	const profile = { block_third_party_cookies: true, cookie_controls_mode: 1 };
	await writeFile(join(folder, 'Default/Preferences'), JSON.stringify({ profile }));
	const context = await chromium.launchPersistentContext(folder, {
		executablePath: findChromium(),
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--test-third-party-cookie-phaseout']
	});
	const page = await context.newPage();
	await page.goto(host.page(frame('a', 'chat')));
	const inside = await frameOf(page, '#a');
	await inside.waitForSelector('#run:enabled');
	// Blocked, indeed: a cookie that is set is not kept.
	expect(
		await inside.evaluate(() => {
			document.cookie = 'a=b; SameSite=None; Secure';
			return document.cookie;
		})
	).toBe('');
	const embed = await runEmbed(page, '#a');
	await expectPhase(page, '#a', 'running');
	await write(embed.getByTestId('seat-left'), 'Write a message', 'without a cookie');
	await expect.poll(() => embed.getByTestId('seat-right').getByText('without a cookie').isVisible()).toBe(true);
	await context.close();
	await rm(folder, { recursive: true, force: true });
});

it('an embed works in a host whose policy allows our frame and nothing else', async () => {
	const policy = { 'Content-Security-Policy': `default-src 'none'; frame-src ${site.origin}` };
	const { page } = await open(host.page(embedSnippets({ origin: site.origin, id: 'ticker', title: 'Ticker' }).iframe, policy));
	await runEmbed(page, 'iframe');
	await expectPhase(page, 'iframe', 'running');
});

it.each([
	['plain', undefined],
	['sandboxed', SANDBOX]
])('an embed works in a host that is isolated from other origins: %s', async (_, sandbox) => {
	const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
	const { page } = await open(host.page(frame('a', 'ticker', sandbox), isolated));
	const embed = await runEmbed(page, '#a');
	await expectPhase(page, '#a', 'running');
	await expect.poll(() => embed.locator('[data-symbol] .price').first().textContent()).toMatch(/\d\.\d\d/);
});

it.each(['sandbox allow-scripts allow-popups', 'sandbox allow-scripts'])(
	'in a host whose policy is “%s” the browser refuses the frame, and the link of the custom element is there',
	async (policy) => {
		const { element } = embedSnippets({ origin: site.origin, id: 'ticker', title: 'Stock ticker' });
		const { page } = await open(host.page(element, { 'Content-Security-Policy': policy }));
		const link = page.getByRole('link', { name: 'On the Wire: Stock ticker' });
		await page.locator('on-the-wire iframe').waitFor();
		expect(await link.isVisible()).toBe(false);
		await expect.poll(() => link.isVisible()).toBe(true);
		expect(await link.getAttribute('href')).toBe(`${site.origin}/demos/ticker`);
	}
);

it('the link of a custom element whose frame is silent goes when that speaks after all, and the frame is not loaded anew', async () => {
	const { element } = embedSnippets({ origin: site.origin, id: 'ticker', title: 'Stock ticker' });
	let loads = 0;
	const { page } = await open(host.page(element), {}, (page) =>
		page.route('**/embed/ticker', (route) => {
			loads += 1;
			return route.fulfill({ contentType: 'text/html', body: '<p>Slow</p>' });
		})
	);
	const link = page.getByRole('link', { name: 'On the Wire: Stock ticker' });
	await expect.poll(() => link.isVisible()).toBe(true);
	const inside = await frameOf(page, 'on-the-wire iframe');
	await inside.evaluate(() => parent.postMessage({ source: 'on-the-wire', type: 'height', px: 432 }, '*'));
	await expect.poll(() => link.isVisible()).toBe(false);
	expect(await page.locator('on-the-wire iframe').evaluate((frame) => frame.clientHeight)).toBe(432);
	expect(loads).toBe(1);
});

it('where a policy keeps the script of the custom element away, its link is there', async () => {
	const { element } = embedSnippets({ origin: site.origin, id: 'ticker', title: 'Stock ticker' });
	const { page } = await open(host.page(element, { 'Content-Security-Policy': "default-src 'none'" }));
	const link = page.getByRole('link', { name: 'On the Wire: Stock ticker' });
	expect([await link.isVisible(), await link.getAttribute('href')]).toEqual([true, `${site.origin}/demos/ticker`]);
});

it('three embeds run, a fourth says why it does not and may take over; nobody’s requests wait', async () => {
	const ids = ['a', 'b', 'c', 'd'];
	const { page } = await open(near.page(ids.map((id) => frame(id, 'ticker?hide=title,sentence,controls')).join('')), {
		viewport: { width: 1600, height: 1200 }
	});
	for (const id of ['a', 'b', 'c']) {
		await runEmbed(page, `#${id}`);
		await expectPhase(page, `#${id}`, 'running');
	}
	const fourth = await runEmbed(page, '#d');
	await expectPhase(page, '#d', 'crowded');
	await expect.poll(() => fourth.getByText('Other embeds in this browser use the connections').isVisible()).toBe(true);
	// Its picture does not look as if it ran, nor as if nobody had clicked.
	expect(await fourth.locator('figcaption').isVisible()).toBe(false);
	expect(await fourth.locator('img').evaluate((image) => Number(getComputedStyle(image).opacity))).toBeLessThan(0.5);
	await expect.poll(() => heldNow(site.origin)).toBe(3);

	// The host's requests, and those of other pages of ours that share the six connections.
	const inside = await frameOf(page, '#d');
	const answers = (url: string) => fetch(url, { signal: AbortSignal.timeout(15_000) }).then(({ ok }) => ok);
	expect(await page.evaluate(answers, '/own')).toBe(true);
	expect(await inside.evaluate(answers, '/healthz?1')).toBe(true);
	// Without the budget, six streams and the next request would wait for ever.
	const isHung = await inside.evaluate(async () => {
		const more = [1, 2, 3].map(() => new EventSource('/live/ticker/sse'));
		await Promise.all(more.map((source) => new Promise((open) => (source.onopen = open))));
		const isHung = await fetch('/healthz?2', { signal: AbortSignal.timeout(1500) }).then(
			() => false,
			() => true
		);
		for (const source of more) source.close();
		return isHung;
	});
	expect(isHung).toBe(true);
	await expect.poll(() => heldNow(site.origin)).toBe(3);

	await fourth.getByRole('button', { name: 'Run it here instead' }).click();
	await expectPhase(page, '#d', 'running');
	await expect
		.poll(async () => (await Promise.all(ids.map((id) => page.frameLocator(`#${id}`).locator('#embed').getAttribute('data-phase')))).sort())
		.toEqual(['crowded', 'running', 'running', 'running']);
	await expect.poll(() => heldNow(site.origin)).toBe(3);
});

it('an embed without a connection takes none of the three: one that renders asks when its job begins, and says so where none is free', async () => {
	const ids = ['a', 'b', 'c', 'd'];
	const { page } = await open(
		near.page([...ids.map((id) => frame(id, 'progress?technique=sse')), frame('e', 'ticker?technique=sse')].join('')),
		{
			viewport: { width: 1600, height: 1300 }
		}
	);
	for (const id of [...ids, 'e']) {
		await runEmbed(page, `#${id}`);
		await expectPhase(page, `#${id}`, 'running');
	}
	await expect.poll(() => heldNow(site.origin)).toBe(1);
	const inside = await frameOf(page, '#e');
	// Two more that hold one, by the locks that embeds agree on.
	await inside.evaluate(async () => {
		for (const slot of [1, 2, 3])
			await new Promise<void>((taken) => {
				void navigator.locks.request(`on-the-wire-stream-${slot}`, { ifAvailable: true }, (lock) => {
					taken();
					return lock && new Promise(() => {});
				});
			});
	});
	await page.frameLocator('#a').getByRole('button', { name: 'Render' }).click();
	await expectPhase(page, '#a', 'crowded');
	await expect.poll(() => heldNow(site.origin)).toBe(1);
	await page.frameLocator('#a').getByRole('button', { name: 'Run it here instead' }).click();
	await expectPhase(page, '#a', 'running');
	await expect.poll(() => page.frameLocator('#a').locator('[data-stage]').getAttribute('data-stage')).toMatch(/rendering|encoding|done/);
});

it('one that its reader has paused gives its connection to others, and asks for it when it goes on', async () => {
	const ids = ['a', 'b', 'c', 'd'];
	const { page } = await open(near.page(ids.map((id) => frame(id, 'ticker?technique=sse')).join('')), {
		viewport: { width: 1600, height: 1200 }
	});
	for (const id of ['a', 'b', 'c']) {
		await runEmbed(page, `#${id}`);
		await expectPhase(page, `#${id}`, 'running');
	}
	const first = page.frameLocator('#a');
	await first.getByRole('button', { name: 'Pause' }).click();
	await expect.poll(() => heldNow(site.origin)).toBe(2);
	await runEmbed(page, '#d');
	await expectPhase(page, '#d', 'running');
	await expect.poll(() => heldNow(site.origin)).toBe(3);
	await first.getByRole('button', { name: 'Go on' }).click();
	await expectPhase(page, '#a', 'crowded');
	await expect.poll(() => heldNow(site.origin)).toBe(3);
});

it('what an embed says of its connections stays in view, wherever its reader has scrolled to', async () => {
	const paths = ['race', 'chat?technique=websocket'];
	const { page } = await open(near.page(paths.map((path, index) => frame('ad'[index] ?? '', path)).join('')), {
		viewport: { width: 1600, height: 1200 }
	});
	for (const id of ['a', 'd']) {
		await runEmbed(page, `#${id}`);
		await expectPhase(page, `#${id}`, 'running');
	}
	await page.frameLocator('#d').locator('[data-seat=left] select').selectOption('sse');
	await expectPhase(page, '#d', 'crowded');
	const button = page.frameLocator('#d').getByRole('button', { name: 'Run it here instead' });
	const top = async () => {
		await (await frameOf(page, '#d')).evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
		return button.evaluate((button) => (scrollY > 200 ? button.getBoundingClientRect().top : NaN));
	};
	await expect.poll(top).toBeGreaterThan(0);
	await button.click();
	await expectPhase(page, '#d', 'running');
});

it('on plain http, where locks are withheld, embeds agree as well: the fourth goes without, and may take over', async () => {
	const args = ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP *.lan.test 127.0.0.1'];
	const lan = await chromium.launch({ executablePath: findChromium(), args });
	const there = (url: string) => url.replace(/\/\/[^:]+/, '//a.lan.test');
	const page = await lan.newPage({ viewport: { width: 1600, height: 1200 } });
	const ids = ['a', 'b', 'c', 'd'];
	await page.goto(
		there(host.page(ids.map((id) => frameTag(there(site.origin).replace('a.', 'b.'), id, 'ticker?hide=title,sentence,controls')).join('')))
	);
	const inside = await frameOf(page, '#a');
	expect(await inside.evaluate(() => [isSecureContext, 'locks' in navigator])).toEqual([false, false]);
	for (const id of ids) await runEmbed(page, `#${id}`);
	const phases = async () =>
		(await Promise.all(ids.map((id) => page.frameLocator(`#${id}`).locator('#embed').getAttribute('data-phase')))).sort().join();
	await expect.poll(phases).toBe('crowded,running,running,running');
	await expect.poll(() => heldNow(site.origin)).toBe(3);
	const crowded = await Promise.all(ids.map((id) => page.frameLocator(`#${id}`).locator('[data-phase=crowded]').count()));
	const late = ids[crowded.indexOf(1)] ?? '';
	await page.frameLocator(`#${late}`).getByRole('button', { name: 'Run it here instead' }).click();
	await expectPhase(page, `#${late}`, 'running');
	await expect.poll(phases).toBe('crowded,running,running,running');
	await expect.poll(() => heldNow(site.origin)).toBe(3);
	await lan.close();
});

it('a race takes the whole budget, gives it to whoever takes over, and takes it back', async () => {
	const { page } = await open(near.page(frame('a', 'race') + frame('b', 'ticker')), {
		viewport: { width: 1600, height: 1000 }
	});
	const race = await runEmbed(page, '#a');
	await expect.poll(() => heldNow(site.origin)).toBe(3);
	const ticker = await runEmbed(page, '#b');
	await expectPhase(page, '#b', 'crowded');
	await ticker.getByRole('button', { name: 'Run it here instead' }).click();
	await expectPhase(page, '#b', 'running');
	await expectPhase(page, '#a', 'crowded');
	await expect.poll(() => heldNow(site.origin)).toBe(1);
	await race.getByRole('button', { name: 'Run it here instead' }).click();
	await expectPhase(page, '#a', 'running');
	await expectPhase(page, '#b', 'crowded');
	await expect.poll(() => heldNow(site.origin)).toBe(3);
});

it('embeds that hold WebSockets alone take nothing of the budget: four run beside a whole Race, and over SSE one says who has it', async () => {
	const ids = ['a', 'b', 'c', 'd'];
	const { page } = await open(near.page([...ids.map((id) => frame(id, 'chat')), frame('e', 'race'), frame('f', 'ticker')].join('')), {
		viewport: { width: 1600, height: 1200 }
	});
	for (const id of [...ids, 'e']) {
		await runEmbed(page, `#${id}`);
		await expectPhase(page, `#${id}`, 'running');
	}
	await expect.poll(() => heldNow(site.origin)).toBe(3);
	const chat = page.frameLocator('#a');
	await expect.poll(() => chat.locator('[data-seat] [data-state=open]').count()).toBe(2);

	// One that would hold a stream is refused before it starts, and its still stays.
	const ticker = await runEmbed(page, '#f');
	await expectPhase(page, '#f', 'crowded');
	expect([await ticker.locator('img').isVisible(), await ticker.locator('#run').isVisible()]).toEqual([true, false]);

	const seat = chat.locator('[data-seat=left] select');
	await seat.selectOption('sse');
	await expectPhase(page, '#a', 'crowded');
	await expect.poll(() => chat.getByText('Other embeds in this browser use the connections').isVisible()).toBe(true);
	await expect.poll(() => heldNow(site.origin)).toBe(3);
	await seat.selectOption('websocket');
	await expectPhase(page, '#a', 'running');
	await expect.poll(() => chat.locator('[data-seat] [data-state=open]').count()).toBe(2);
	await expectPhase(page, '#e', 'running');
});

it('a blog that asks oEmbed and keeps only the bare iframe, in a sandbox of its own, has an embed that runs', async () => {
	const blog = async (url: string) => {
		const head = await (await fetch(url)).text();
		const link = /<link rel="alternate" type="application\/json\+oembed" href="([^"]+)"/.exec(head)?.[1]?.replaceAll('&amp;', '&') ?? '';
		const { html } = (await (await fetch(link)).json()) as { html: string };
		// As WordPress does: of the markup nothing stays but an iframe, of its attributes a few, and a sandbox is put around it.
		const kept = ['src', 'title', 'width', 'height'].map((name) => new RegExp(` ${name}="[^"]*"`).exec(html)?.[0] ?? '').join('');
		return `<iframe${kept} sandbox="allow-scripts" security="restricted"></iframe>`;
	};
	const { page } = await open(host.page(await blog(`${site.origin}/demos/chat?technique=sse`)));
	const embed = await runEmbed(page, 'iframe');
	await expectPhase(page, 'iframe', 'running');
	await expect.poll(() => embed.locator('[data-seat=left] select').inputValue()).toBe('sse');
	await expect.poll(() => embed.getByTestId('seat-left').getByText('open', { exact: true }).isVisible()).toBe(true);
});
