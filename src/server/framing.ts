import { ServerResponse } from 'node:http';

/**
 * Nobody may show this in a frame: a click on a page that is hidden under another's would be the visitor's. A measured answer of
 * `/live` carries these two alone, 72 bytes: it is no script, and no page that could send a referrer.
 */
export const UNFRAMED = { 'Content-Security-Policy': "frame-ancestors 'none'", 'X-Frame-Options': 'DENY' } as const;

/** What every other answer carries too: its type is what it says, and no address that holds a key is told to another site. */
const CLOSED = { ...UNFRAMED, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' } as const;

/**
 * `X-Frame-Options` has no word for "anybody may", so it is left out. A host that is isolated from other origins
 * (`Cross-Origin-Embedder-Policy: require-corp`) shows only frames that say they are, too, and that it may have them.
 */
const EMBEDDABLE = {
	'Content-Security-Policy': 'frame-ancestors *',
	'Cross-Origin-Embedder-Policy': 'credentialless',
	'Cross-Origin-Resource-Policy': 'cross-origin',
	'X-Content-Type-Options': 'nosniff',
	'Referrer-Policy': 'no-referrer'
} as const;

/**
 * Says who may frame the answer to this request target, whoever answers it. What the pages answer themselves says it again,
 * because they know better: a target such as `/embed/../demos` begins like an embed and is none.
 */
export function guardFraming(target: string, response: ServerResponse): void {
	if (isMeasured(target)) return;
	set(response, target.startsWith('/embed/') ? EMBEDDABLE : CLOSED);
	// A module is always asked for with CORS, and so is a font: an embed in a sandboxed frame has an opaque origin. They hold no secret.
	if (target.startsWith('/_app/') || target.split('?')[0] === '/embed.js') response.setHeader('Access-Control-Allow-Origin', '*');
}

/** An answer that says so, too, where Node itself gives it: to one request too many on a connection it writes a bare 503, past every handler. */
export class GuardedResponse extends ServerResponse {
	override writeHead(status: number, ...rest: unknown[]): this {
		if (rest.length === 0 && !this.hasHeader('Content-Security-Policy')) set(this, CLOSED);
		return Reflect.apply(super.writeHead, this, [status, ...rest]) as this;
	}
}

/** Exchanges of `/live` write their heads themselves, in one piece; Socket.IO's library does not. */
function isMeasured(target: string): boolean {
	return target.startsWith('/live/') && !target.startsWith('/live/socket.io');
}

function set(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
