import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from './problem.ts';

/**
 * Refuses what another site sends. There are no cookies, so a session's id is the only right: our own origin, none (curl)
 * and `null` (an embed in a sandboxed frame) may call; any other may not. @throws {Problem} `foreign-origin`.
 */
export function checkOrigin(request: IncomingMessage, publicOrigin: string | undefined): void {
	const { origin, host = '' } = request.headers;
	if (origin === undefined || origin === 'null') return;
	const own = publicOrigin ? [publicOrigin] : [`http://${host}`, `https://${host}`];
	if (!own.includes(origin)) throw new Problem('foreign-origin', 'Another site may not call this one. Embed it instead.');
}

/** What a technique reads of an answer's head. */
const EXPOSED = 'ETag, Last-Event-ID, Retry-After';

/**
 * Headers that let an opaque origin (`Origin: null`) read the answer; none for any other.
 *
 * An embed in `<iframe sandbox="allow-scripts">` has such an origin, and so has any other sandboxed frame of any site: `null` is
 * nobody in particular. It may be let in because it gains nothing that curl has not: no cookie and no address is a right here, a
 * session, a room and a job are reached by their unguessable names alone, and nobody is told those. Credentials are not allowed.
 */
export function opaqueOriginHeaders(request: IncomingMessage): Record<string, string> {
	if (request.headers.origin !== 'null') return {};
	return { 'Access-Control-Allow-Origin': 'null', 'Access-Control-Expose-Headers': EXPOSED, Vary: 'Origin' };
}

/** Answers a preflight: lets an embed in a sandboxed frame (`Origin: null`) send JSON and conditional requests. */
export function sendPreflight(response: ServerResponse): void {
	response.writeHead(204, {
		'Access-Control-Allow-Methods': 'GET, POST, PATCH, DELETE',
		'Access-Control-Allow-Headers': 'Content-Type, If-None-Match, Last-Event-ID',
		'Access-Control-Max-Age': '600'
	});
	response.end();
}
