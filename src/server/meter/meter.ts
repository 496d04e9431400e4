import type { Socket } from 'node:net';
import type { Crossing } from '#lib/wire/record.ts';

/** Takes what crossed for one lane. */
export interface Meter {
	/** False where nobody asked for measuring: then crossings need not be made. */
	readonly isCounting: boolean;
	/** One thing crossed. */
	add(crossing: Crossing): void;
	/** The lane now uses this socket; `onCut` ends what it does there when the line is cut. */
	join(socket: Socket, onCut?: () => void): void;
	/** The lane no longer uses this socket. */
	leave(socket: Socket): void;
}

/** The meter of what nobody measures. */
export const NO_METER: Meter = { isCounting: false, add() {}, join() {}, leave() {} };

/** Time for the other side to answer a cut with its own FIN before the socket is destroyed, ms. */
const CUT_PATIENCE_MS = 2000;

/**
 * Cuts a socket the way a line goes: no goodbye of the protocol above, only TCP's FIN (and before it the last chunk of an open
 * HTTP stream, whose events would otherwise cross twice). What the other side had already sent
 * is still read, and so counted: a reset would leave bytes in a packet capture that no counter has seen.
 */
export function cutSocket(socket: Socket): void {
	socket.end();
	const timer = setTimeout(() => socket.destroy(), CUT_PATIENCE_MS).unref();
	socket.once('close', () => clearTimeout(timer));
}
