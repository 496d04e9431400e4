import { followFeed } from '../feeds/follow.ts';
import { encodeChunk, encodedOnce, payloadJson } from '../meter/encoded.ts';
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

	async serve(exchange) {
		const { feed, after } = exchange.asked;
		const stream = exchange.openStream({ 'Content-Type': 'application/x-ndjson' }, BEAT);
		await followFeed(feed, after, exchange.layer.clock, stream.signal, (event) => stream.send(encode(event)));
	}
};
