import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Attempt } from '#lib/state/attempt.ts';

const page = Object.assign(new EventTarget(), { hidden: false });
const machine = new EventTarget();

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('document', page);
	vi.stubGlobal('addEventListener', machine.addEventListener.bind(machine));
	page.hidden = false;
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

function begin() {
	const ended = new AbortController();
	const attempt = new Attempt(ended.signal);
	return { ended, attempt, isOver: () => attempt.signal.aborted };
}

describe('an attempt to hold a line', () => {
	it.each(['connecting', 'retrying'] as const)('that stays %s is given up after four to six seconds', (state) => {
		const { attempt, isOver } = begin();
		attempt.told(state);
		vi.advanceTimersByTime(3999);
		expect(isOver()).toBe(false);
		vi.advanceTimersByTime(2001);
		expect(isOver()).toBe(true);
	});

	it('that opened in time stays, whatever happens', () => {
		const { attempt, isOver } = begin();
		attempt.told('connecting');
		attempt.told('open');
		vi.advanceTimersByTime(60_000);
		machine.dispatchEvent(new Event('online'));
		page.dispatchEvent(new Event('visibilitychange'));
		expect(isOver()).toBe(false);
	});

	it.each([
		['the machine is online again', machine, 'online', false, true],
		['the page is seen again', page, 'visibilitychange', false, true],
		['the page is hidden', page, 'visibilitychange', true, false]
	] as const)('that lost its line, when %s', (_, target, type, hidden, over) => {
		const { attempt, isOver } = begin();
		attempt.told('open');
		attempt.told('retrying');
		page.hidden = hidden;
		target.dispatchEvent(new Event(type));
		expect(isOver()).toBe(over);
	});

	it('ends for good with what it is for', () => {
		const { ended, isOver } = begin();
		ended.abort();
		expect(isOver()).toBe(true);
	});
});
