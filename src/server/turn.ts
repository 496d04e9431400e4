import type { Socket } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from './problem.ts';

/** The newest request of a connection that was not refused its turn. */
interface Turn {
	readonly response: ServerResponse;
	/** Whether its answer may be long in coming, or never be complete. */
	isLive: boolean;
}

const newest = new WeakMap<Socket, Turn>();

/** Whether a connection carries an answer of `/live` that has not ended: until then it is its lane's, and nobody else's. */
export function isTaken(socket: Socket): boolean {
	const turn = newest.get(socket);
	return turn !== undefined && turn.isLive && !turn.response.writableEnded;
}

/** Whether nothing was asked behind this on its connection. */
export function isNewest(response: ServerResponse, socket: Socket): boolean {
	return newest.get(socket)?.response === response;
}

/**
 * Notes whose turn it is on a connection, and answers a function for a request to `/live`: it resolves once nothing is before that.
 * A browser asks again as soon as it has read an answer, the end of which a busy server may not have seen yet: a file that was
 * sent and is still being closed. That one is waited for.
 * @throws {Problem} behind an answer of `/live` that has not ended: no browser pipelines, a flood of polls would all be held, and
 * a connection that changed hands in the midst of a stream could neither be measured nor cut.
 */
export function takeTurn({ socket }: IncomingMessage, response: ServerResponse): () => Promise<void> | undefined {
	if (isTaken(socket)) throw outOfTurn();
	const before = newest.get(socket);
	const turn: Turn = { response, isLive: false };
	newest.set(socket, turn);
	return () => {
		turn.isLive = true;
		if (response.socket) return undefined;
		if (before?.response.socket) return new Promise((resolve) => response.once('socket', () => resolve()));
		throw outOfTurn();
	};
}

function outOfTurn(): Problem {
	return new Problem('bad-request', 'Wait for the answer before you ask again on the same connection.', { Connection: 'close' });
}
