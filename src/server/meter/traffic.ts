import type { Socket } from 'node:net';
import { takenBytes } from './drained.ts';

/** So many sockets are kept before any is looked at; after a look, twice those that were open. */
const LEAST_KEPT = 64;

/** What crosses all sockets of the server, whoever uses them: pages, lanes, consoles and strangers. */
export class Traffic {
	/** Those that are closed are taken out at the next look: to hear of it each would have to keep a listener. */
	readonly #open = new Set<Socket>();
	#lookAt = LEAST_KEPT;
	/** Bytes of the sockets that are closed. */
	#up = 0;
	#down = 0;
	#requests = 0;

	/** A socket was opened; it is counted until it closes. */
	connection(socket: Socket): void {
		this.#open.add(socket);
		if (this.#open.size >= this.#lookAt) this.#look();
	}

	/** A request or an upgrade came in. */
	request(): void {
		this.#requests += 1;
	}

	/** Requests and upgrades so far. */
	get requests(): number {
		return this.#requests;
	}

	/** Sockets that are open now. */
	get sockets(): number {
		this.#look();
		return this.#open.size;
	}

	/** Bytes so far: `up` as read, `down` as the kernel has taken them. */
	bytes(): { readonly up: number; readonly down: number } {
		this.#look();
		let up = this.#up;
		let down = this.#down;
		for (const socket of this.#open) {
			up += socket.bytesRead;
			down += takenBytes(socket);
		}
		return { up, down };
	}

	#look(): void {
		for (const socket of this.#open) {
			if (!socket.closed) continue;
			this.#open.delete(socket);
			this.#up += socket.bytesRead;
			this.#down += takenBytes(socket);
		}
		this.#lookAt = Math.max(LEAST_KEPT, 2 * this.#open.size);
	}
}
