import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { consoleCommandSchema } from '#lib/protocol/console.ts';
import { packRecord, unpackRecord } from '#lib/protocol/packed-record.ts';
import type { PackedRecord } from '#lib/protocol/packed-record.ts';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import { KINDS, WAYS } from '#lib/wire/record.ts';
import type { WireRecord } from '#lib/wire/record.ts';

const START = 1_800_000_000_000;
const record: fc.Arbitrary<WireRecord> = fc.record({
	lane: fc.constantFrom(...TECHNIQUE_IDS, 'sse.left'),
	at: fc.integer({ min: 0, max: 100_000 }).map((tenths) => START + tenths / 10),
	way: fc.constantFrom(...WAYS),
	kind: fc.constantFrom(...KINDS),
	head: fc.nat(),
	framing: fc.nat(),
	heartbeat: fc.nat(),
	payload: fc.nat(),
	events: fc.nat()
});

describe('a record', () => {
	it('is the same after it was packed, sent as JSON and unpacked, its moment to a tenth of a millisecond', () => {
		fc.assert(
			fc.property(record, (given) => {
				const sent = JSON.parse(JSON.stringify(packRecord(given, START))) as PackedRecord;
				const { at, ...rest } = unpackRecord(sent, START);
				const { at: givenAt, ...givenRest } = given;
				expect(rest).toEqual(givenRest);
				expect(Math.abs(at - givenAt)).toBeLessThanOrEqual(0.051);
			})
		);
	});

	it('of a way or kind that the page does not know is refused', () => {
		expect(() => unpackRecord(['sse', 0, 2, 0, 0, 0, 0, 0, 0], START)).toThrow(RangeError);
		expect(() => unpackRecord(['sse', 0, 0, KINDS.length, 0, 0, 0, 0, 0], START)).toThrow(RangeError);
	});
});

describe('a command', () => {
	it.each([
		{ probe: 0 },
		{ probe: 12.5 },
		{ settings: { rate: 2, paused: true } },
		{ faults: { cut: true } },
		{ settings: { size: 20 }, faults: { cut: true } }
	])('%j is taken', (command) => expect(v.is(consoleCommandSchema, command)).toBe(true));
	it.each([
		{},
		[],
		{ settings: {} },
		{ settings: [] },
		{ faults: {} },
		{ faults: [] },
		{ settings: { rate: 2 }, faults: [] },
		{ probe: '1' },
		{ probe: Infinity },
		{ probe: Number.NaN },
		{ probe: [1] },
		{ probe: 1, settings: { rate: 2 } },
		{ settings: { seed: 1 } },
		{ settings: { rate: 0 } },
		{ faults: { cut: false } },
		{ faults: { other: true } },
		{ other: 1 },
		null,
		7
	])('%j is refused', (command) => expect(v.is(consoleCommandSchema, command)).toBe(false));
});
