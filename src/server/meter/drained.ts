import type { Socket } from 'node:net';

/** Resolves in a later turn of the event loop, once the kernel has taken all that was written to a socket, or when it closes. */
export function drained(socket: Socket): Promise<void> {
	return new Promise((resolve) => {
		if (socket.writableLength === 0 || socket.destroyed) {
			setImmediate(resolve);
			return;
		}
		const taken = () => {
			socket.off('close', taken);
			setImmediate(resolve);
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
