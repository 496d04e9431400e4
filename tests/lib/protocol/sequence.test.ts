import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RESET, eventId } from '../../../src/lib/protocol/event.ts';
import { Sequence } from '../../../src/lib/protocol/sequence.ts';

const event = (seq: number, type = 'tick') => ({ id: eventId('e', seq), at: 0, type, data: null });

function checked(seqs: readonly number[]): Sequence {
	const sequence = new Sequence(0);
	for (const seq of seqs) sequence.add(event(seq));
	return sequence;
}

describe('the check of what a lane delivered', () => {
	it.each([
		['all in order', [1, 2, 3], { missed: 0, doubled: 0, outOfOrder: 0 }],
		['one left out', [1, 3], { missed: 1, doubled: 0, outOfOrder: 0 }],
		['the first left out', [2, 3], { missed: 1, doubled: 0, outOfOrder: 0 }],
		['one that came twice', [1, 2, 2, 3], { missed: 0, doubled: 1, outOfOrder: 0 }],
		['one that came late', [1, 3, 2], { missed: 0, doubled: 0, outOfOrder: 1 }],
		['one that came late, and then again', [1, 3, 2, 2], { missed: 0, doubled: 1, outOfOrder: 1 }]
	])('sees %s', (_, seqs, expected) => {
		const { missed, doubled, outOfOrder } = checked(seqs);
		expect({ missed, doubled, outOfOrder }).toEqual(expected);
	});

	it('counts what a reset says is gone as missed, and goes on after it', () => {
		const sequence = checked([1, 2]);
		sequence.add(event(40, RESET));
		sequence.add(event(41));
		expect(sequence).toMatchObject({ missed: 38, doubled: 0, resets: 1, last: 41, received: 3 });
	});

	it('cannot say how much is gone where the log is another one', () => {
		const sequence = checked([1, 2]);
		sequence.add({ ...event(40, RESET), id: eventId('f', 40) });
		sequence.add({ ...event(41), id: eventId('f', 41) });
		expect(sequence).toMatchObject({ missed: 0, resets: 1, last: 41 });
	});

	it('accounts for every event of any shuffled, doubled and thinned delivery', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (seqs) => {
				const sequence = checked(seqs);
				const distinct = new Set(seqs).size;
				expect(sequence.received).toBe(seqs.length);
				expect(sequence.doubled).toBe(seqs.length - distinct);
				expect(sequence.missed).toBe(Math.max(...seqs) - distinct);
			})
		);
	});
});
