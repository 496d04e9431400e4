import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import pino from 'pino';
import { keepOf } from './bus/keep.ts';
import { createMemoryBus } from './bus/memory.ts';
import { roomRules } from '#lib/protocol/rooms/index.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { drainHearts, drainingProblem } from './drain.ts';
import { createFeeds } from './feeds/index.ts';
import { createVitals } from './feeds/vitals.ts';
import { guardFraming } from './framing.ts';
import { checkHead } from './head.ts';
import { JobsApi } from './jobs/api.ts';
import { createJobs } from './jobs/jobs.ts';
import { Outbound } from './limits/outbound.ts';
import { Streams } from './limits/streams.ts';
import { Live } from './live.ts';
import { tapOf } from './meter/tap.ts';
import { Traffic } from './meter/traffic.ts';
import { Metrics } from './metrics.ts';
import { checkOrigin, opaqueOriginHeaders, sendPreflight } from './origin.ts';
import { Problem, asProblem, nothingHere, refuseSocket, sendProblem } from './problem.ts';
import { RoomsApi } from './rooms/api.ts';
import { Rooms } from './rooms/rooms.ts';
import { SessionsApi } from './sessions/api.ts';
import { Sessions } from './sessions/sessions.ts';
import { GUARDED, Routes } from './routes.ts';
import { parseTarget } from './target.ts';
import type { Target } from './target.ts';
import { HandshakeRefused } from './techniques/handshake.ts';
import { createHearts } from './techniques/layer.ts';
import type { Layer } from './techniques/layer.ts';
import { createSocketIo } from './techniques/socketio.ts';
import { isNewest, isTaken, takeTurn } from './turn.ts';
import { checkUpgrade } from './upgrade.ts';
import { createProbe } from './probe.ts';

/** The backend as a server mounts it: `request` and `upgrade` take what `node:http` emits. */
export interface Backend {
	/** Counts a socket of the server from its opening on. */
	connection(socket: Socket): void;
	/** Answers what is the backend's; everything else goes to `next`. Every request of the server must pass here. */
	request(request: IncomingMessage, response: ServerResponse, next: () => void): void;
	/** Answers every upgrade, unknown ones with a refusal. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	/** Refuses what is new, and ends what is open, spread over `overMs` (`DRAIN_MS` unless told). A second call waits for the first. */
	close(overMs?: number): Promise<void>;
	readonly log: pino.Logger;
}

/** The whole backend: the route table, and what the routes are made of. */
export function createBackend(config: Config, clock = systemClock): Backend {
	const log = pino({ level: config.LOG_LEVEL, base: { instance: config.INSTANCE } });
	const bus = createMemoryBus(
		{
			maxFeeds: config.MAX_ROOMS,
			// Anybody opens one by its name alone, and nobody has a place in it.
			isSpare: (feed) => roomRules(feed)?.isOpen === true,
			keep: (feed) => keepOf(feed, config),
			idleMs: config.ROOM_IDLE_MS
		},
		clock
	);
	const rooms = new Rooms(bus, clock);
	const sessions = new Sessions(
		{
			max: config.MAX_SESSIONS,
			perAddress: config.MAX_SESSIONS_PER_ADDRESS,
			idleMs: config.SESSION_IDLE_MS,
			history: config.FEED_HISTORY
		},
		clock
	);
	const outbound = new Outbound({
		soft: config.OUTBOUND_SOFT_BYTES,
		hard: config.OUTBOUND_HARD_BYTES,
		total: config.OUTBOUND_TOTAL_BYTES,
		stallMs: config.OUTBOUND_STALL_MS
	});
	const jobs = createJobs(config, clock, (error) => log.error({ err: error }, 'a job failed'));
	const traffic = new Traffic();
	const metrics = new Metrics({ sessions, jobs, outbound, traffic });
	const vitals = createVitals(() => createProbe({ instance: config.INSTANCE, traffic, streams: metrics.open }), clock);
	const hearts = createHearts();
	const layer: Layer = {
		clock,
		outbound,
		streams: new Streams({
			total: config.MAX_STREAMS,
			perAddress: config.MAX_STREAMS_PER_ADDRESS,
			perSession: config.MAX_STREAMS_PER_SESSION
		}),
		maxMessageBytes: config.MAX_MESSAGE_BYTES,
		heart: hearts.heart,
		endsAt: () => Math.round(performance.now() + config.STREAM_LIFETIME_MS * (0.8 + 0.4 * Math.random())),
		delivered: (technique, events) => metrics.delivered(technique, events),
		opened: (technique) => metrics.stream(technique, 1),
		closed: (technique) => metrics.stream(technique, -1)
	};
	const findShared = createFeeds(bus, rooms, config.FEED_HISTORY, clock, [vitals]);
	const live = new Live(config, (name, member) => jobs.feed(name) ?? findShared(name, member), sessions, layer);
	const api = new SessionsApi(config, sessions);
	const roomsApi = new RoomsApi(config, rooms);
	const jobsApi = new JobsApi(config, jobs, sessions);
	const socketIo = createSocketIo(layer, (auth, request) => live.resolve(auth, request));
	const routes = new Routes({ live, sessions: api, rooms: roomsApi, jobs: jobsApi, socketIo, metrics, isReady: () => !draining });
	let draining: Promise<void> | undefined;

	/** The route table of upgrades. @throws {Problem} */
	async function routeUpgrade(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
		const target = parseTarget(request.url ?? '', config.MAX_TARGET_BYTES);
		const [first, second = '', third, ...rest] = target.segments;
		checkHead(request, config.PUBLIC_ORIGIN);
		checkOrigin(request, config.PUBLIC_ORIGIN);
		checkUpgrade(request);
		if (draining) throw drainingProblem();
		if (first === 'live' && second === 'socket.io') return socketIo.upgrade(request, socket, head, target.query);
		if (rest.length > 0) throw nothingHere();
		if (first === 'live' && third !== undefined) return live.upgrade(request, socket, head, target);
		if (first === 'sessions' && third === 'console') return api.openConsole(second, request, socket, head);
		throw nothingHere();
	}

	/** Counts an answer that is complete. What no lane has taken by then is taken off the tap, so that the next lane on this connection does not pay for it. */
	function finished(response: ServerResponse, socket: Socket | null, route: string | undefined): void {
		if (!response.writableFinished) return;
		const { statusCode: status, req } = response;
		if (route !== undefined) {
			metrics.answered(route, status);
			log.debug({ route, method: req.method, status }, 'answered');
		}
		if (!socket) return;
		const tap = tapOf(socket);
		// What was asked behind it is not its own.
		if (isNewest(response, socket)) tap.takeUp();
		tap.takeDown();
	}

	/** One for all of /live, so that no stream keeps one of its own. A request whose body was given up has no socket any more: its exchange has seen to its bytes. */
	function liveFinished(this: ServerResponse): void {
		finished(this, this.req.socket as Socket | null, 'live');
	}

	/** "close" comes right after "finish", where there was one; a third listener for that would make room for twenty. */
	function whenFinished({ socket }: IncomingMessage, response: ServerResponse, route: string | undefined): void {
		response.on('close', route === 'live' ? liveFinished : () => finished(response, socket, route));
	}

	/** Logs what nobody foresaw, without the rest of the path: ids of sessions and rooms are keys and reach no log. */
	function failed(error: unknown, target?: Target): void {
		if (!(error instanceof Problem)) log.error({ err: error, route: target?.segments[0] ?? 'upgrade' }, 'a request failed');
	}

	return {
		log,

		connection: (socket) => traffic.connection(socket),

		request(request, response, next) {
			traffic.request();
			let target: Target | undefined;
			let route: string | undefined;
			guardFraming(request.url ?? '', response);
			try {
				const turn = takeTurn(request, response);
				const tap = tapOf(request.socket);
				tap.carry(undefined);
				target = parseTarget(request.url ?? '', config.MAX_TARGET_BYTES);
				// Before another request comes behind it, which may be a lane's.
				if (target.segments[0] !== 'live') tap.takeUp();
				checkHead(request, isAskedByAddress(target) ? undefined : config.PUBLIC_ORIGIN);
				const handler = routes.find(request, response, target);
				if (!handler) return next();
				route = target.segments[0];
				for (const [header, value] of Object.entries(opaqueOriginHeaders(request))) response.setHeader(header, value);
				if (GUARDED.has(route ?? '')) {
					checkOrigin(request, config.PUBLIC_ORIGIN);
					if (request.method === 'OPTIONS' && request.headers.origin === 'null') return sendPreflight(response);
					if (draining) throw drainingProblem();
				}
				const waits = route === 'live' ? turn() : undefined;
				(waits?.then(handler) ?? Promise.resolve(handler())).catch((error: unknown) => {
					failed(error, target);
					sendProblem(response, asProblem(error));
				});
			} catch (error) {
				failed(error, target);
				sendProblem(response, asProblem(error));
			} finally {
				whenFinished(request, response, route);
			}
		},

		upgrade(request, socket, head) {
			// Before anything else: a reset while a refusal is written must not end the process.
			socket.on('error', () => socket.destroy());
			traffic.request();
			// What Node hands over here ends in the midst of an answer, and nothing that is said would be read as an answer of its own.
			if (isTaken(socket as Socket)) return void socket.destroy();
			tapOf(socket as Socket).carry(undefined);
			routeUpgrade(request, socket as Socket, head).catch((error: unknown) => {
				if (error instanceof HandshakeRefused) {
					if (error.cause) failed(error.cause);
					return;
				}
				failed(error);
				refuseSocket(socket, asProblem(error));
			});
		},

		close(overMs = config.DRAIN_MS) {
			draining ??= drain(overMs);
			return draining;
		}
	};

	async function drain(overMs: number): Promise<void> {
		await jobs.close();
		await drainHearts([...hearts.all()], overMs);
		await socketIo.close();
		sessions.close();
		live.close();
		api.close();
		outbound.stop();
		vitals.close();
		await bus.close();
	}
}

/** Whether a balancer asks this: it knows an instance by its address, and not the site's name. */
function isAskedByAddress({ segments }: Target): boolean {
	return segments.length === 1 && (segments[0] === 'healthz' || segments[0] === 'readyz');
}
