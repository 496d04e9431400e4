import type { FeedEvent } from '#lib/protocol/event.ts';
import { CHUNK_TAIL, chunkHead, chunkOverheadBytes } from '#lib/wire/http.ts';
import { crossing } from '#lib/wire/record.ts';
import type { Crossing, Kind } from '#lib/wire/record.ts';
import type { LoggedEvent } from '../bus/bus.ts';
import { OPCODE, encodeFrame } from '#lib/wire/websocket.ts';

/** Bytes ready for any number of sockets, and what they count as. */
export interface Encoded {
	readonly bytes: Buffer;
	readonly crossing: Crossing;
	/** A newer one replaces it: who reads slowly can do without. */
	readonly isVolatile?: boolean;
	/** The same without the chunked coding around it, for HTTP/1.0. */
	readonly bare?: { readonly bytes: Buffer; readonly crossing: Crossing };
}

/** What a text counts as: an event with `payload` bytes of data in it, or a heartbeat. */
export type Counted = { readonly kind: 'event'; readonly payload: number } | { readonly kind: 'heartbeat' | 'control' };

function counts(totalBytes: number, counted: Counted): Crossing {
	const kind: Kind = counted.kind;
	if (counted.kind === 'heartbeat') return crossing('down', kind, { heartbeat: totalBytes });
	const payload = counted.kind === 'event' ? counted.payload : 0;
	return crossing('down', kind, { payload, framing: totalBytes - payload, events: counted.kind === 'event' ? 1 : 0 });
}

/** A piece of a streamed HTTP body as one chunk. */
export function encodeChunk(text: string, counted: Counted): Encoded {
	const size = Buffer.byteLength(text);
	const bytes = Buffer.from(chunkHead(size) + text + CHUNK_TAIL);
	const head = bytes.length - size - CHUNK_TAIL.length;
	return {
		bytes,
		crossing: counts(size + chunkOverheadBytes(size), counted),
		bare: { bytes: bytes.subarray(head, head + size), crossing: counts(size, counted) }
	};
}

/** A text message of a WebSocket as one frame. */
export function encodeMessage(text: string, counted: Counted): Encoded {
	const frame = encodeFrame(OPCODE.text, Buffer.from(text));
	const bytes = Buffer.from(frame.buffer);
	return { bytes, crossing: counts(bytes.length, counted) };
}

/** The JSON of an event's `data`: the payload, whatever the technique wraps around it. */
export function payloadJson(event: FeedEvent): string {
	return JSON.stringify(event.data);
}

/**
 * Makes an event's bytes once for all who are told of it in one round. No more is kept: a backlog is made anew for each reader, which
 * costs less than remembering ten thousand events for nobody.
 */
export function encodedOnce(encode: (event: FeedEvent) => Encoded): (event: FeedEvent) => Encoded {
	let latest: { readonly event: FeedEvent; readonly encoded: Encoded } | undefined;
	return (event) => {
		if (latest?.event !== event) latest = { event, encoded: { ...encode(event), isVolatile: isVolatile(event) } };
		return latest.encoded;
	};
}

/** Whether a newer event replaces this one. */
export function isVolatile(event: LoggedEvent): boolean {
	return event.latest !== undefined;
}
