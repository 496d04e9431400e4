import { createServer } from 'node:http';
import { createChannel, createSession } from 'better-sse';
import { streamed } from '../source.ts';
import { serveEvents } from './serve-events.ts';

const channel = createChannel();
const server = createServer((request, response) => {
	void createSession(request, response).then((session) => channel.register(session));
});

await serveEvents(server, (event) => channel.broadcast(streamed(event), 'message', { eventId: event.id }));
