import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCrossing, emptyLedger, foldLedger, payloadShare } from '#lib/wire/ledger.ts';
import { KINDS, PURPOSES, WAYS, crossing, totalBytes } from '#lib/wire/record.ts';
import type { Crossing } from '#lib/wire/record.ts';

const bytes = fc.nat(100_000);
const anyCrossing: fc.Arbitrary<Crossing> = fc.record({
	way: fc.constantFrom(...WAYS),
	kind: fc.constantFrom(...KINDS),
	head: bytes,
	framing: bytes,
	heartbeat: bytes,
	payload: bytes,
	events: fc.nat(20)
});
const crossings = fc.array(anyCrossing, { maxLength: 30 });

describe('a ledger', () => {
	it('is the same however its records are split', () => {
		fc.assert(
			fc.property(crossings, fc.nat(30), (all, at) => {
				const ledger = foldLedger(all.slice(0, at));
				for (const one of all.slice(at)) addCrossing(ledger, one);
				expect(ledger).toEqual(foldLedger(all));
			})
		);
	});

	it("has totals that are the sums of its purposes, and its records' bytes", () => {
		fc.assert(
			fc.property(crossings, (all) => {
				const ledger = foldLedger(all);
				for (const way of WAYS) {
					const tally = ledger[way];
					expect(PURPOSES.reduce((sum, purpose) => sum + tally[purpose], 0)).toBe(tally.total);
					expect(all.filter((one) => one.way === way).reduce((sum, one) => sum + totalBytes(one), 0)).toBe(tally.total);
				}
			})
		);
	});

	it('of nothing is empty, and each call makes a new one', () => {
		const ledger = foldLedger([]);
		addCrossing(ledger, crossing('up', 'request', { head: 9 }));
		expect(emptyLedger().up.total).toBe(0);
		expect(foldLedger([])).toEqual(emptyLedger());
	});

	it.each([
		[crossing('up', 'connect'), { connections: 1 }],
		[crossing('up', 'request', { head: 10 }), { requests: 1 }],
		[crossing('down', 'answer', { head: 10 }), { empty: 1 }],
		[crossing('down', 'answer', { payload: 10, events: 2 }), { events: 2 }],
		[crossing('down', 'response', { head: 10 }), {}],
		[crossing('down', 'event', { payload: 10, events: 1 }), { events: 1 }],
		[crossing('down', 'heartbeat', { heartbeat: 6 }), { heartbeats: 1 }],
		[crossing('up', 'heartbeat', { heartbeat: 6 }), { heartbeats: 1 }],
		[crossing('up', 'publish', { payload: 6, events: 1 }), {}],
		[crossing('down', 'close'), {}]
	])('counts %j', (one, expected) => {
		const { connections, requests, empty, events, heartbeats } = foldLedger([one]);
		expect({ connections, requests, empty, events, heartbeats }).toEqual({
			connections: 0,
			requests: 0,
			empty: 0,
			events: 0,
			heartbeats: 0,
			...expected
		});
	});

	it('says what share of it is payload, 0 when nothing crossed', () => {
		expect(payloadShare(emptyLedger())).toBe(0);
		expect(payloadShare(foldLedger([crossing('up', 'request', { head: 75 }), crossing('down', 'event', { payload: 25 })]))).toBe(0.25);
	});
});
