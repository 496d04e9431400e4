import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.ts';

/** Refuses an upgrade to anything but WebSocket 13; `ws` would still take version 8, in which the origin has another header's name. @throws {Problem} `bad-handshake`. */
export function checkUpgrade({ method, headers }: IncomingMessage): void {
	const { upgrade, 'sec-websocket-version': version, 'sec-websocket-key': key = '' } = headers;
	const isWebSocket = method === 'GET' && upgrade?.toLowerCase() === 'websocket' && version === '13';
	if (!isWebSocket || !/^[+/0-9A-Za-z]{22}==$/.test(key)) {
		throw new Problem('bad-handshake', 'Only WebSocket version 13 is spoken here.', { 'Sec-WebSocket-Version': '13' });
	}
}
