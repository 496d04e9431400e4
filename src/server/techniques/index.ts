import { conditional } from './conditional.ts';
import { fetchStream } from './fetch-stream.ts';
import { longPolling } from './long-polling.ts';
import { polling } from './polling.ts';
import { sse } from './sse.ts';
import type { TechniqueServer } from './technique.ts';
import { websocket } from './websocket.ts';

/** The server half of every technique that has a path of its own under a feed. Socket.IO has one path for all feeds. */
export const TECHNIQUE_SERVERS: ReadonlyMap<string, TechniqueServer> = new Map(
	[polling, conditional, longPolling, sse, fetchStream, websocket].map((technique) => [technique.id, technique])
);
