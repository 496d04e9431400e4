import { expect, it } from 'vitest';
import { sseEvent, sseNamedEvent, sseRetry } from '#lib/wire/sse.ts';

/** What a browser makes of a stream (WHATWG HTML, section 9.2.6), for the fields that we use. */
function dispatch(stream: string) {
	const events: { type: string; data: string; lastEventId: string }[] = [];
	let [type, data, lastEventId, retry] = ['', [] as string[], '', undefined as number | undefined];
	for (const line of stream.split(/\r\n|\r|\n/)) {
		if (line === '') {
			if (data.length > 0) events.push({ type: type || 'message', data: data.join('\n'), lastEventId });
			[type, data] = ['', []];
		} else if (!line.startsWith(':')) {
			const [name = '', value = ''] = line.split(/: ?(.*)/s);
			if (name === 'id') lastEventId = value;
			else if (name === 'event') type = value;
			else if (name === 'data') data.push(value);
			else if (name === 'retry') retry = Number(value);
		}
	}
	return { events, retry };
}

it('an event reaches onmessage with its id', () => {
	expect(dispatch(sseEvent('e-7', '{"a":": b"}')).events).toEqual([{ type: 'message', data: '{"a":": b"}', lastEventId: 'e-7' }]);
});

it('a named event leaves the last id as it was', () => {
	expect(dispatch(sseEvent('e-7', '1') + sseNamedEvent('beat', '1')).events[1]).toEqual({ type: 'beat', data: '1', lastEventId: 'e-7' });
});

it('a retry dispatches nothing', () => {
	expect(dispatch(sseRetry(250))).toEqual({ events: [], retry: 250 });
});

it('JSON in data is one line, whatever its strings hold', () => {
	const data = JSON.stringify({ text: 'a\nb\r\nc\rid: 9\n\ndata: x' });
	expect(dispatch(sseEvent('e-1', data)).events).toEqual([{ type: 'message', data, lastEventId: 'e-1' }]);
});
