import type { Socket } from 'node:net';
import { crossing } from '#lib/wire/record.ts';
import type { Meter } from './meter.ts';

/**
 * Counts what crossed one raw socket since the last look. `bytesRead` and `bytesWritten` are cumulative and, on a keep-alive
 * connection, shared by whatever uses it in turn; a tap cuts them into the bytes of each use.
 */
export class Tap {
	readonly #socket: Socket;
	#up = 0;
	#down = 0;
	/** The lane that used the socket last, and what ends its use when the line is cut. */
	#meter: Meter | undefined;
	#isWatched = false;

	constructor(socket: Socket) {
		this.#socket = socket;
	}

	/** From now on the socket carries this lane; `undefined`: the page or anybody else, charged to no lane. */
	carry(meter: Meter | undefined, onCut?: () => void): void {
		if (this.#meter !== meter) this.#meter?.leave(this.#socket);
		this.#meter = meter;
		if (meter?.isCounting) this.#watch();
		meter?.join(this.#socket, onCut);
	}

	/** Sees to the end of the socket. Where nobody counts there is nothing to see to. */
	#watch(): void {
		if (this.#isWatched) return;
		this.#isWatched = true;
		// A tick later: whatever used the socket last counts its own bytes on the same event first.
		this.#socket.once('close', () => process.nextTick(() => this.#end()));
	}

	/** Bytes read since the last call. */
	takeUp(): number {
		const bytes = this.#socket.bytesRead - this.#up;
		this.#up += bytes;
		return bytes;
	}

	/** Bytes written since the last call, without those that were announced with `wrote`. */
	takeDown(): number {
		const bytes = this.#socket.bytesWritten - this.#down;
		this.#down += bytes;
		return bytes;
	}

	/**
	 * The socket is closed: what began on it and never became a request or an answer counts as framing. So does, below zero,
	 * what was announced and still waited when the socket was destroyed.
	 */
	#end(): void {
		const up = this.takeUp();
		const down = this.takeDown();
		if (up > 0) this.#meter?.add(crossing('up', 'control', { framing: up }));
		if (down !== 0) this.#meter?.add(crossing('down', 'control', { framing: down }));
		this.#meter?.leave(this.#socket);
	}

	/** Announces bytes that were counted when they were made. */
	wrote(bytes: number): void {
		this.#down += bytes;
	}
}

const taps = new WeakMap<Socket, Tap>();

/** The one tap of a socket. Every request on the socket must pass here, or its bytes are charged to the next. */
export function tapOf(socket: Socket): Tap {
	const known = taps.get(socket);
	if (known) return known;
	const tap = new Tap(socket);
	taps.set(socket, tap);
	return tap;
}
