import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pace } from '../../../src/lib/state/pace.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Whether the promise has resolved, once all that is due has run. */
async function hasAsked(asked: Promise<void>): Promise<boolean> {
	let isDone = false;
	void asked.then(() => (isDone = true));
	await vi.advanceTimersByTimeAsync(0);
	return isDone;
}

const never = () => false;
const going = () => new AbortController().signal;

describe('the pace of polling', () => {
	it('lets a lane ask once the interval has passed, not before', async () => {
		const asked = new Pace(1000, never).wait(going(), never);
		await vi.advanceTimersByTimeAsync(999);
		expect(await hasAsked(asked)).toBe(false);
		await vi.advanceTimersByTimeAsync(2);
		expect(await hasAsked(asked)).toBe(true);
	});

	it('heeds a changed interval while a lane waits', async () => {
		const pace = new Pace(30_000, never);
		const asked = pace.wait(going(), never);
		await vi.advanceTimersByTimeAsync(500);
		pace.intervalMs = 100;
		expect(await hasAsked(asked)).toBe(true);
	});

	it('holds a lane while asking is for nothing, and lets it go afterwards', async () => {
		let isHeld = true;
		const pace = new Pace(100, () => isHeld);
		const asked = pace.wait(going(), never);
		await vi.advanceTimersByTimeAsync(60_000);
		expect(await hasAsked(asked)).toBe(false);
		isHeld = false;
		pace.recheck();
		expect(await hasAsked(asked)).toBe(true);
	});

	it('lets a held lane ask when there is something left to fetch', async () => {
		let isLate = false;
		const pace = new Pace(100, () => true);
		const asked = pace.wait(going(), () => isLate);
		expect(await hasAsked(asked)).toBe(false);
		isLate = true;
		pace.recheck();
		expect(await hasAsked(asked)).toBe(true);
	});

	it('ends with the lane', async () => {
		const lane = new AbortController();
		const asked = new Pace(30_000, never).wait(lane.signal, never);
		lane.abort();
		expect(await hasAsked(asked)).toBe(true);
	});
});
