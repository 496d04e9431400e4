import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.ts';

/** Refuses an upgrade to anything but WebSocket 13; `ws` would still take version 8, in which the origin has another header's name. @throws {Problem} `bad-handshake`. */
export function checkUpgrade({ method, headers }: IncomingMessage): void {
	const { upgrade, 'sec-websocket-version': version, 'sec-websocket-key': key = '' } = headers;
	const refuse = (detail: string) => new Problem('bad-handshake', detail, { 'Sec-WebSocket-Version': '13' });
	if (method !== 'GET') throw refuse('An upgrade to WebSocket is asked for by GET.');
	if (upgrade?.toLowerCase() !== 'websocket') throw refuse('The only upgrade here is to "websocket".');
	if (version !== '13') throw refuse('Only WebSocket version 13 is spoken here.');
	if (!/^[+/0-9A-Za-z]{22}==$/.test(key)) throw refuse('"Sec-WebSocket-Key" is 16 bytes in Base64.');
}
