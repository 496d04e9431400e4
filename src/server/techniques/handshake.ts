import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { ServerOptions } from 'ws';
import { CLOSE } from '#lib/protocol/problem.ts';
import { crossing } from '#lib/wire/record.ts';
import { Ending } from '../ending.ts';
import type { EndSignal } from '../ending.ts';
import type { Beating } from '../limits/heart.ts';
import type { Encoded } from '../meter/encoded.ts';
import { drained, gather } from '../meter/drained.ts';
import { meterFrames } from '../meter/frames.ts';
import type { ReadMessage, WriteCounted } from '../meter/frames.ts';
import { tapOf } from '../meter/tap.ts';
import { Problem, refuseSocket } from '../problem.ts';
import type { Asked } from './asked.ts';
import { keepOpen } from './layer.ts';
import type { Layer } from './layer.ts';

/** A line whose other end gave no sign for this long is dead, ms. */
const DEAD_MS = 35_000;

/** A WebSocket endpoint with bounds where the library has none or wide ones, without compression (222 kB a connection). */
export class BoundedWebSocketServer extends WebSocketServer {
	constructor(options: ServerOptions) {
		const bounds = { maxFragments: 64, maxBufferedChunks: 4096, maxPendingAutoPongs: 60, closeTimeout: 5000 };
		super({ ...options, noServer: true, clientTracking: false, perMessageDeflate: false, ...bounds });
		// What the library would write itself says nothing about frames.
		this.on('wsClientError', ({ message }, socket) => refuseSocket(socket, new Problem('bad-handshake', `${message}.`)));
	}
}

/** The WebSocket endpoint of this code: messages of at most `maxPayload` bytes. */
export function createWebSocketServer(maxPayload: number): WebSocketServer {
	return new BoundedWebSocketServer({ maxPayload });
}

/** A request to upgrade, measured: what a technique that is a WebSocket works with. */
export class Handshake {
	readonly asked: Asked;
	readonly layer: Layer;
	readonly #request: IncomingMessage;
	readonly #socket: Socket;
	readonly #head: Buffer;
	readonly #server: WebSocketServer;
	/** The line, once there is one. An object of its own, so that what lives as long as the line does not keep the request. */
	readonly #opened: { line?: Line } = {};

	constructor(request: IncomingMessage, socket: Socket, head: Buffer, asked: Asked, layer: Layer, server: WebSocketServer) {
		this.asked = asked;
		this.layer = layer;
		this.#request = request;
		this.#socket = socket;
		this.#head = head;
		this.#server = server;
		// At once: a refusal is at the expense of the lane too.
		const tap = tapOf(socket);
		const opened = this.#opened;
		tap.carry(asked.meter, () => opened.line?.cut());
		asked.meter.add(crossing('up', 'request', { head: tap.takeUp() - head.length }));
	}

	/** Takes a place among the open streams and answers `101 Switching Protocols`. `readMessage` tells the meter what a message is. */
	accept(beat: () => Encoded, readMessage: ReadMessage): Line {
		// Out of `this`, so that what lives as long as the line does not keep the request.
		const { asked, layer } = this;
		const { meter } = asked;
		const socket = this.#socket;
		const opened = this.#opened;
		asked.takePlace();
		const write = meter.isCounting ? meterFrames(socket, meter, readMessage) : undefined;
		this.#server.handleUpgrade(this.#request, socket, this.#head, (webSocket) => {
			opened.line = new Line(webSocket, socket, write, beat, asked, layer);
		});
		// `ws` calls back before it returns, or has refused the handshake and answered it.
		const { line } = opened;
		if (!line) {
			asked.giveBackPlace();
			throw new HandshakeRefused();
		}
		keepOpen(line, asked, layer);
		return line;
	}

	/** Ends the line that was opened with the problem's code; false where none was, and the problem is still to be answered. */
	fail(problem: Problem): boolean {
		this.#opened.line?.close(CLOSE.unavailable, problem.code);
		return this.#opened.line !== undefined;
	}
}

/** The handshake or its line is over and the client knows; `cause` says why where it was not the library that refused. */
export class HandshakeRefused extends Error {
	override readonly name = 'HandshakeRefused';
}

function ignore(): void {}

/** An open WebSocket. What is sent was framed once and is the same bytes for every reader. */
export class Line implements Beating {
	readonly endsAt: number;
	readonly #webSocket: WebSocket;
	readonly #socket: Socket;
	/** Where the line is measured. */
	readonly #writeCounted: WriteCounted | undefined;
	readonly #makeBeat: () => Encoded;
	readonly #asked: Asked;
	readonly #layer: Layer;
	readonly #ended = new Ending();
	#heardAt = performance.now();

	constructor(
		webSocket: WebSocket,
		socket: Socket,
		writeCounted: WriteCounted | undefined,
		makeBeat: () => Encoded,
		asked: Asked,
		layer: Layer
	) {
		this.endsAt = layer.endsAt();
		this.#webSocket = webSocket;
		this.#socket = socket;
		this.#writeCounted = writeCounted;
		this.#makeBeat = makeBeat;
		this.#asked = asked;
		this.#layer = layer;
		webSocket.on('error', ignore); // A bad frame: ws closes with the right code, and 'close' follows.
		webSocket.on('close', () => this.#ended.abort());
		webSocket.on('pong', () => (this.#heardAt = performance.now()));
	}

	/** Aborts when the line has ended, for whatever reason. */
	get signal(): EndSignal {
		return this.#ended;
	}

	/** Calls back for each text message until the line ends; a binary one is refused, and so is who says too many. */
	onMessage(callback: (text: string) => void): void {
		this.#webSocket.on('message', (data: Buffer, isBinary) => {
			// A closing ws still hands out what it has read.
			if (this.#ended.aborted) return;
			this.#heardAt = performance.now();
			this.#asked.turns.take();
			if (this.#asked.turns.isAbused) this.#refuse();
			else if (isBinary) this.close(CLOSE.bad, 'text messages only');
			else callback(data.toString('utf8'));
		});
	}

	/** Writes to the socket itself: the frame is in the bytes already, and ws would make it anew for each reader. */
	send(encoded: Encoded): void {
		if (this.#ended.aborted || this.#webSocket.readyState !== WebSocket.OPEN) return;
		if (encoded.isVolatile && this.#layer.outbound.skips(this.#socket)) return;
		if (this.#writeCounted) this.#writeCounted(encoded);
		else this.#socket.write(encoded.bytes);
		this.#layer.delivered(this.#asked.technique, encoded.crossing.events);
		this.#layer.outbound.check(this.#socket, this);
	}

	drop(): void {
		this.close(CLOSE.slow, 'slow');
		this.#webSocket.terminate();
	}

	/** An application's beat for the browser, which cannot see pings, and a ping for us, which browsers must answer. */
	beat(): void {
		if (performance.now() - this.#heardAt > DEAD_MS) {
			this.#webSocket.terminate();
			return;
		}
		this.send(this.#makeBeat());
		if (!this.#ended.aborted) this.#webSocket.ping();
	}

	/** What is sent until the end of this turn goes out together. */
	gather(): void {
		gather(this.#socket);
	}

	/** Whether more of a backlog should wait until the reader is ready. */
	get isFull(): boolean {
		return this.#layer.outbound.isBehind(this.#socket);
	}

	/** Resolves when the reader has taken what was sent. */
	ready(): Promise<void> {
		return drained(this.#socket);
	}

	end(): void {
		this.close(CLOSE.restart, 'come back');
	}

	close(code: number, reason: string): void {
		this.#ended.abort();
		this.#webSocket.close(code, reason);
	}

	/** Closes on who goes on though nothing is done. What else was sent is not even read. */
	#refuse(): void {
		this.close(CLOSE.rate, 'too-fast');
		this.#webSocket.pause();
	}

	/** The socket was cut under the WebSocket: nothing more is sent. */
	cut(): void {
		this.#ended.abort();
	}
}
