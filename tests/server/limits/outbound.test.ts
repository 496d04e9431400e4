import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Outbound } from '../../../src/server/limits/outbound.ts';

let outbound: Outbound;
/** A socket as the bound looks at one: what waits, what was written, whether it is gone. */
let socket: { writableLength: number; bytesWritten: number; destroyed: boolean };
const drop = vi.fn();
const stream = { drop };

beforeEach(() => {
	vi.useFakeTimers();
	outbound = new Outbound({ soft: 100, hard: 1000, total: 1_000_000, stallMs: 5000 });
	socket = { writableLength: 0, bytesWritten: 0, destroyed: false };
	drop.mockClear();
});
afterEach(() => {
	outbound.stop();
	vi.useRealTimers();
});

function write(bytes: number): Socket {
	socket.writableLength += bytes;
	socket.bytesWritten += bytes;
	return socket as Socket;
}

it('a stream that leaves too much unread is closed at once', () => {
	outbound.check(write(1000), stream);
	expect(drop).not.toHaveBeenCalled();
	outbound.check(write(1), stream);
	expect([drop.mock.calls.length, outbound.closed]).toEqual([1, 1]);
});

it('an answer may be longer than that: its reader has only to go on taking it', () => {
	outbound.watch(write(300_000), stream);
	for (let second = 0; second < 60; second++) {
		socket.writableLength -= 4000;
		vi.advanceTimersByTime(1000);
	}
	expect(drop).not.toHaveBeenCalled();
	vi.advanceTimersByTime(7000);
	expect([drop.mock.calls.length, outbound.closed]).toEqual([1, 1]);
});

it('who has gone was not too slow', () => {
	outbound.watch(write(300), stream);
	socket.destroyed = true;
	vi.advanceTimersByTime(60_000);
	expect([drop.mock.calls.length, outbound.closed]).toEqual([0, 0]);
});
