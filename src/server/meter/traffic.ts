import type { Socket } from 'node:net';

/** What crosses all sockets of the server, whoever uses them: pages, lanes, consoles and strangers. */
export class Traffic {
	readonly #open = new Set<Socket>();
	/** Bytes of the sockets that are closed. */
	#up = 0;
	#down = 0;
	#requests = 0;

	/** A socket was opened; it is counted until it closes. */
	connection(socket: Socket): void {
		this.#open.add(socket);
		// `on`, because `once` keeps more objects for as long as a stream is open.
		socket.on('close', () => this.#closed(socket));
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
		return this.#open.size;
	}

	/** Bytes so far: `up` as read, `down` as the kernel has taken them. */
	bytes(): { readonly up: number; readonly down: number } {
		let up = this.#up;
		let down = this.#down;
		for (const socket of this.#open) {
			up += socket.bytesRead;
			down += taken(socket);
		}
		return { up, down };
	}

	#closed(socket: Socket): void {
		if (!this.#open.delete(socket)) return;
		this.#up += socket.bytesRead;
		this.#down += taken(socket);
	}
}

/** `bytesWritten` counts what still waits too, and that is gone when the socket is destroyed: a total would fall. */
function taken(socket: Socket): number {
	return socket.bytesWritten - socket.writableLength;
}
