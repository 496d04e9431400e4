import { describe, expect, it } from 'vitest';
import { parseHostMessage } from '#lib/protocol/embed-message.ts';
import { EMBED_FIELDS } from '#lib/protocol/embed-settings.ts';
import { embedPath, embedSnippets, iframeOf } from '#lib/protocol/embed-snippets.ts';
import { readFields, writeFields } from '#lib/protocol/fields.ts';
import { fitLanes, fitSeats, heldStreams } from '#lib/protocol/held-streams.ts';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';

describe('the settings of an embed', () => {
	const read = (query: string) => readFields(EMBED_FIELDS, new URLSearchParams(query));

	it('are a still demo in the colours of the system, unless told', () => {
		expect(read('')).toEqual({ view: 'demo', hide: [], autoplay: false, theme: 'auto', lang: 'en' });
		expect(writeFields(EMBED_FIELDS, read(''))).toBe('');
	});

	it('are what the link says, and what it does not know is ignored', () => {
		const link = '?view=both&hide=controls,sentence&autoplay=1&theme=dark';
		expect(writeFields(EMBED_FIELDS, read(`${link}&nonsense=1`))).toBe(link);
		expect(read('hide=x,sentence,,sentence,__proto__').hide).toEqual(['sentence']);
		expect(read('view=all&autoplay=yes&lang=tlh')).toEqual(read(''));
	});
});

describe('a message of the host', () => {
	it.each([
		[{ source: 'on-the-wire', type: 'play' }, { type: 'play' }],
		[{ source: 'on-the-wire', type: 'pause', extra: 1 }, { type: 'pause' }],
		[
			{ source: 'on-the-wire', type: 'theme', theme: 'projector' },
			{ type: 'theme', theme: 'projector' }
		]
	])('%j is heard', (data, expected) => expect(parseHostMessage(data)).toEqual(expected));

	it.each([
		undefined,
		null,
		'play',
		7,
		[],
		{ type: 'play' },
		{ source: 'on-the-wire' },
		{ source: 'on-the-wire', type: 'height', px: 1 },
		{ source: 'on-the-wire', type: 'theme' },
		{ source: 'on-the-wire', type: 'theme', theme: 'red"' },
		{ source: 'somebody', type: 'play' }
	])('%j is ignored', (data) => expect(parseHostMessage(data)).toBeUndefined());
});

describe('streams that are held all the time', () => {
	it('are those of long polling, SSE and streaming fetch', () => {
		expect(heldStreams(TECHNIQUE_IDS)).toBe(3);
		expect(heldStreams(['polling', 'conditional', 'websocket', 'socketio'])).toBe(0);
		expect(heldStreams(['sse', 'sse'])).toBe(2);
		expect(heldStreams(TECHNIQUE_IDS, true)).toBe(4);
	});

	it('are kept to a number: the lane that was just switched on has the place', () => {
		expect(fitLanes(TECHNIQUE_IDS, 3)).toEqual(TECHNIQUE_IDS);
		const one = fitLanes(TECHNIQUE_IDS, 1);
		expect(one).toEqual(TECHNIQUE_IDS.filter((id) => id !== 'sse' && id !== 'fetch-stream'));
		expect(fitLanes([...one, 'sse'], 1, one)).toEqual(TECHNIQUE_IDS.filter((id) => id !== 'long-polling' && id !== 'fetch-stream'));
	});

	it('are kept to a number: the seat that was not changed goes over to WebSocket', () => {
		const both = { technique: 'sse', right: 'sse' } as const;
		expect(fitSeats(both, 2)).toEqual(both);
		expect(fitSeats(both, 1)).toEqual({ technique: 'sse', right: 'websocket' });
		expect(fitSeats(both, 1, { technique: 'sse', right: 'polling' })).toEqual({ technique: 'websocket', right: 'sse' });
		expect(fitSeats(both, 1, { technique: 'polling', right: 'sse' })).toEqual({ technique: 'sse', right: 'websocket' });
	});
});

describe('the snippets', () => {
	const chat = { origin: 'https://wire.example', id: 'chat', title: 'Chat', query: '?technique=sse&theme=dark' };

	it('put an embed on a page in four ways', () => {
		const { iframe, iframeWithHeight, element, url, markdown } = embedSnippets({ ...chat, embedQuery: '?view=both' });
		expect(iframe).toBe(
			'<iframe src="https://wire.example/embed/chat?technique=sse&amp;theme=dark&amp;view=both" title="On the Wire: Chat" width="720" height="740" loading="lazy" style="border:0;max-width:100%"></iframe>\n<a href="https://wire.example/demos/chat?technique=sse&amp;theme=dark">On the Wire: Chat</a>'
		);
		expect(iframeWithHeight.startsWith(`${iframe}\n<script>`)).toBe(true);
		expect(iframeWithHeight).toContain('frame.contentWindow === source');
		expect(element).toBe(
			'<script src="https://wire.example/embed.js" async></script>\n<on-the-wire demo="chat" technique="sse" theme="dark" view="both"><a href="https://wire.example/demos/chat?technique=sse&amp;theme=dark">On the Wire: Chat</a></on-the-wire>'
		);
		expect(url).toBe('https://wire.example/demos/chat?technique=sse&theme=dark');
		expect(markdown).toBe(`[![On the Wire: Chat](https://wire.example/stills/chat-og.png)](${url})`);
	});

	it('lead to the page by its own query, where an embed would say the same in fewer words', () => {
		const { element, url } = embedSnippets({ ...chat, query: '?technique=sse', pageQuery: '?technique=sse&right=sse' });
		expect(url).toBe('https://wire.example/demos/chat?technique=sse&right=sse');
		expect(element).toContain(
			'<on-the-wire demo="chat" technique="sse"><a href="https://wire.example/demos/chat?technique=sse&amp;right=sse">'
		);
	});

	it('name the Race by its own address', () => {
		const { url, element } = embedSnippets({ origin: 'https://wire.example', id: 'race', title: 'The Race' });
		expect([url, element.split('\n')[1]]).toEqual([
			'https://wire.example/',
			'<on-the-wire demo="race"><a href="https://wire.example/">On the Wire: The Race</a></on-the-wire>'
		]);
	});

	it('hold nothing that markup would take for its own', () => {
		const hostile = embedSnippets({ ...chat, title: '"><script>', query: '?name="><script>alert(1)</script>' });
		for (const text of [hostile.iframe, hostile.element.split('\n')[1]]) expect(text).not.toMatch(/"><script>/);
	});

	it('take the size that they are given, and join queries', () => {
		expect(iframeOf({ ...chat, width: 320, height: 200 })).toContain('width="320" height="200"');
		expect([embedPath('race'), embedPath('race', '', '?a=1'), embedPath('race', '?a=1', '?b=2')]).toEqual([
			'/embed/race',
			'/embed/race?a=1',
			'/embed/race?a=1&b=2'
		]);
	});
});
