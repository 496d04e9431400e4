import { streamRequest, upgradeRequest } from './contender.ts';
import { nchan } from './nchan.ts';
import { ours } from './ours.ts';
import { peer } from './peer.ts';

export const OURS = {
	sse: ours('sse'),
	sseMetered: ours('sse', 'metered'),
	websocket: ours('websocket'),
	websocketMetered: ours('websocket', 'metered')
};

/** The same, sending as nginx with Nchan does. */
export const NAGLING = { sse: ours('sse', 'nagle'), websocket: ours('websocket', 'nagle') };

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
