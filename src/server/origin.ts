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

/** Headers that let an opaque origin (`Origin: null`) read the answer; none for any other. */
export function opaqueOriginHeaders(request: IncomingMessage): Record<string, string> {
	return request.headers.origin === 'null' ? { 'Access-Control-Allow-Origin': 'null', Vary: 'Origin' } : {};
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
