import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A TCP proxy that counts what crosses: what a packet capture would see, without root. */
export interface CountingProxy {
	readonly port: number;
	/** Bytes from the clients so far. */
	readonly upBytes: number;
	/** Bytes to the clients so far. */
	readonly downBytes: number;
	readonly connections: number;
	close(): Promise<void>;
}

export async function startProxy(targetPort: number): Promise<CountingProxy> {
	const counts = { up: 0, down: 0, connections: 0 };
	const sockets = new Set<Socket>();
	const server = createServer((client) => {
		counts.connections += 1;
		const target = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
		client.setNoDelay(true);
		client.on('data', (bytes) => (counts.up += bytes.length));
		target.on('data', (bytes) => (counts.down += bytes.length));
		client.pipe(target).pipe(client);
		for (const [socket, other] of [
			[client, target],
			[target, client]
		] as const) {
			sockets.add(socket);
			socket.on('error', () => other.destroy());
			socket.on('close', () => void (sockets.delete(socket), other.destroy()));
		}
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return {
		port: (server.address() as AddressInfo).port,
		get upBytes() {
			return counts.up;
		},
		get downBytes() {
			return counts.down;
		},
		get connections() {
			return counts.connections;
		},
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((closed) => server.close(() => closed()));
		}
	};
}
