import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { RESET, seqOf } from '#lib/protocol/event.ts';
import type { EventId, FeedEvent } from '#lib/protocol/event.ts';
import { askerOf, siteOf } from './address.ts';
import { Backoff } from './backoff.ts';
import { post } from './post.ts';
import { Queue } from './queue.ts';
import type { FeedAddress, Technique } from './technique.ts';

/** An event as it is emitted; `after` says which one came before, where their numbers do not follow one another. */
type Emitted = FeedEvent & { readonly after?: EventId | '0' };

/** The socket of each lane, so that `publish` sends on the one that `follow` opened. */
const sockets = new WeakMap<FeedAddress, Socket>();

/**
 * Socket.IO: a library with a protocol of its own. By default it starts with HTTP long polling, probes WebSocket and moves
 * over to it. It comes back by itself and acknowledges what is sent; it delivers at most once, so what was missed while
 * away has to be asked for: `auth` is a function, called anew for each connection, and names the last event seen.
 */
export const socketio: Technique = {
	id: 'socketio',

	async *follow(feed, { after, signal, onState }) {
		const backoff = new Backoff();
		let last: string | undefined = after;
		onState?.('connecting');
		while (!signal.aborted) {
			const events = new Queue<FeedEvent>();
			const socket = io(siteOf(feed), {
				path: '/live/socket.io',
				forceNew: true,
				transports: feed.websocketOnly ? ['websocket'] : ['polling', 'websocket'],
				// Full jitter: the factor 1 makes of a delay anything from nothing to twice of it.
				reconnectionDelay: 250,
				reconnectionDelayMax: 30_000,
				randomizationFactor: 1,
				auth: (send) => send({ feed: feed.feed, after: last, ...askerOf(feed) }),
				// So that what crosses before the handshake is measured for its lane, too.
				query: feed.lane === undefined ? {} : { feed: feed.feed, ...askerOf(feed) }
			});
			sockets.set(feed, socket);
			const stop = () => events.end();
			signal.addEventListener('abort', stop);

			socket.io.on('open', () => {
				// Events that came before their connection was confirmed wait in here; on the next one they will be sent anew.
				socket.receiveBuffer = [];
				leaveBrokenUpgrade(socket);
			});
			socket.on('connect', () => {
				backoff.opened();
				onState?.('open');
			});
			socket.on('start', (id: EventId) => (last = id));
			socket.on('event', ({ after, ...event }: Emitted) => {
				// At most once: an answer that was lost on its way shows as a hole. Ask again from before it.
				if (isHole(last, event, after)) return stop();
				last = event.id;
				events.push(event);
			});
			// A drop is answered by the library itself; a refusal or a closing by the server is not.
			const dropped = () => {
				onState?.('retrying');
				if (!socket.active) stop();
			};
			socket.on('disconnect', dropped);
			socket.on('connect_error', dropped);

			try {
				yield* events;
			} finally {
				signal.removeEventListener('abort', stop);
				socket.off();
				socket.disconnect();
			}
			if (!signal.aborted) await backoff.wait(signal);
		}
		onState?.('closed');
	},

	/** On the lane's own socket, with the library's acknowledgement. Without one in time, by POST with the same key. */
	async publish(feed, event) {
		const socket = sockets.get(feed);
		if (!socket?.connected) return post(feed, event);
		return socket
			.timeout(5000)
			.emitWithAck('publish', event)
			.then((answer: { id?: EventId }) => answer.id ?? post(feed, event))
			.catch(() => post(feed, event));
	}
};

/**
 * An upgrade that breaks off once the first transport is paused leaves it paused for good (engine.io-client 6.6.8, `_probe`): for
 * 45 s nothing comes and nothing goes. So the connection is left for a new one. One that was refused never got that far.
 */
function leaveBrokenUpgrade({ io: { engine } }: Socket): void {
	const leave = () => {
		// As long as it thinks that it upgrades, or has something to write, it waits with closing.
		Object.assign(engine, { upgrading: false, writeBuffer: [] });
		engine.close();
	};
	engine.once('upgrading', () => engine.once('upgradeError', leave));
}

/** Whether events are missing between the last one and this. (`0` asks for the oldest kept: only the server knows which that is.) */
function isHole(last: string | undefined, { id, type }: FeedEvent, after?: EventId | '0'): boolean {
	if (last === undefined || type === RESET) return false;
	if (last === '0') return after !== '0';
	return after === undefined ? seqOf(id) > seqOf(last as EventId) + 1 : seqOf(after as EventId) > seqOf(last as EventId);
}
