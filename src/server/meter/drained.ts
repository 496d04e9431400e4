import type { Socket } from 'node:net';
import { inTurn } from '../limits/in-turn.ts';

/** Resolves once the kernel has taken all that was written to a socket, or when it closes; of all that wait so one in a turn of the event loop. */
export function drained(socket: Socket): Promise<void> {
	return new Promise((resolve) => {
		if (socket.writableLength === 0 || socket.destroyed) {
			inTurn(resolve);
			return;
		}
		const taken = () => {
			socket.off('close', taken);
			inTurn(resolve);
		};
		socket.on('close', taken);
		// Nothing, behind all the rest. No "drain" comes where less waits than the socket's high water mark.
		if (!socket.writableEnded) socket.write('', taken);
	});
}

/** Bytes that the kernel took of what was written; the rest waits, and is gone when the socket is destroyed. */
export function takenBytes(socket: Pick<Socket, 'bytesWritten' | 'writableLength'>): number {
	return socket.bytesWritten - socket.writableLength;
}

/** What is written to a socket until the end of this turn goes to the kernel in one call. */
export function gather(socket: Socket): void {
	socket.cork();
	process.nextTick(() => socket.uncork());
}
