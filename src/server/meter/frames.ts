import type { Socket } from 'node:net';
import { crossing } from '#lib/wire/record.ts';
import type { Crossing, Way } from '#lib/wire/record.ts';
import { FrameScanner, OPCODE } from '#lib/wire/websocket.ts';
import type { Encoded } from './encoded.ts';
import type { Meter } from './meter.ts';
import { readText } from './read-text.ts';
import { tapOf } from './tap.ts';

/** What a text message counts as: its payload bytes, or a heartbeat. */
export interface MessageReading {
	readonly kind: Crossing['kind'];
	readonly payloadBytes?: number;
}

/** Bytes of a message that are kept for reading; one that is longer is refused by its endpoint. */
const MAX_KEPT_BYTES = 65_536;

/** Reads what a text message counts as. */
export type ReadMessage = (text: string, way: Way) => MessageReading;

/** Writes what says itself what it counts as, past the reading. */
export type WriteCounted = (encoded: Encoded) => void;

/**
 * Counts an upgraded socket, both ways, by reading the bytes that cross: the handshake's answer, then frames. For what this
 * code writes itself and knows, the returned function is cheaper; the rest (pongs, close frames, all that a library
 * writes) is seen here. Call it before the handshake is answered.
 */
export function meterFrames(socket: Socket, meter: Meter, readMessage: ReadMessage): WriteCounted {
	const tap = tapOf(socket);
	// Made when there is something to read: many lines are silent upward, and what we send downward is counted when it is made.
	let up: Reader | undefined;
	let down: Reader | undefined;
	readAlongside(socket, (bytes) => {
		tap.takeUp();
		up ??= createReader('up', meter, readMessage);
		up.read(bytes);
	});
	socket.once('close', () => {
		up?.end();
		down?.end();
	});

	const write = socket.write;
	let isAnswered = false;
	socket.write = function (chunk: string | Uint8Array, ...rest: unknown[]) {
		// A cut socket takes nothing more; to whoever writes that is no error, the end of the socket tells them.
		if (socket.writableEnded) return false;
		const bytes = typeof chunk === 'string' ? Buffer.from(chunk, rest[0] as BufferEncoding) : chunk;
		tap.wrote(bytes.length);
		if (isAnswered) (down ??= createReader('down', meter, readMessage)).read(bytes);
		else meter.add(crossing('down', 'response', { head: bytes.length }));
		isAnswered = true;
		return Reflect.apply(write, socket, [chunk, ...rest]) as boolean;
	};
	return ({ bytes, crossing }) => {
		Reflect.apply(write, socket, [bytes]);
		tap.sent(bytes.length, crossing);
	};
}

/** Hears what the socket's owner hears, from its first byte on. Listening earlier would set the socket flowing too soon. */
function readAlongside(socket: Socket, read: (bytes: Buffer) => void): void {
	const onListener = (event: string | symbol) => {
		if (event !== 'data') return;
		socket.off('newListener', onListener);
		socket.on('data', read);
	};
	socket.on('newListener', onListener);
}

interface Reader {
	read(bytes: Uint8Array): void;
	/** The socket closed: what began and never was complete counts too. */
	end(): void;
}

/** Reads one direction: a message may come in several frames and counts, whole, when its last one is complete. */
function createReader(way: Way, meter: Meter, readMessage: ReadMessage): Reader {
	const scanner = new FrameScanner();
	let parts: Uint8Array[] = [];
	let total = 0;
	return {
		read(bytes) {
			for (const frame of scanner.scan(bytes)) {
				const frameBytes = frame.headerBytes + frame.payloadBytes;
				if (frame.opcode >= OPCODE.close) {
					meter.add(controlCrossing(way, frame.opcode, frameBytes));
					continue;
				}
				if (total < MAX_KEPT_BYTES) parts.push(frame.payload);
				total += frameBytes;
				if (!frame.final) continue;
				meter.add(messageCrossing(way, total, readMessage(readText(parts), way)));
				parts = [];
				total = 0;
			}
		},
		end() {
			const rest = total + scanner.pendingBytes;
			if (rest > 0) meter.add(crossing(way, 'control', { framing: rest }));
		}
	};
}

function controlCrossing(way: Way, opcode: number, bytes: number): Crossing {
	return opcode === OPCODE.close ? crossing(way, 'control', { framing: bytes }) : crossing(way, 'heartbeat', { heartbeat: bytes });
}

function messageCrossing(way: Way, total: number, { kind, payloadBytes = 0 }: MessageReading): Crossing {
	if (kind === 'heartbeat') return crossing(way, kind, { heartbeat: total });
	const events = kind === 'event' ? 1 : 0;
	// A message that begins like one of ours and breaks off has nothing in it, and not less.
	const payload = Math.max(0, payloadBytes);
	return crossing(way, kind, { payload, framing: total - payload, events });
}
