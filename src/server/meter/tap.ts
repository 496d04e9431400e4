import type { Socket } from 'node:net';
import { crossing, takenBack } from '#lib/wire/record.ts';
import type { Crossing } from '#lib/wire/record.ts';
import type { Meter } from './meter.ts';

/** Bytes that were written, and what they count as. */
interface Announced {
	readonly bytes: number;
	readonly crossing: Crossing;
}

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
	/** What was announced and may still wait for the reader, oldest first; undefined while nothing does. */
	#waiting: Announced[] | undefined;

	constructor(socket: Socket) {
		this.#socket = socket;
	}

	/** From now on the socket carries this lane; `undefined`: the page or anybody else, charged to no lane. */
	carry(meter: Meter | undefined, onCut?: () => void): void {
		if (this.#meter !== meter) this.#meter?.leave(this.#socket);
		this.#meter = meter;
		this.#waiting = undefined;
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

	/** All that was written. What still waits for its reader is in `bytesWritten`; of a socket that is destroyed it goes nowhere. */
	get #written(): number {
		const { bytesWritten, destroyed, writableLength } = this.#socket;
		return destroyed ? bytesWritten - writableLength : bytesWritten;
	}

	/** Bytes read since the last call. */
	takeUp(): number {
		const bytes = this.#socket.bytesRead - this.#up;
		this.#up += bytes;
		return bytes;
	}

	/** Bytes written since the last call, without those that were announced. */
	takeDown(): number {
		const bytes = this.#written - this.#down;
		this.#down += bytes;
		return bytes;
	}

	/** The socket is closed: what began on it and never became a request or an answer counts as framing. */
	#end(): void {
		this.takeBack();
		const up = this.takeUp();
		const down = this.takeDown();
		if (up > 0) this.#meter?.add(crossing('up', 'control', { framing: up }));
		if (down !== 0) this.#meter?.add(crossing('down', 'control', { framing: down }));
		this.#meter?.leave(this.#socket);
	}

	/** Announces bytes that are counted elsewhere. */
	wrote(bytes: number): void {
		this.#down += bytes;
	}

	/** Counts what was written just now as what it is. */
	sent(bytes: number, crossing: Crossing): void {
		const { destroyed, errored, writableLength } = this.#socket;
		// A socket that is gone, or about to, takes nothing.
		if (destroyed || (errored && writableLength > 0)) return;
		this.#down += bytes;
		// The kernel has refused just this: `bytesWritten` has it all the same, a packet capture has not.
		if (errored) return;
		this.#meter?.add(crossing);
		if (writableLength > 0) (this.#waiting ??= []).push({ bytes, crossing });
		else this.#waiting = undefined;
	}

	/** The socket is destroyed: what was counted and still waited for its reader never left, and is taken back, the newest first. */
	takeBack(): void {
		const waiting = this.#waiting ?? [];
		this.#waiting = undefined;
		for (let last = waiting.pop(); last && this.#down > this.#written; last = waiting.pop()) {
			this.#down -= last.bytes;
			this.#meter?.add(takenBack(last.crossing));
		}
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
