import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { streamed } from '../source.ts';
import { serveEvents } from './serve-events.ts';

/** The bare loop: one text made per event, one `write` per subscriber. */
const responses = new Set<ServerResponse>();
const server = createServer((request, response) => {
	response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
	response.flushHeaders();
	responses.add(response);
	response.on('close', () => responses.delete(response));
});

await serveEvents(server, (event) => {
	const text = `id: ${event.id}\ndata: ${JSON.stringify(streamed(event))}\n\n`;
	for (const response of responses) response.write(text);
});
