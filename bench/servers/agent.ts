import { Server, Socket } from 'node:net';

/** Loaded before a server that is measured: collects garbage when the bench asks, and keeps nobody alive. */
process.on('message', ({ number, ask }: { number: number; ask: string }) => {
	if (ask !== 'collect') return;
	globalThis.gc?.();
	globalThis.gc?.();
	process.send?.({ number, answer: 0 });
});
process.channel?.unref();

// Leaves Nagle's algorithm on (RFC 896), as Nchan does at its subscribers' sockets; Node and ws switch it off.
if (process.env.NAGLE) {
	Object.defineProperty(Server.prototype, 'noDelay', { get: () => false, set() {} });
	Socket.prototype.setNoDelay = function () {
		return this;
	};
}
