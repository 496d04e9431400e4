import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createChannelClaim } from '#lib/state/channel-claim.ts';

/* Node has the browser's BroadcastChannel, and no locks: as on a class's plain http. Time is false, what is said crosses in true time. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

const heard = () => new Promise((crossed) => setImmediate(() => setImmediate(crossed)));

/** So much time passes, and whatever is said meanwhile is heard. */
async function pass(ms: number): Promise<void> {
	for (let passed = 0; passed < ms; passed += 250) {
		await vi.advanceTimersByTimeAsync(250);
		for (let turn = 0; turn < 5; turn++) await heard();
	}
}

async function claim(onLost = () => {}) {
	const tab = createChannelClaim(onLost);
	const asked = tab.tryClaim();
	await pass(250);
	return { tab, runs: await asked };
}

/** A tab that runs, one that waits for it, and whether that one knows it gone. */
async function startTwo() {
	const [first, second] = [await claim(), await claim()];
	expect([first.runs, second.runs]).toEqual([true, false]);
	const waiting = new AbortController();
	const onFree = vi.fn();
	second.tab.whenFree(waiting.signal).then(onFree, () => {});
	await pass(9000);
	expect(onFree).not.toHaveBeenCalled();
	return { runs: first.tab, waits: second.tab, waiting, onFree };
}

describe('without locks a tab that waits', () => {
	it('knows at once that the one that ran has gone', async () => {
		const { runs, waits, onFree } = await startTwo();
		runs.release();
		await pass(250);
		expect(onFree).toHaveBeenCalledOnce();
		waits.release();
	});

	it('finds out that the one that ran says nothing any more', async () => {
		const post = vi.spyOn(BroadcastChannel.prototype, 'postMessage');
		const { runs, waits, onFree } = await startTwo();
		// A crash: what was there is gone, and says no word.
		post.mockImplementationOnce(() => {});
		runs.release();
		post.mockRestore();
		await pass(6000);
		expect(onFree).toHaveBeenCalledOnce();
		waits.release();
	});

	it('asks no more once it runs itself', async () => {
		const { runs, waits, waiting, onFree } = await startTwo();
		waiting.abort();
		await waits.takeOver();
		const post = vi.spyOn(BroadcastChannel.prototype, 'postMessage');
		await pass(6000);
		expect(post).not.toHaveBeenCalled();
		post.mockRestore();
		expect(onFree).not.toHaveBeenCalled();
		for (const tab of [runs, waits]) tab.release();
	});
});

it('a tab that is closed while it asks says nothing later', async () => {
	const tab = createChannelClaim(() => {});
	const asked = tab.tryClaim();
	tab.release();
	await pass(250);
	await asked;
	expect(() => tab.release()).not.toThrow();
});
