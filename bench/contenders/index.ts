import { streamRequest, upgradeRequest } from './contender.ts';
import { nchan } from './nchan.ts';
import { ours } from './ours.ts';
import { peer } from './peer.ts';

export const OURS = {
	sse: ours('sse', false),
	sseMetered: ours('sse', true),
	websocket: ours('websocket', false),
	websocketMetered: ours('websocket', true)
};

/** As long as a request of ours: Node keeps the target of each open one. */
const PATH = '/live/race/?session=0123456789abcdefghijkl';

/** The least that Node can do: a loop over all subscribers. */
export const BARE = {
	sse: peer('bare node:http loop', 'bare-sse', { request: streamRequest(PATH) }),
	websocket: peer('bare ws loop', 'bare-ws', { request: upgradeRequest(PATH) })
};

export const LIBRARIES = {
	betterSse: peer('better-sse', 'better-sse', { request: streamRequest(PATH) }),
	socketIo: peer('socket.io', 'socketio', { request: upgradeRequest('/socket.io/?EIO=4&transport=websocket'), greeting: '40' })
};

/** nginx with Nchan. */
export const NCHAN = { sse: nchan('sse'), websocket: nchan('websocket') };
