import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMOS } from '#lib/demos/index.ts';
import { ask, expectRefusal } from '../support/raw-ask.ts';
import { startSite } from '../support/site.ts';
import type { Site } from '../support/site.ts';

let site: Site;
let at: { readonly port: number };
beforeAll(async () => {
	site = await startSite();
	at = { port: Number(new URL(site.origin).port) };
});
afterAll(() => site.close());

const PAGES = ['/', ...Object.keys(DEMOS).map((id) => `/demos/${id}`)];

async function oembed(url: string, more = ''): Promise<Record<string, unknown>> {
	const answer = await fetch(`${site.origin}/oembed?url=${encodeURIComponent(url)}${more}`);
	expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
	return (await answer.json()) as Record<string, unknown>;
}

async function picture(url: string): Promise<{ width: number; height: number; format: string }> {
	const answer = await fetch(url);
	expect(answer.status).toBe(200);
	const { width, height, format } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
	return { width, height, format };
}

describe.each(PAGES)('%s', (path) => {
	it('is discovered, and answered with every field that oEmbed asks of a rich answer', async () => {
		const head = await (await fetch(site.origin + path)).text();
		const link = /<link rel="alternate" type="application\/json\+oembed" href="([^"]+)" title="[^"]+"/.exec(head)?.[1] ?? '';
		const answer = (await (await fetch(link.replaceAll('&amp;', '&'))).json()) as Record<string, unknown>;
		const id = path === '/' ? 'race' : path.slice('/demos/'.length);
		expect(answer).toEqual({
			version: '1.0',
			type: 'rich',
			title: expect.stringMatching(/^On the Wire: /),
			provider_name: 'On the Wire',
			provider_url: site.origin,
			cache_age: 86_400,
			html: expect.stringMatching(new RegExp(`^<iframe src="${site.origin}/embed/${id}" [^<>]*></iframe>$`)),
			width: 720,
			height: id === 'progress' ? 560 : 740,
			thumbnail_url: `${site.origin}/stills/${id}-og.png`,
			thumbnail_width: 1200,
			thumbnail_height: 630
		});
		expect(await picture(String(answer.thumbnail_url))).toEqual({ width: 1200, height: 630, format: 'png' });
	});

	it('tells nobody where its reader is just now', async () => {
		const head = await (await fetch(`${site.origin}${path}?technique=sse&present=2&room=abc&job=x&follow=abcdefgh`)).text();
		const addresses = [/property="og:url" content="([^"]*)"/, /json\+oembed" href="([^"]*)"/].map((named) => named.exec(head)?.[1] ?? '');
		for (const address of addresses) {
			expect(address).toContain('technique');
			expect(address).not.toMatch(/present|room|job|follow|abc/);
		}
	});

	it('shows a link’s picture of a real run', async () => {
		const head = await (await fetch(site.origin + path)).text();
		const property = (name: string) => new RegExp(`<meta property="og:${name}" content="([^"]*)"`).exec(head)?.[1];
		expect([property('type'), property('url'), property('title')]).toEqual([
			'website',
			site.origin + path,
			expect.stringContaining('On the Wire')
		]);
		expect(await picture(property('image') ?? '')).toEqual({ width: 1200, height: 630, format: 'png' });
	});
});

describe('an answer', () => {
	it('carries the settings that the page knows, and no others', async () => {
		const { html } = await oembed(`${site.origin}/demos/chat?technique=sse&theme=dark&view=both&room=<script>&x="y"`);
		expect(html).toContain(`src="${site.origin}/embed/chat?technique=sse&amp;right=websocket&amp;theme=dark&amp;view=both"`);
	});

	it('has the seats of the page, or of the embed, whose address it is', async () => {
		const src = async (path: string) => /src="[^"]+(\?[^"]+)"/.exec(String((await oembed(site.origin + path)).html))?.[1];
		expect(await src('/demos/chat?technique=sse')).toBe('?technique=sse&amp;right=websocket');
		expect(await src('/demos/chat?technique=sse&right=sse')).toBe('?technique=sse');
		expect(await src('/embed/chat?technique=sse')).toBe('?technique=sse');
	});

	it('keeps within the size that is asked for, and so does its picture, or there is none', async () => {
		const small = await oembed(`${site.origin}/`, '&maxwidth=500&maxheight=300');
		expect([small.width, small.height, small.thumbnail_width, small.thumbnail_height]).toEqual([500, 300, 400, 210]);
		expect(small.html).toContain('width="500" height="300"');
		expect(await picture(String(small.thumbnail_url))).toEqual({ width: 400, height: 210, format: 'png' });
		const tiny = await oembed(`${site.origin}/`, '&maxwidth=100');
		expect([tiny.width, tiny.height, Object.keys(tiny).filter((name) => name.startsWith('thumbnail'))]).toEqual([100, 740, []]);
	});

	it.each([
		['empty', ''],
		['of eight digits', '99999999'],
		['beyond every number', '9'.repeat(400)]
	])('has its own size where the bounds that are asked for are %s', async (_what, bound) => {
		const answer = await oembed(`${site.origin}/`, `&maxwidth=${bound}&maxheight=${bound}`);
		expect([answer.width, answer.height, answer.thumbnail_width]).toEqual([720, 740, 1200]);
	});

	it('is for an address with a slash at its end, as the page is', async () => {
		for (const path of ['/demos/ticker/', '/embed/ticker/'])
			expect((await oembed(`${site.origin}${path}?technique=polling`)).html).toContain(`${site.origin}/embed/ticker?technique=polling"`);
	});

	it('is for an embed’s own address too, for another scheme of this host, and for pages of other sites to read', async () => {
		expect((await oembed(`${site.origin}/embed/ticker`)).html).toContain('/embed/ticker"');
		expect((await oembed(site.origin.replace('http:', 'https:'))).html).toContain('/embed/race"');
		expect((await ask(at, 'GET', `/oembed?url=${site.origin}/`, { headers: { Origin: 'http://blog.example' } })).headers).toMatchObject({
			'access-control-allow-origin': '*'
		});
	});
});

describe('there is no answer', () => {
	it.each([
		['a foreign URL', 'url=https%3A%2F%2Fevil.example%2Fdemos%2Fchat', 'unknown-url'],
		['a page that nobody may embed', 'url=OWN/demos', 'unknown-url'],
		['a demo that does not exist', 'url=OWN/demos/nothing', 'unknown-url'],
		['a name that every object has', 'url=OWN/demos/constructor', 'unknown-url'],
		['what is no URL', 'url=%2F%2F', 'unknown-url'],
		['a script', 'url=javascript:alert(1)', 'unknown-url'],
		['no URL at all', '', 'url-required'],
		['xml', 'url=OWN/&format=xml', 'unknown-format'],
		['a width of nothing', 'url=OWN/&maxwidth=0', 'bad-size'],
		['a height that is no number', 'url=OWN/&maxheight=high', 'bad-size']
	] as const)('for %s', async (_what, query, code) => {
		const { headers } = await expectRefusal(
			at,
			'GET',
			`/oembed?${query.replace('OWN', site.origin.replace('localhost', '127.0.0.1'))}`,
			code
		);
		expect(headers['access-control-allow-origin']).toBe('*');
	});

	it('to another method', async () => {
		for (const method of ['POST', 'PUT', 'DELETE']) {
			const { headers } = await expectRefusal(at, method, '/oembed?url=x', 'wrong-method');
			expect(headers.allow).toBe('GET, HEAD');
		}
	});
});

it('embed.js is one file of at most 3 kB that depends on nothing', async () => {
	const { headers } = await ask(at, 'GET', '/embed.js', { headers: { 'Accept-Encoding': 'gzip' } });
	expect(headers['content-encoding']).toBe('gzip');
	expect(Number(headers['content-length'])).toBeLessThanOrEqual(3000);
	expect(headers['content-type']).toMatch(/javascript/);
	const text = await (await fetch(`${site.origin}/embed.js`)).text();
	expect(text).toContain('customElements.define');
	expect(text).not.toMatch(/\bimport\b|\bexport\b/);
});
