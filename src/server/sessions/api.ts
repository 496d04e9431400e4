import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { CLOSE } from '#lib/protocol/problem.ts';
import { newSessionSchema, sessionChangeSchema } from '#lib/protocol/session.ts';
import { clientAddress } from '../address.ts';
import { readBody } from '../body.ts';
import type { Config } from '../config.ts';
import { sendJson } from '../json.ts';
import { createRate, tooFast } from '../limits/rate.ts';
import { createWebSocketServer } from '../techniques/handshake.ts';
import type { Sessions } from './sessions.ts';

/** The routes below `/sessions`. */
export class SessionsApi {
	readonly #config: Config;
	readonly #sessions: Sessions;
	readonly #webSockets;
	readonly #takeTurn;

	constructor(config: Config, sessions: Sessions) {
		this.#config = config;
		this.#sessions = sessions;
		this.#webSockets = createWebSocketServer(config.MAX_MESSAGE_BYTES);
		this.#takeTurn = createRate(config.NEW_SESSIONS_PER_SECOND, 5 * config.NEW_SESSIONS_PER_SECOND);
	}

	/** `POST /sessions`. */
	async create(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = await readBody(request, newSessionSchema, 'bad-settings', this.#config.MAX_BODY_BYTES);
		const address = clientAddress(request, this.#config.TRUSTED_PROXIES);
		await this.#takeTurn(address);
		sendJson(response, 201, this.#sessions.create(body.settings ?? {}, address).view());
	}

	/** `GET /sessions/{id}`. */
	read(id: string, response: ServerResponse): void {
		sendJson(response, 200, this.#sessions.get(id).view());
	}

	/** `PATCH /sessions/{id}`: the answer is on its way before a cut, which may close the very connection that asked for it. */
	async change(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
		const session = this.#sessions.get(id);
		if (!session.turns.take()) throw tooFast(session.turns.secondsToWait);
		const { settings, faults } = await readBody(request, sessionChangeSchema, 'bad-settings', this.#config.MAX_BODY_BYTES);
		if (settings) session.change({ settings });
		if (faults) response.once('finish', () => session.change({ faults }));
		sendJson(response, 200, session.view());
	}

	/** `DELETE /sessions/{id}`: the answer goes first, on a connection that the end may close. */
	delete(id: string, response: ServerResponse): void {
		const session = this.#sessions.take(id);
		// It comes after the answer has gone, and as well where the client left without it.
		response.once('close', () => session.end(CLOSE.gone, 'ended'));
		response.writeHead(204, { 'Cache-Control': 'no-store' });
		response.end();
	}

	/** `WS /sessions/{id}/console`. */
	openConsole(id: string, request: IncomingMessage, socket: Socket, head: Buffer): void {
		const session = this.#sessions.get(id);
		this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => session.attach(webSocket));
	}

	close(): void {
		this.#webSockets.close();
	}
}
