/**
 * Engine.IO 4 packets (https://socket.io/docs/v4/engine-io-protocol/): one character of type, then the data. Over HTTP
 * several packets share a body, parted by U+001E. A message (`4`) holds a Socket.IO packet: one more character of type.
 */
const PACKET_SEPARATOR = '\x1e';

/** What an Engine.IO packet is for. `event` and `publish` are our two Socket.IO event names. */
export interface EnginePacket {
	readonly kind: 'event' | 'publish' | 'heartbeat' | 'control';
	/** The JSON that the Socket.IO packet carries, without event name and brackets; empty for `heartbeat` and `control`. */
	readonly body: string;
	/** The JSON of a CONNECT packet (`40{…}`), where it is one. */
	readonly auth?: string;
}

/** Packets of a body of the HTTP transport. */
export function splitPackets(body: string): string[] {
	return body === '' ? [] : body.split(PACKET_SEPARATOR);
}

/** Reads one packet: `2` and `3` are ping and pong, `2probe` and `3probe` belong to the upgrade, `42["event",…]` is an event. */
export function readPacket(packet: string): EnginePacket {
	if (packet === '2' || packet === '3') return { kind: 'heartbeat', body: '' };
	if (packet.startsWith('40')) return { kind: 'control', body: '', auth: packet.slice(2) };
	const match = /^42\d*\["(event|publish)",/.exec(packet);
	if (match && packet.endsWith(']')) return { kind: match[1] as 'event' | 'publish', body: packet.slice(match[0].length, -1) };
	return { kind: 'control', body: '' };
}
