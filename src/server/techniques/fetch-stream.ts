import { followFeed } from '../feeds/follow.ts';
import { encodeChunk, encodedOnce, payloadJson } from '../meter/encoded.ts';
import { startAfter } from './start.ts';
import type { TechniqueServer } from './technique.ts';

/** An empty line: nothing for who reads events, a sign of life for who reads bytes. */
const BEAT = encodeChunk('\n', { kind: 'heartbeat' });

/** One event as one line of JSON. */
const encode = encodedOnce((event) => {
	const data = payloadJson(event);
	const line = `{"id":"${event.id}","at":${event.at},"type":"${event.type}","data":${data}}\n`;
	return encodeChunk(line, { kind: 'event', payload: Buffer.byteLength(data) });
});

/** A stream for fetch: an answer of newline-delimited JSON (`application/x-ndjson`) that never ends. */
export const fetchStream: TechniqueServer = {
	id: 'fetch-stream',
	isStream: true,

	async serve(exchange) {
		const { feed, after } = exchange.asked;
		const { clock } = exchange.layer;
		const start = await startAfter(feed, after, clock);
		if (exchange.signal.aborted) return;
		const position: Record<string, string> = after === undefined ? { 'Last-Event-ID': start } : {};
		const stream = exchange.openStream({ 'Content-Type': 'application/x-ndjson', ...position }, BEAT);
		await followFeed(feed, start, clock, stream, encode);
	}
};
