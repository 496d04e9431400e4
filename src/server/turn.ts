import type { Socket } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from './problem.ts';

/** The newest request of a connection. */
interface Turn {
	readonly response: ServerResponse;
	/** Whether its answer may be long in coming, or never be complete. */
	isLive: boolean;
}

const newest = new WeakMap<Socket, Turn>();

/**
 * Notes whose turn it is on a connection, and answers a function for a request to `/live`: it resolves once nothing is before that.
 * A browser asks again as soon as it has read an answer, the end of which a busy server may not have seen yet: a file that was
 * sent and is still being closed. That one is waited for.
 * @throws {Problem} behind an answer of `/live` that is not complete: no browser pipelines, and a flood of polls would all be held.
 */
export function takeTurn({ socket }: IncomingMessage, response: ServerResponse): () => Promise<void> | undefined {
	const before = newest.get(socket);
	const turn: Turn = { response, isLive: false };
	newest.set(socket, turn);
	return () => {
		turn.isLive = true;
		if (response.socket) return undefined;
		const isNearlyOver = before?.response.socket && (!before.isLive || before.response.writableEnded);
		if (isNearlyOver) return new Promise((resolve) => response.once('socket', () => resolve()));
		throw new Problem('bad-request', 'Wait for the answer before you ask again on the same connection.', { Connection: 'close' });
	};
}
