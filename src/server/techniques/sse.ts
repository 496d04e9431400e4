import { sseEvent, sseNamedEvent, sseRetry } from '#lib/wire/sse.ts';
import { followFeed } from '../feeds/follow.ts';
import { encodeChunk, encodedOnce, payloadJson } from '../meter/encoded.ts';
import { startAfter } from './start.ts';
import type { TechniqueServer } from './technique.ts';

/** Comments keep a proxy awake but are invisible to JavaScript; a named event is both, and without an id it moves nothing. */
const BEAT = encodeChunk(sseNamedEvent('beat', '1'), { kind: 'heartbeat' });

/** EventSource waits a fixed time before it comes back. A time of its own for each client keeps a crowd from coming at once. */
const RETRY_MS = { min: 250, max: 1000 };

/** One event as the stream carries it: the id apart, so that the browser knows and repeats it, the rest as one line of JSON. */
const encode = encodedOnce((event) => {
	const data = payloadJson(event);
	const text = sseEvent(event.id, `{"at":${event.at},"type":"${event.type}","data":${data}}`);
	return encodeChunk(text, { kind: 'event', payload: Buffer.byteLength(data) });
});

/**
 * Server-Sent Events: one answer of type `text/event-stream` that never ends (WHATWG HTML, section 9.2). A browser that comes
 * back says in `Last-Event-ID` which event it saw last; that is newer than what the URL said.
 */
export const sse: TechniqueServer = {
	id: 'sse',
	isStream: true,

	async serve(exchange) {
		const { feed, after } = exchange.asked;
		const { clock } = exchange.layer;
		const lastEventId = exchange.request.headers['last-event-id'];
		const asked = lastEventId ? String(lastEventId) : after;
		const start = await startAfter(feed, asked, clock);
		if (exchange.signal.aborted) return;
		const stream = exchange.openStream({ 'Content-Type': 'text/event-stream' }, BEAT);
		const retryMs = Math.round(RETRY_MS.min + Math.random() * (RETRY_MS.max - RETRY_MS.min));
		stream.send(encodeChunk(sseRetry(retryMs), { kind: 'control' }));
		if (asked === undefined) stream.send(encodeChunk(`id: ${start}\n${sseNamedEvent('beat', '1')}`, { kind: 'control' }));
		await followFeed(feed, start, clock, stream, encode);
	}
};
