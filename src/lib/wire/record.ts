/** What a byte is for. Every byte of a lane has exactly one purpose. */
export const PURPOSES = ['head', 'framing', 'heartbeat', 'payload'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** `up`: browser to server. `down`: server to browser. */
export const WAYS = ['up', 'down'] as const;
export type Way = (typeof WAYS)[number];

/**
 * What crossed: `connect` (a socket this lane had not used yet, no bytes), `request` (HTTP, the handshake of a
 * WebSocket too), `answer` (a whole response to a poll), `response` (the head that opens a stream, or the answer to a publish), `event` (one pushed event), `heartbeat`, `publish` (an event sent upstream), `control` (protocol talk:
 * close frames, acknowledgements, Engine.IO packets), `close` (a socket of the lane ended, no bytes).
 */
export const KINDS = ['connect', 'request', 'answer', 'response', 'event', 'heartbeat', 'publish', 'control', 'close'] as const;
export type Kind = (typeof KINDS)[number];

/** The bytes of one thing, by purpose. */
export type Bytes = Readonly<Record<Purpose, number>>;

/** One thing that crosses a lane's sockets: which way, what kind, its bytes by purpose and how many events it carries. */
export interface Crossing extends Bytes {
	readonly way: Way;
	readonly kind: Kind;
	readonly events: number;
}

/** A crossing with its lane and its moment (ms since 1970 on the server's clock). */
export interface WireRecord extends Crossing {
	readonly lane: string;
	readonly at: number;
}

/** A crossing with every count that is not given at zero. */
export function crossing(way: Way, kind: Kind, counts: Partial<Bytes & { events: number }> = {}): Crossing {
	return { way, kind, head: 0, framing: 0, heartbeat: 0, payload: 0, events: 0, ...counts };
}

/** What takes a crossing back: it was counted, and never left. */
export function takenBack({ way, kind, head, framing, heartbeat, payload, events }: Crossing): Crossing {
	return { way, kind, head: -head, framing: -framing, heartbeat: -heartbeat, payload: -payload, events: -events };
}

/** All bytes of a crossing. */
export function totalBytes(bytes: Bytes): number {
	return bytes.head + bytes.framing + bytes.heartbeat + bytes.payload;
}
