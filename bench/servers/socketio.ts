import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { serveEvents } from './serve-events.ts';

const server = createServer();
const io = new Server(server, { transports: ['websocket'], serveClient: false });

await serveEvents(server, (event) => io.emit('event', event));
