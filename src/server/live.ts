import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { NewEvent } from '#lib/protocol/event.ts';
import { newEventSchema } from '#lib/protocol/new-event.ts';
import { isTechniqueId } from '#lib/protocol/technique-id.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { TICKER_RATE_BOUNDS, tickerFeed } from '#lib/protocol/ticker.ts';
import { clientAddress } from './address.ts';
import { readBody } from './body.ts';
import type { Config } from './config.ts';
import type { Feed } from './feeds/feed.ts';
import type { FindFeed } from './feeds/index.ts';
import { createRate } from './limits/rate.ts';
import { NO_METER } from './meter/meter.ts';
import type { Meter } from './meter/meter.ts';
import { Problem, asProblem } from './problem.ts';
import type { Session } from './sessions/session.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { Target } from './target.ts';
import { Asked, generatedProblem } from './techniques/asked.ts';
import type { AskedLimits } from './techniques/asked.ts';
import { Exchange } from './techniques/exchange.ts';
import { Handshake, HandshakeRefused, createWebSocketServer } from './techniques/handshake.ts';
import { TECHNIQUE_SERVERS } from './techniques/index.ts';
import type { Layer } from './techniques/layer.ts';
import type { TechniqueServer } from './techniques/technique.ts';
import type { SocketIoAuth } from './techniques/socketio.ts';

/** Longest `after` that is worth looking at: epoch, dash and seq. */
const MAX_AFTER = 64;
/** A class behind one router opens all its lanes at once: forty times four, nearly. */
const STREAM_BURST_SECONDS = 7.5;
const TICKERS = `${tickerFeed(TICKER_RATE_BOUNDS.min)} to ${tickerFeed(TICKER_RATE_BOUNDS.max)}`;

/** The routes below `/live`: finds feed, technique and lane, and lets the technique do the rest. */
export class Live {
	readonly #config: Config;
	readonly #findFeed: FindFeed;
	readonly #sessions: Sessions;
	readonly #layer: Layer;
	readonly #webSockets;
	readonly #limits: AskedLimits;

	constructor(config: Config, findFeed: FindFeed, sessions: Sessions, layer: Layer) {
		this.#config = config;
		this.#findFeed = findFeed;
		this.#sessions = sessions;
		this.#layer = layer;
		this.#webSockets = createWebSocketServer(config.MAX_MESSAGE_BYTES);
		const publishesPerSecond = config.PUBLISHES_PER_SECOND;
		this.#limits = {
			streams: layer.streams,
			takeStreamTurn: createRate(config.NEW_STREAMS_PER_SECOND, STREAM_BURST_SECONDS * config.NEW_STREAMS_PER_SECOND),
			takePublishTurn: createRate(publishesPerSecond, 2 * publishesPerSecond),
			publishesPerSecond,
			clock: layer.clock
		};
	}

	/** `GET /live/{feed}/{technique}`. */
	async follow(request: IncomingMessage, response: ServerResponse, target: Target): Promise<void> {
		// An exchange writes to the socket itself and declares what it wrote: after a head alone neither would be true.
		if (request.method !== 'GET') throw new Problem('wrong-method', 'Allowed here: GET.', { Allow: 'GET' });
		const { server, asked } = this.#askedOf(request, target);
		const exchange = new Exchange(request, response, asked, this.#layer);
		if (exchange.signal.aborted) return;
		try {
			checkAfter(asked);
			if (!server.serve) throw new Problem('upgrade-required', 'This is no plain HTTP: ask for an upgrade.', { Upgrade: 'websocket' });
			if (server.isStream) await asked.takeStreamTurn();
			await server.serve(exchange);
		} catch (error) {
			exchange.fail(asProblem(error));
			if (!(error instanceof Problem)) throw error;
		}
	}

	/** `GET /live/{feed}/websocket` with an upgrade. */
	async upgrade(request: IncomingMessage, socket: Socket, head: Buffer, target: Target): Promise<void> {
		const { server, asked } = this.#askedOf(request, target);
		const handshake = new Handshake(request, socket, head, asked, this.#layer, this.#webSockets);
		try {
			if (!server.upgrade) throw new Problem('bad-handshake', `"${server.id}" is plain HTTP: ask without an upgrade.`);
			checkAfter(asked);
			if (server.isStream) await asked.takeStreamTurn();
			await server.upgrade(handshake);
		} catch (error) {
			throw handshake.fail(asProblem(error)) ? new HandshakeRefused('', { cause: error }) : error;
		}
	}

	/** `POST /live/{feed}`: `201` for a new event, `200` with the same id for a repeated key. */
	async publish(request: IncomingMessage, response: ServerResponse, { segments, query }: Target): Promise<void> {
		const session = this.#session(query.get('session'));
		const feed = this.#feed(segments[1] ?? '', session, query.get('member') ?? undefined);
		const meter = laneMeter(session, query.get('lane') ?? undefined);
		const exchange = new Exchange(request, response, this.#asked(request, 'polling', feed, query, meter, session), this.#layer);
		try {
			if (!feed.publish) throw generatedProblem(feed);
			const event = await readBody(request, newEventSchema, 'bad-event', this.#config.MAX_BODY_BYTES, (bytes) =>
				exchange.receivedBody(bytes)
			);
			// What a cut line carries is not heard.
			if (exchange.signal.aborted) return;
			const entry = await exchange.asked.publish(event as NewEvent);
			exchange.acknowledge(entry.isRepeat ? 200 : 201, { id: entry.id });
		} catch (error) {
			exchange.fail(asProblem(error));
			if (!(error instanceof Problem)) throw error;
		}
	}

	/** What a Socket.IO handshake asks for. @throws {Problem} */
	resolve(auth: SocketIoAuth, request: IncomingMessage): Asked {
		const query = new URLSearchParams(auth.after === undefined ? {} : { after: auth.after });
		const session = this.#session(auth.session ?? null);
		const feed = this.#feed(auth.feed, session, auth.member);
		const meter = laneMeter(session, auth.lane, 'socketio');
		return this.#asked(request, 'socketio', feed, query, meter, session);
	}

	close(): void {
		this.#webSockets.close();
	}

	#askedOf(request: IncomingMessage, { segments, query }: Target): { server: TechniqueServer; asked: Asked } {
		const [, feedName = '', technique = ''] = segments;
		const session = this.#session(query.get('session'));
		const feed = this.#feed(feedName, session, query.get('member') ?? undefined);
		if (!isTechniqueId(technique)) throw new Problem('unknown-technique', 'There is no technique of that name.');
		const server = TECHNIQUE_SERVERS.get(technique);
		if (!server)
			throw new Problem('unknown-technique', 'Socket.IO has one path for all feeds, /live/socket.io: its handshake names the feed.');
		const meter = laneMeter(session, query.get('lane') ?? undefined, technique);
		return { server, asked: this.#asked(request, technique, feed, query, meter, session) };
	}

	#session(id: string | null): Session | undefined {
		return id === null ? undefined : this.#sessions.get(id);
	}

	#feed(name: string, session: Session | undefined, member: string | undefined): Feed {
		if (name === 'race') {
			if (session) return session.race;
			throw new Problem('session-required', 'The race belongs to a session: name it with "session".');
		}
		const feed = this.#findFeed(name, member);
		if (feed) return feed;
		throw new Problem(
			'unknown-feed',
			`There is no feed of that name. There are ticker, ${TICKERS}, vitals, race in a session, job:<id> and rooms.`
		);
	}

	#asked(
		request: IncomingMessage,
		technique: TechniqueId,
		feed: Feed,
		query: URLSearchParams,
		meter: Meter,
		session: Session | undefined
	): Asked {
		const after = query.get('after') ?? undefined;
		return new Asked(
			{
				technique,
				feed,
				after,
				wait: query.get('wait'),
				meter,
				address: clientAddress(request, this.#config.TRUSTED_PROXIES),
				session: session?.id
			},
			this.#limits
		);
	}
}

/** The lane that measures, where one is named. @throws {Problem} `session-required`, `unknown-lane`. */
function laneMeter(session: Session | undefined, lane: string | undefined, technique?: TechniqueId): Meter {
	if (lane === undefined) return NO_METER;
	if (session) return session.lane(lane, technique);
	throw new Problem('session-required', 'A lane belongs to a session: name it with "session".');
}

/** @throws {Problem} `bad-after` */
function checkAfter({ after }: Asked): void {
	if (after !== undefined && after.length > MAX_AFTER) throw new Problem('bad-after', '"after" is the id of an event, or 0.');
}
