import { expect, it } from 'vitest';
import { samplesUntil } from '#lib/state/timeline.svelte.ts';
import { emptyLedger } from '#lib/wire/ledger.ts';

const reading = (requests: number) => [{ technique: 'sse' as const, reading: { ledger: { ...emptyLedger(), requests } } }];
const figures = (samples: ReturnType<typeof samplesUntil>) =>
	samples.map(({ seconds, lanes: { sse } }) => [seconds, sse?.requests, sse?.staleness]);

/** One sample at 4 s, of 3 requests. */
const [sample] = samplesUntil(4, [], reading(3));
const sampled = [{ seconds: 4, lanes: { sse: { ...sample!.lanes.sse!, staleness: 20 } } }];

it('what was measured since the last sample comes behind it, at its own moment', () => {
	expect(figures(samplesUntil(4.6, sampled, reading(5)))).toEqual([
		[4, 3, 20],
		[4.6, 5, undefined]
	]);
});

it('what came in at the moment of the last sample belongs to it, and leaves its staleness', () => {
	expect(figures(samplesUntil(4, sampled, reading(5)))).toEqual([[4, 5, 20]]);
});
