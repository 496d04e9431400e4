import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JobsApi } from './jobs/api.ts';
import type { Live } from './live.ts';
import { methodOf, refuseMethod } from './method.ts';
import type { Metrics } from './metrics.ts';
import { Problem, nothingHere } from './problem.ts';
import type { RoomsApi } from './rooms/api.ts';
import type { SessionsApi } from './sessions/api.ts';
import type { Target } from './target.ts';
import type { SocketIo } from './techniques/socketio.ts';
import { sendText } from './text.ts';

/** What answers one request. */
export type Handler = () => void | Promise<void>;

/** What visitors use, and other sites may not. */
export const GUARDED: ReadonlySet<string> = new Set(['live', 'sessions', 'rooms', 'jobs']);
const OWN: ReadonlySet<string> = new Set([...GUARDED, 'healthz', 'readyz', 'metrics']);

/** What the routes are made of. */
export interface RouteParts {
	readonly live: Live;
	readonly sessions: SessionsApi;
	readonly rooms: RoomsApi;
	readonly jobs: JobsApi;
	readonly socketIo: Pick<SocketIo, 'request'>;
	readonly metrics: Metrics;
	/** Whether new requests are taken. */
	isReady(): boolean;
}

/** The route table of plain requests. */
export class Routes {
	readonly #parts: RouteParts;

	constructor(parts: RouteParts) {
		this.#parts = parts;
	}

	/**
	 * What answers a request; undefined where the path is a page's. Below a path of ours nothing is: a page's log would tell the id of
	 * a session. @throws {Problem} `unknown-path`, `wrong-method`.
	 */
	find(request: IncomingMessage, response: ServerResponse, target: Target): Handler | undefined {
		const first = target.segments[0] ?? '';
		const method = methodOf(request, target);
		if (!OWN.has(first)) {
			if (method === 'GET' || method === 'OPTIONS') return undefined;
			return refuseMethod({ GET: true }, target);
		}
		const methods = this.#methods(first, request, response, target);
		return methods[method] ?? (() => refuseMethod(methods, target));
	}

	/** What may be done with a target of ours, by method. @throws {Problem} `unknown-path`. */
	#methods(first: string, request: IncomingMessage, response: ServerResponse, target: Target): Record<string, Handler> {
		const { live, sessions, rooms, jobs, socketIo, metrics, isReady } = this.#parts;
		const [, second = '', third, ...rest] = target.segments;
		if (first === 'jobs') return jobs.methods(request, response, target);
		if (rest.length > 0) throw nothingHere();
		if (first === 'live') {
			if (second === 'socket.io') {
				const talk = () => socketIo.request(request, response, target.query);
				return { GET: talk, POST: talk };
			}
			if (third === undefined) return { POST: () => live.publish(request, response, target) };
			return { GET: () => live.follow(request, response, target) };
		}
		if (first === 'sessions') {
			if (third === 'console') return { GET: () => refuseUpgradeless() };
			if (third !== undefined) throw nothingHere();
			if (second === '') return { POST: () => sessions.create(request, response) };
			return {
				GET: () => sessions.read(second, response),
				PATCH: () => sessions.change(second, request, response),
				DELETE: () => sessions.delete(second, response)
			};
		}
		if (first === 'rooms') {
			if (second === '') return { POST: () => rooms.open(request, response) };
			if (third !== 'members') throw nothingHere();
			return {
				POST: () => rooms.join(second, request, response),
				DELETE: () => rooms.leave(second, target, response)
			};
		}
		if (second !== '') throw nothingHere();
		if (first === 'healthz') return { GET: () => sendText(response, 200, 'ok\n') };
		if (first === 'readyz') return { GET: () => sendText(response, isReady() ? 200 : 503, isReady() ? 'ready\n' : 'draining\n') };
		return { GET: async () => sendText(response, 200, await metrics.text()) };
	}
}

function refuseUpgradeless(): never {
	throw new Problem('upgrade-required', 'The console is a WebSocket: ask for an upgrade.', { Upgrade: 'websocket' });
}
