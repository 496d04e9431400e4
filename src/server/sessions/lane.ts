import type { Socket } from 'node:net';
import { laneTechnique } from '#lib/protocol/technique-id.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { LaneView } from '#lib/protocol/session.ts';
import { addCrossing, emptyLedger } from '#lib/wire/ledger.ts';
import { crossing } from '#lib/wire/record.ts';
import type { Crossing } from '#lib/wire/record.ts';
import { cutSocket } from '../meter/meter.ts';
import type { Meter } from '../meter/meter.ts';

/** What a lane needs of its session. */
interface LaneHooks {
	onRecord(lane: string, crossing: Crossing): void;
	/** Whether the line is cut now, and nothing gets through. */
	isDown(): boolean;
}

/** One technique carrying one feed to one visitor, measured by itself. */
export class Lane implements Meter {
	readonly id: string;
	readonly technique: TechniqueId;
	readonly isCounting = true;
	readonly #ledger = emptyLedger();
	readonly #seen = new WeakSet<Socket>();
	readonly #sockets = new Map<Socket, (() => void) | undefined>();
	readonly #hooks: LaneHooks;

	constructor(id: string, hooks: LaneHooks) {
		this.id = id;
		this.technique = laneTechnique(id) as TechniqueId;
		this.#hooks = hooks;
	}

	add(crossing: Crossing): void {
		addCrossing(this.#ledger, crossing);
		this.#hooks.onRecord(this.id, crossing);
	}

	join(socket: Socket, onCut?: () => void): void {
		this.#sockets.set(socket, onCut);
		if (!this.#seen.has(socket)) {
			this.#seen.add(socket);
			this.add(crossing('up', 'connect'));
		}
		if (this.#hooks.isDown()) this.#cutOff(socket, onCut);
	}

	leave(socket: Socket): void {
		if (this.#sockets.delete(socket) && socket.destroyed) this.add(crossing('down', 'close'));
	}

	/** Whether a socket carries the lane now. */
	get isCarried(): boolean {
		return this.#sockets.size > 0;
	}

	/** Closes every connection of the lane at this moment; see `cutSocket`. */
	cut(): void {
		for (const [socket, onCut] of [...this.#sockets]) this.#cutOff(socket, onCut);
	}

	#cutOff(socket: Socket, onCut: (() => void) | undefined): void {
		onCut?.();
		cutSocket(socket);
	}

	view(): LaneView {
		const { up, down, ...counts } = this.#ledger;
		return { technique: this.technique, ...counts, up: { ...up }, down: { ...down } };
	}
}
