import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { frameHeaderBytes } from '#lib/wire/websocket.ts';
import { Bucket } from '../limits/bucket.ts';
import { inTurn } from '../limits/in-turn.ts';
import type { Droppable, Outlet } from '../limits/outbound.ts';
import type { Layer } from './layer.ts';

/** What carries a connection of Engine.IO at the moment. */
interface EngineTransport {
	/** Whether it takes packets now: the last ones are with the kernel, or a poll waits for some. */
	readonly writable: boolean;
	/** Of the transport that is a WebSocket. */
	readonly socket?: WebSocket;
	on(event: 'ready', callback: () => void): void;
}

/** A connection of Engine.IO as the library has it. */
export interface EngineConnection {
	readonly id: string;
	readonly request: IncomingMessage;
	readonly readyState: string;
	readonly transport: EngineTransport;
	readonly writeBuffer: readonly unknown[];
	on(event: 'packetCreate', callback: (packet: { data?: string }) => void): void;
	on(event: 'packet', callback: (packet: { type: string }) => void): void;
	on(event: 'flush', callback: () => void): void;
	on(event: 'upgrading' | 'upgrade', callback: (transport: EngineTransport) => void): void;
	once(event: 'close', callback: () => void): void;
	send(data: string): void;
	close(discard?: true): void;
}

/** Messages a second, and at once, of who has not said yet what it follows: it takes one to say so. */
const UNCLAIMED = { perSecond: 1, burst: 10 } as const;
/** A message with Socket.IO's DISCONNECT. Its client does not come back by itself after that, as it would after a drop. */
const DISCONNECT = '1';

/** Holds a connection of Engine.IO to the bounds of every other line, in what waits for it and in what it says. */
export class EngineLine implements Outlet, Droppable {
	readonly #connection: EngineConnection;
	readonly #layer: Layer;
	/** Packets that the library keeps until its transport takes some, bytes. */
	#keptBytes = 0;
	#waiting: (() => void)[] = [];
	bytesWritten = 0;
	#turns: Bucket;
	#isClaimed = false;

	constructor(connection: EngineConnection, layer: Layer) {
		this.#connection = connection;
		this.#layer = layer;
		this.#turns = new Bucket(UNCLAIMED.perSecond, UNCLAIMED.burst, layer.clock);
		// Whatever it is: events, acknowledgements, and what the library says by itself.
		connection.on('packetCreate', ({ data = '' }) => this.#made(1 + Buffer.byteLength(data)));
		connection.on('flush', () => (this.#keptBytes = 0));
		connection.on('packet', ({ type }) => void (type === 'message' && this.#heard()));
		connection.on('upgrading', (transport) => this.#probed(transport));
		connection.on('upgrade', (transport) => this.#carriedBy(transport));
		connection.once('close', () => this.#wake());
		this.#carriedBy(connection.transport);
	}

	/** It has said what it follows, and has the turns of that; who says so again has no more. */
	follows(turns: Bucket): void {
		if (!this.#isClaimed) this.#turns = turns;
		this.#isClaimed = true;
	}

	/** What waits for the reader, here and in its WebSocket. An answer to a poll is watched by itself. */
	get writableLength(): number {
		return this.#keptBytes + (this.#connection.transport.socket?.bufferedAmount ?? 0);
	}

	get destroyed(): boolean {
		return this.#connection.readyState === 'closed';
	}

	/** Whether more of a backlog should wait until the reader is ready. */
	get isFull(): boolean {
		return this.#layer.outbound.isBehind(this);
	}

	/** Resolves when the reader has taken what was sent, or is gone. */
	ready(): Promise<void> {
		return new Promise((resolve) => {
			this.#waiting.push(() => inTurn(resolve));
			this.#wake();
		});
	}

	drop(): void {
		const { socket } = this.#connection.transport;
		this.#connection.close(true);
		socket?.terminate();
	}

	#made(bytes: number): void {
		const written = bytes + frameHeaderBytes(bytes, false);
		this.#keptBytes += written;
		this.bytesWritten += written;
		this.#layer.outbound.check(this, this);
	}

	#heard(): void {
		this.#turns.take();
		if (this.#turns.isAbused && this.#connection.readyState === 'open') this.#refuse();
	}

	/** Closes on who goes on though nothing is done. What else was sent is not even read. */
	#refuse(): void {
		const { socket } = this.#connection.transport;
		this.#connection.send(DISCONNECT);
		this.#connection.close();
		socket?.pause();
	}

	/** The library answers each probe on a WebSocket that is not the connection's transport yet. */
	#probed({ socket }: EngineTransport): void {
		if (socket && this.#layer.outbound.isBehind({ writableLength: socket.bufferedAmount })) socket.terminate();
	}

	#carriedBy(transport: EngineTransport): void {
		transport.on('ready', () => this.#wake());
		this.#wake();
	}

	#wake(): void {
		const { transport, writeBuffer } = this.#connection;
		const hasTaken = transport.writable && writeBuffer.length === 0;
		if (!hasTaken && !this.destroyed) return;
		for (const resolve of this.#waiting.splice(0)) resolve();
	}
}
