import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { serveEvents } from './serve-events.ts';

/** The bare loop of the README of ws: one text made per event, one `send` per subscriber. */
const server = createServer();
const webSockets = new WebSocketServer({ server, perMessageDeflate: false });

await serveEvents(server, (event) => {
	const text = JSON.stringify(event);
	for (const webSocket of webSockets.clients) webSocket.send(text);
});
