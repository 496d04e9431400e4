/** What a subscriber sends to follow the events of a contender. */
export interface Subscription {
	readonly port: number;
	/** The request's head, whole. */
	readonly request: string;
	/** A text message to send once the answer to an upgrade has come: how Socket.IO joins its namespace. */
	readonly greeting?: string;
}

/** A contender at work: its source of events stands still until `run`. */
export interface Running {
	/** The server's processes: what they use is what is measured. */
	readonly pids: readonly number[];
	readonly subscription: Subscription;
	/** Lets the events flow: `EVENTS_PER_SECOND` of `PAYLOAD_BYTES` each. */
	run(): Promise<void>;
	/** Stops them and says how many there have been since the start. */
	pause(): Promise<number>;
	/** Collects garbage, so that what is left is in use. Absent where there is none. */
	collect?(): Promise<void>;
	stop(): Promise<void>;
}

/** A server that gives the same events to all its subscribers, in a process of its own. */
export interface Contender {
	readonly name: string;
	start(): Promise<Running>;
}

/** The work that all contenders do. */
export const EVENTS_PER_SECOND = 50;
export const PAYLOAD_BYTES = 100;

/** The head of a request for an event stream. */
export function streamRequest(path: string): string {
	return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n`;
}

/** The head of a request for a WebSocket (RFC 6455, section 4.1; the nonce is the RFC's own example). */
export function upgradeRequest(path: string): string {
	const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
	return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${upgrade}\r\n\r\n`;
}
