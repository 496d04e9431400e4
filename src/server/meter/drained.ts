import type { Socket } from 'node:net';

/** Resolves when the kernel has taken all that was written to a socket, in a later turn of the event loop, or when `signal` aborts. */
export function drained(socket: Socket, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (socket.writableLength === 0 || signal.aborted) {
			setImmediate(resolve);
			return;
		}
		const finish = () => {
			socket.off('drain', look);
			socket.off('close', finish);
			signal.removeEventListener('abort', finish);
			resolve();
		};
		const look = () => socket.writableLength === 0 && finish();
		socket.on('drain', look);
		socket.once('close', finish);
		signal.addEventListener('abort', finish, { once: true });
	});
}
