import type { Socket } from 'node:net';
import type { Crossing } from '#lib/wire/record.ts';
import type { Meter } from './meter.ts';

/** Crossings kept until their lane is known; a client that says nothing for this long is nobody's. */
const MAX_KEPT = 256;

/** Measures what crosses before the client has said whose it is, and hands it on once it has. */
export class Unclaimed implements Meter {
	readonly isCounting = true;
	#owner: Meter | undefined;
	readonly #kept: Crossing[] = [];
	readonly #sockets = new Map<Socket, (() => void) | undefined>();
	/** Sockets that were left before the claim: connections of the lane nevertheless. */
	readonly #left = new Set<Socket>();

	constructor(owner?: Meter) {
		this.#owner = owner;
	}

	/** From now on all goes to this lane, and what was kept too. */
	claim(owner: Meter): void {
		this.#owner = owner;
		for (const [socket, onCut] of this.#sockets) owner.join(socket, onCut);
		for (const socket of this.#left) {
			owner.join(socket);
			owner.leave(socket);
		}
		for (const crossing of this.#kept.splice(0)) owner.add(crossing);
		this.#sockets.clear();
		this.#left.clear();
	}

	add(crossing: Crossing): void {
		if (this.#owner) this.#owner.add(crossing);
		else if (this.#kept.length < MAX_KEPT) this.#kept.push(crossing);
	}

	join(socket: Socket, onCut?: () => void): void {
		if (this.#owner) this.#owner.join(socket, onCut);
		else this.#sockets.set(socket, onCut);
	}

	leave(socket: Socket): void {
		this.#owner?.leave(socket);
		if (this.#sockets.delete(socket) && this.#left.size < MAX_KEPT) this.#left.add(socket);
	}
}
