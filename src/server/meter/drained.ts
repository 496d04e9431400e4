import type { Socket } from 'node:net';

/** Resolves in a later turn of the event loop, once the kernel has taken all that was written to a socket, or when it closes. */
export function drained(socket: Socket): Promise<void> {
	return new Promise((resolve) => {
		if (socket.writableLength === 0 || socket.destroyed) {
			setImmediate(resolve);
			return;
		}
		const look = () => {
			if (socket.writableLength > 0 && !socket.destroyed) return;
			socket.off('drain', look);
			socket.off('close', look);
			resolve();
		};
		socket.on('drain', look);
		socket.on('close', look);
	});
}

/** Bytes that the kernel took of what was written; the rest waits, and is gone when the socket is destroyed. */
export function takenBytes(socket: Socket): number {
	return socket.bytesWritten - socket.writableLength;
}
