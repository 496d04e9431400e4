import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { conditional } from './conditional.ts';
import { fetchStream } from './fetch-stream.ts';
import { longPolling } from './long-polling.ts';
import { polling } from './polling.ts';
import { socketio } from './socketio.ts';
import { sse } from './sse.ts';
import type { Technique } from './technique.ts';
import { websocket } from './websocket.ts';

/** The browser half of every technique. */
export const TECHNIQUES: Readonly<Record<TechniqueId, Technique>> = {
	polling,
	conditional,
	'long-polling': longPolling,
	sse,
	'fetch-stream': fetchStream,
	websocket,
	socketio
};
