import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Server as Engine } from 'engine.io';
import { Server } from 'socket.io';
import type { Socket as IoSocket } from 'socket.io';
import * as v from 'valibot';
import { RESET, seqOf } from '#lib/protocol/event.ts';
import { newEventSchema } from '#lib/protocol/new-event.ts';
import type { EventId } from '#lib/protocol/event.ts';
import { crossing } from '#lib/wire/record.ts';
import type { LoggedEvent } from '../bus/bus.ts';
import { checkInput } from '../body.ts';
import { Ending } from '../ending.ts';
import { followFeed } from '../feeds/follow.ts';
import { isVolatile } from '../meter/encoded.ts';
import { meterEngineExchange, readEngineMessage } from '../meter/engine-exchange.ts';
import { meterFrames } from '../meter/frames.ts';
import type { Meter } from '../meter/meter.ts';
import { tapOf } from '../meter/tap.ts';
import { Unclaimed } from '../meter/unclaimed.ts';
import { Problem, asProblem, refuseSocket } from '../problem.ts';
import type { Asked } from './asked.ts';
import { EngineLine } from './engine-line.ts';
import type { EngineConnection } from './engine-line.ts';
import { BoundedWebSocketServer } from './handshake.ts';
import type { Layer } from './layer.ts';
import { startAfter } from './start.ts';

/** What the handshake of Socket.IO says: which feed, from where on, and who measures. */
const authSchema = v.object({
	feed: v.string(),
	after: v.optional(v.pipe(v.string(), v.maxLength(64))),
	session: v.optional(v.string()),
	lane: v.optional(v.string()),
	member: v.optional(v.string())
});
export type SocketIoAuth = v.InferOutput<typeof authSchema>;

/** Finds what a handshake asks for. @throws {Problem} */
export type Resolve = (auth: SocketIoAuth, request: IncomingMessage) => Asked;

/** Socket.IO as a server mounts it. */
export interface SocketIo {
	request(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void;
	upgrade(request: IncomingMessage, socket: Socket, head: Buffer, query: URLSearchParams): void;
	close(): Promise<void>;
}

/**
 * Socket.IO with its default transports: it starts with HTTP long polling and moves to WebSocket. The library does all of the
 * talking; the meter reads along. Whose traffic it is the client says in the query or, at the latest, in its first packet; until
 * then what crosses is kept for it.
 */
export function createSocketIo(layer: Layer, resolve: Resolve): SocketIo {
	const engine = new Engine({
		maxHttpBufferSize: layer.maxMessageBytes,
		perMessageDeflate: false,
		httpCompression: false,
		pingInterval: 25_000,
		pingTimeout: 20_000,
		wsEngine: BoundedWebSocketServer
	});
	const io = new Server({ serveClient: false, connectTimeout: 10_000 });
	io.bind(engine);

	const byRequest = new WeakMap<IncomingMessage, Unclaimed>();
	const bySid = new Map<string, Unclaimed>();
	const connections = new WeakMap<Unclaimed, EngineConnection>();
	const lines = new WeakMap<object, EngineLine>();
	// The library keeps one transport's request object as the connection's: that is how the first exchange finds its id.
	engine.on('connection', (connection: EngineConnection) => {
		lines.set(connection, new EngineLine(connection, layer));
		const unclaimed = byRequest.get(connection.request);
		if (!unclaimed) return;
		bySid.set(connection.id, unclaimed);
		connections.set(unclaimed, connection);
		connection.once('close', () => bySid.delete(connection.id));
	});

	/** The meter of the connection that this request belongs to. */
	function meterOf(request: IncomingMessage, query: URLSearchParams): Unclaimed {
		const unclaimed = bySid.get(query.get('sid') ?? '') ?? new Unclaimed(namedMeter(request, query));
		byRequest.set(request, unclaimed);
		return unclaimed;
	}

	/** The meter of the lane that a request names in its query, as the other techniques' requests do; undefined where it names none. */
	function namedMeter(request: IncomingMessage, query: URLSearchParams): Meter | undefined {
		const named = v.safeParse(authSchema, Object.fromEntries(query));
		if (!named.success) return undefined;
		try {
			return resolve(named.output, request).meter;
		} catch {
			return undefined; // The handshake will be refused for the same reason, and says so.
		}
	}

	io.use(async (socket, next) => {
		try {
			const asked = await open(socket, resolve, bySid);
			const line = lines.get(socket.conn) as EngineLine;
			line.follows(asked.turns);
			socket.data = { asked, line };
			next();
		} catch (error) {
			const problem = asProblem(error);
			next(Object.assign(new Error(problem.code), { data: problem.toJSON() }));
		}
	});
	io.on('connection', (socket) => {
		// A feed that cannot be followed now (too many rooms) ends the socket; the client comes back later.
		const { asked, line } = socket.data as { asked: Asked; line: EngineLine };
		serve(socket, asked, line, layer).catch(() => socket.disconnect(true));
	});

	/** Until it hears of the cut the library would go on answering into it. A tick later it cannot say goodbye any more. */
	const cutOff = (meter: Unclaimed) => () => process.nextTick(() => connections.get(meter)?.close(true));

	return {
		request(request, response, query) {
			const meter = meterOf(request, query);
			const drop = () => request.socket.destroy();
			meterEngineExchange(request, response, meter, {
				onCut: cutOff(meter),
				onAnswer: () => layer.outbound.watch(request.socket, { drop })
			});
			if (request.socket.writableEnded) return;
			engine.handleRequest(request as Parameters<Engine['handleRequest']>[0], response);
		},
		upgrade(request, socket, head, query) {
			const meter = meterOf(request, query);
			const tap = tapOf(socket);
			tap.carry(meter, cutOff(meter));
			meter.add(crossing('up', 'request', { head: tap.takeUp() - head.length }));
			if (socket.writableEnded) return;
			meterFrames(socket, meter, readEngineMessage);
			const written = socket.bytesWritten;
			// The library tells it before it writes a refusal of its own, which says nothing about frames; one after the handshake is a frame.
			const refuse = ({ req, message }: { req: IncomingMessage; message: string }) => {
				if (req === request && socket.bytesWritten === written) refuseSocket(socket, new Problem('bad-handshake', `${message}.`));
			};
			engine.once('connection_error', refuse);
			engine.handleUpgrade(request as Parameters<Engine['handleUpgrade']>[0], socket, head);
			engine.off('connection_error', refuse);
		},
		async close() {
			io.disconnectSockets(true);
			engine.close();
		}
	};
}

/** Checks a handshake and gives the connection's traffic to its lane. @throws {Problem} */
async function open(socket: IoSocket, resolve: Resolve, bySid: ReadonlyMap<string, Unclaimed>): Promise<Asked> {
	const auth = v.safeParse(authSchema, socket.handshake.auth);
	if (!auth.success) throw new Problem('bad-handshake', 'Say which feed in the handshake: auth: { feed, after, session, lane, member }.');
	const asked = resolve(auth.output, socket.request);
	await asked.takeStreamTurn();
	// A client that leaves in the same breath has gone already, and never gets as far as a `disconnect`.
	if ((socket.conn.readyState as string) !== 'open') throw new Problem('unavailable', 'The connection has closed.');
	asked.takePlace();
	socket.once('disconnect', () => asked.giveBackPlace());
	socket.conn.once('close', () => asked.giveBackPlace());
	bySid.get((socket.conn as unknown as { id: string }).id)?.claim(asked.meter);
	return asked;
}

/** Follows the feed for one socket: each event is emitted as `event`; `publish` is answered by its acknowledgement. */
async function serve(socket: IoSocket, asked: Asked, line: EngineLine, layer: Layer): Promise<void> {
	const { feed, after } = asked;
	const ended = new Ending();
	layer.opened('socketio');
	socket.on('disconnect', () => {
		layer.closed('socketio');
		ended.abort();
	});

	socket.on('publish', async (event: unknown, acknowledge: unknown) => {
		if (ended.aborted) return;
		const answer = (value: object) => void (typeof acknowledge === 'function' && acknowledge(value));
		try {
			const { id } = await asked.publish(checkInput(event, newEventSchema, 'bad-event'));
			answer({ id });
		} catch (error) {
			const { code, message } = asProblem(error);
			answer({ code, detail: message });
		}
	});

	const start = await startAfter(feed, after, layer.clock);
	if (after === undefined) socket.emit('start', start);
	let last = start;
	const send = (event: LoggedEvent) => {
		if (isVolatile(event) && layer.outbound.skips(line)) return;
		const { id, at, type, data } = event;
		// The first of all may have any number, and volatile events that newer ones replaced leave holes: then it says what it comes after.
		const isNext = type === RESET || (last !== '0' && seqOf(id) === seqOf(last as EventId) + 1);
		// The data comes last: what stands before it is the envelope.
		socket.emit('event', { id, ...(!isNext && { after: last }), at, type, data });
		last = id;
		layer.delivered('socketio', 1);
	};
	const reader = {
		signal: ended,
		send,
		get isFull() {
			return line.isFull;
		},
		ready: () => line.ready()
	};
	await followFeed(feed, start, layer.clock, reader, (event) => event);
}
