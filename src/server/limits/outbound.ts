import type { Socket } from 'node:net';
import { takenBytes } from '../meter/drained.ts';

/** Bounds on bytes that wait for readers who do not read. */
export interface OutboundLimits {
	/** From here on a stream is watched, bytes. */
	readonly soft: number;
	/** Here it is closed, bytes. */
	readonly hard: number;
	/** All watched streams together; above it the one that waits for most is closed first, bytes. */
	readonly total: number;
	/** A watched stream whose reader took nothing for this long is closed, ms. */
	readonly stallMs: number;
}

/** Where bytes wait for a reader: a socket, or what stands before one. */
export type Outlet = Pick<Socket, 'bytesWritten' | 'writableLength' | 'destroyed'>;

/** A stream as this bound sees it. */
export interface Droppable {
	/** Ends it at once, for a reader who does not read: what waits for it is let go. */
	drop(): void;
}

interface Watched {
	readonly stream: Droppable;
	takenBytes: number;
	movedAt: number;
}

const LOOK_MS = 1000;

/** Closes streams whose readers are too slow, before what waits for them fills the memory. */
export class Outbound {
	readonly #limits: OutboundLimits;
	readonly #watched = new Map<Outlet, Watched>();
	readonly #timer: NodeJS.Timeout;
	/** Streams closed so far. */
	closed = 0;
	/** Volatile events that slow readers were not sent. */
	skipped = 0;

	constructor(limits: OutboundLimits) {
		this.#limits = limits;
		this.#timer = setInterval(() => this.#look(), LOOK_MS).unref();
	}

	/** Call after each write of a stream. Cheap while the reader keeps up. */
	check(outlet: Outlet, stream: Droppable): void {
		if (!this.isBehind(outlet)) return;
		if (outlet.writableLength > this.#limits.hard) this.#drop(outlet, stream);
		else this.watch(outlet, stream);
	}

	/** The same for an answer, which has an end of its own: however long it is, its reader has only to go on taking it. */
	watch(outlet: Outlet, stream: Droppable): void {
		if (!this.isBehind(outlet) || this.#watched.has(outlet)) return;
		this.#watched.set(outlet, { stream, takenBytes: takenBytes(outlet), movedAt: performance.now() });
	}

	/** Whether enough waits for this reader: what can wait for its turn should. */
	isBehind(outlet: Pick<Outlet, 'writableLength'>): boolean {
		return outlet.writableLength > this.#limits.soft;
	}

	/** Whether a volatile event shall not be written: a newer one will come. */
	skips(outlet: Outlet): boolean {
		if (!this.isBehind(outlet)) return false;
		this.skipped += 1;
		return true;
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	#look(): void {
		const now = performance.now();
		let total = 0;
		for (const [outlet, watched] of this.#watched) {
			if (outlet.destroyed || !this.isBehind(outlet)) {
				this.#watched.delete(outlet);
				continue;
			}
			total += outlet.writableLength;
			if (takenBytes(outlet) > watched.takenBytes) Object.assign(watched, { takenBytes: takenBytes(outlet), movedAt: now });
			else if (now - watched.movedAt > this.#limits.stallMs) this.#drop(outlet, watched.stream);
		}
		if (total > this.#limits.total) this.#shed(total);
	}

	#shed(total: number): void {
		const worst = [...this.#watched].sort(([a], [b]) => b.writableLength - a.writableLength);
		for (const [outlet, { stream }] of worst) {
			if (total <= this.#limits.total) return;
			total -= outlet.writableLength;
			this.#drop(outlet, stream);
		}
	}

	#drop(outlet: Outlet, stream: Droppable): void {
		this.#watched.delete(outlet);
		this.closed += 1;
		stream.drop();
	}
}
