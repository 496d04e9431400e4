import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBudget } from '#lib/state/stream-budget.ts';

/* Node has the browser's BroadcastChannel, and no locks: as on a class's plain http. */
beforeEach(() => {
	vi.stubGlobal('self', { origin: 'http://192.168.0.7:3000' });
	vi.stubGlobal('navigator', {});
});
afterEach(() => void vi.unstubAllGlobals());

describe('without locks embeds agree on a channel', () => {
	it('on three streams, of whichever sizes', async () => {
		const [a, b, c] = await Promise.all([openBudget(() => {}), openBudget(() => {}), openBudget(() => {})]);
		expect([a.most, a.alone]).toEqual([3, undefined]);
		expect(await a.hold(2)).toBe(true);
		expect(await b.hold(2)).toBe(false);
		expect(await c.hold(1)).toBe(true);
		a.release();
		expect(await b.hold(2)).toBe(true);
		for (const budget of [b, c]) budget.release();
	});

	it('and one that holds none asks for nothing, even where all are taken', async () => {
		const [race, chat] = await Promise.all([openBudget(() => {}), openBudget(() => {})]);
		await race.hold(3);
		expect(await chat.hold(0)).toBe(true);
		expect(await chat.hold(1)).toBe(false);
		race.release();
		expect(await chat.hold(1)).toBe(true);
		expect(await chat.hold(0)).toBe(true);
		await vi.waitFor(async () => expect(await race.hold(3)).toBe(true));
		race.release();
	});

	it('where all ask in the same moment: the fourth goes without', async () => {
		const four = await Promise.all([1, 2, 3, 4].map(() => openBudget(() => {})));
		expect((await Promise.all(four.map((budget) => budget.hold(1)))).filter(Boolean)).toHaveLength(3);
		for (const budget of four) budget.release();
	});

	it('one that takes over has theirs, and they are told', async () => {
		const lost: string[] = [];
		const [race, ticker] = await Promise.all([openBudget(() => lost.push('race')), openBudget(() => lost.push('ticker'))]);
		await race.hold(3);
		expect(await ticker.hold(1)).toBe(false);
		await ticker.takeOver(1);
		await vi.waitFor(() => expect(lost).toEqual(['race']));
		expect(await ticker.hold(1)).toBe(true);
		expect(await race.hold(3)).toBe(false);
		ticker.release();
	});
});

describe('an embed is alone', () => {
	it('in a sandbox, whose channel nobody else hears', async () => {
		vi.stubGlobal('self', { origin: 'null' });
		const budget = await openBudget(() => {});
		expect([budget.most, budget.alone]).toEqual([1, 'sandboxed']);
	});

	it('where the browser has no channel', async () => {
		vi.stubGlobal('BroadcastChannel', undefined);
		const budget = await openBudget(() => {});
		expect([budget.most, budget.alone]).toEqual([1, 'mute']);
	});

	it('where its storage is blocked', async () => {
		const refused = () => {
			throw new DOMException('blocked', 'SecurityError');
		};
		vi.stubGlobal('navigator', { locks: { query: refused } });
		vi.stubGlobal('BroadcastChannel', refused);
		const budget = await openBudget(() => {});
		expect([budget.most, budget.alone]).toEqual([1, 'blocked']);
	});
});
