import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SeatUpstream } from '#lib/state/upstream.svelte.ts';

let upstream: SeatUpstream;
beforeEach(() => {
	vi.useFakeTimers();
	upstream = new SeatUpstream();
});
afterEach(() => vi.useRealTimers());

it('is down once an attempt was in vain, and up with the next answer, which wakes all that wait', () => {
	const waiting = upstream.failed();
	expect([upstream.isDown, waiting.aborted]).toEqual([true, false]);
	upstream.answered();
	expect([upstream.isDown, waiting.aborted]).toEqual([false, true]);
});

it('is down where what was sent has no answer for two seconds, though nobody has said so: a socket that is silent', () => {
	upstream.left();
	vi.advanceTimersByTime(1900);
	expect(upstream.isDown).toBe(false);
	vi.advanceTimersByTime(200);
	expect(upstream.isDown).toBe(true);
	upstream.answered();
	vi.advanceTimersByTime(10_000);
	expect(upstream.isDown).toBe(false);
});

it('with hope for the line lets those try who wait, and stays down until one is answered', () => {
	const waiting = upstream.failed();
	upstream.hope();
	expect([upstream.isDown, waiting.aborted, upstream.failed().aborted]).toEqual([true, true, false]);
});
