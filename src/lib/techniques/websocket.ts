import type { EventId, FeedEvent, NewEvent } from '#lib/protocol/event.ts';
import { TOO_MUCH_SECONDS } from '#lib/protocol/limits.ts';
import { CLOSE } from '#lib/protocol/problem.ts';
import { socketUrl } from './address.ts';
import { Backoff } from './backoff.ts';
import { post } from './post.ts';
import { Queue } from './queue.ts';
import type { FeedAddress, Technique } from './technique.ts';
import { Watchdog } from './watchdog.ts';

/** What the server says: an event, where the feed stands, the acknowledgement of a publish, or a beat that proves the line alive. */
type Message =
	FeedEvent | { start: EventId } | { ack: { key: string; id: EventId } } | { problem: { key: string; code: string } } | { beat: number };

/** The open socket of each lane, so that `publish` sends on the one that `follow` opened. */
const sockets = new WeakMap<FeedAddress, WebSocket>();

/**
 * WebSocket: an HTTP request that becomes a line with two directions (RFC 6455). A message of up to 125 bytes costs 2 more down
 * and 6 up, a longer one 4 and 8; order comes with TCP. Coming back after a drop, the id to go on after and acknowledgements are the application's job.
 */
export const websocket: Technique = {
	id: 'websocket',

	async *follow(feed, { after, signal, onState }) {
		const backoff = new Backoff();
		let last: string | undefined = after;
		onState?.('connecting');
		while (!signal.aborted) {
			const events = new Queue<FeedEvent>();
			const socket = new WebSocket(socketUrl(feed, 'websocket', { after: last }));
			const watchdog = new Watchdog(() => events.end());
			const stop = () => events.end();
			let retryAfter: string | undefined;
			signal.addEventListener('abort', stop);

			socket.onopen = () => {
				sockets.set(feed, socket);
				backoff.opened();
				onState?.('open');
			};
			socket.onmessage = ({ data }: MessageEvent<string>) => {
				watchdog.heard();
				const message = JSON.parse(data) as Message;
				if ('start' in message) last = message.start;
				if (!('id' in message)) return;
				last = message.id;
				events.push(message);
			};
			socket.onclose = ({ code }) => {
				if (code === CLOSE.rate) retryAfter = String(TOO_MUCH_SECONDS);
				stop();
			};

			try {
				yield* events;
			} finally {
				signal.removeEventListener('abort', stop);
				watchdog.stop();
				socket.close();
			}
			if (signal.aborted) break;
			onState?.('retrying');
			await backoff.wait(signal, retryAfter);
		}
		onState?.('closed');
	},

	/** On the lane's own socket. Where there is none, or it drops before the acknowledgement, by POST with the same key. */
	async publish(feed, event) {
		const socket = sockets.get(feed);
		const id = socket?.readyState === WebSocket.OPEN ? await send(socket, event) : undefined;
		return id ?? post(feed, event);
	}
};

/** Sends and waits for the acknowledgement; undefined when the socket closed or refused first. */
function send(socket: WebSocket, event: NewEvent): Promise<EventId | undefined> {
	return new Promise((resolve) => {
		const listening = new AbortController();
		const finish = (id?: EventId) => {
			listening.abort();
			resolve(id);
		};
		const onMessage = ({ data }: MessageEvent<string>) => {
			const message = JSON.parse(data) as Message;
			if ('ack' in message && message.ack.key === event.key) finish(message.ack.id);
			if ('problem' in message && message.problem.key === event.key) finish();
		};
		socket.addEventListener('message', onMessage, { signal: listening.signal });
		socket.addEventListener('close', () => finish(), { signal: listening.signal });
		socket.send(JSON.stringify({ publish: event }));
	});
}
