import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Deed } from '#lib/protocol/present.ts';
import { BEAT_MS, Deeds } from '#lib/state/deeds.ts';

const deed = (what: string): Deed => ({ by: 'Ada', what });
const FIRST = ['one', 'two', 'three'].map(deed);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the deeds of a step', () => {
	function setUp() {
		const done: string[] = [];
		const hindered = new Set<string>();
		const deeds = new Deeds(({ what }) => !hindered.has(what) && done.push(what) > 0);
		const beats = (count: number) => vi.advanceTimersByTime(count * BEAT_MS);
		return { done, hindered, deeds, beats };
	}

	it('are done one after the other, each once, and then nothing is', () => {
		const { done, deeds, beats } = setUp();
		deeds.begin(1, FIRST);
		expect(done).toEqual([]);
		beats(2);
		expect(done).toEqual(['one', 'two']);
		beats(100);
		expect(done).toEqual(['one', 'two', 'three']);
		expect(vi.getTimerCount()).toBe(0);
	});

	it('are not done by who leafs through, however often', () => {
		const { done, deeds, beats } = setUp();
		for (let press = 0; press < 50; press++) {
			deeds.begin(1 + (press % 2), FIRST);
			beats(0.5);
		}
		expect(done).toEqual([]);
	});

	it('go on where they were left, and are not done again, when one comes back', () => {
		const { done, deeds, beats } = setUp();
		deeds.begin(1, FIRST);
		beats(1);
		deeds.begin(2, []);
		beats(5);
		expect(done).toEqual(['one']);
		deeds.begin(1, FIRST);
		beats(5);
		deeds.begin(1, FIRST);
		beats(5);
		expect(done).toEqual(['one', 'two', 'three']);
	});

	it('wait for one that cannot be done yet', () => {
		const { done, hindered, deeds, beats } = setUp();
		hindered.add('two');
		deeds.begin(1, FIRST);
		beats(10);
		expect(done).toEqual(['one']);
		hindered.clear();
		beats(2);
		expect(done).toEqual(['one', 'two', 'three']);
	});

	it('end with the presentation', () => {
		const { done, deeds, beats } = setUp();
		deeds.begin(1, FIRST);
		beats(1);
		deeds.stop();
		beats(5);
		expect(done).toEqual(['one']);
	});
});
