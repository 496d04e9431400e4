import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** What stands in front of a server in tests, as a load balancer does: it can answer badly, go away and come back. */
export interface Front {
	readonly origin: string;
	/** Passes everything on to the server at this port. Whatever was open is dropped. */
	forwardTo(port: number): void;
	/** Answers each request and handshake with these bytes instead and closes. Whatever was open is dropped. */
	answerWith(response: string): void;
	/** When it answered in place of the server, on the clock of `performance.now`, ms. */
	readonly answers: readonly number[];
	/** Stops listening: connections are refused. */
	goAway(): Promise<void>;
	/** Listens again, on the same port. */
	comeBack(): Promise<void>;
	close(): Promise<void>;
}

/** Starts a front on a free port, forwarding to `port`. */
export async function startFront(port: number): Promise<Front> {
	const open = new Set<Socket>();
	const answers: number[] = [];
	let target = port;
	let instead: string | undefined;

	const server = createServer((socket) => {
		track(socket);
		if (instead !== undefined) {
			const response = instead;
			socket.once('data', () => {
				answers.push(performance.now());
				socket.end(response);
			});
			return;
		}
		const behind = track(connect(target, '127.0.0.1'));
		socket.pipe(behind).pipe(socket);
		socket.once('close', () => behind.destroy());
		behind.once('close', () => socket.destroy());
	});

	function track(socket: Socket): Socket {
		open.add(socket);
		socket.on('error', () => {});
		return socket.once('close', () => open.delete(socket));
	}
	function drop(): void {
		for (const socket of open) socket.destroy();
	}
	const listen = (at: number) => new Promise<void>((listening) => server.listen(at, '127.0.0.1', listening));
	const stop = () => {
		const stopped = new Promise<void>((done) => server.close(() => done()));
		drop();
		return stopped;
	};

	await listen(0);
	const own = (server.address() as AddressInfo).port;
	return {
		origin: `http://127.0.0.1:${own}`,
		answers,
		forwardTo(next) {
			target = next;
			instead = undefined;
			drop();
		},
		answerWith(response) {
			instead = response;
			drop();
		},
		goAway: stop,
		comeBack: () => listen(own),
		close: stop
	};
}
