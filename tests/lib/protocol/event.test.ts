import * as v from 'valibot';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventId, parseEventId, seqOf } from '#lib/protocol/event.ts';
import { newEventSchema } from '#lib/protocol/new-event.ts';

describe('an event id', () => {
	it.each([
		['m1-0', 'm1', 0],
		['m1-1', 'm1', 1],
		['a-999999999999999', 'a', 999_999_999_999_999],
		['0123456789abcdef-7', '0123456789abcdef', 7]
	])('%s is epoch %s and seq %i', (text, epoch, seq) => {
		expect(parseEventId(text)).toEqual({ epoch, seq });
		expect(eventId(epoch, seq)).toBe(text);
		expect(seqOf(eventId(epoch, seq))).toBe(seq);
	});

	it.each([
		'',
		'-',
		'1',
		'm1',
		'm1-',
		'-1',
		'm1-01',
		'm1--1',
		'm1-1-1',
		'm1-1.0',
		'm1-1e3',
		'm1-+1',
		'm1-9999999999999999',
		'M1-1',
		'0123456789abcdefg-1',
		' m1-1',
		'm1-1 ',
		'm1-1\n',
		'm1\n-1',
		'm１-1',
		'm1-١',
		'__proto__-1',
		'm1-1\u0000',
		'm1-NaN',
		'm1-Infinity'
	])('%j is none', (text) => expect(parseEventId(text)).toBeUndefined());

	it('made of any epoch and seq is read back', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[a-z0-9]{1,16}$/), fc.nat(2 ** 40), (epoch, seq) => {
				expect(parseEventId(eventId(epoch, seq))).toEqual({ epoch, seq });
			})
		);
	});
});

describe('an event to publish', () => {
	const valid = { type: 'say', data: null, key: 'k' };
	it.each([
		valid,
		{ ...valid, type: 'a'.repeat(32) },
		{ ...valid, type: 'a-1' },
		{ ...valid, key: 'Az09_-'.padEnd(64, 'x') },
		{ ...valid, data: {} }
	])('%j is one', (event) => expect(v.is(newEventSchema, event)).toBe(true));
	it.each([
		null,
		[],
		'say',
		{ ...valid, id: 'm1-1' },
		{ ...valid, type: 'reset' },
		{ ...valid, type: '-a' },
		{ ...valid, type: '1a' },
		{ ...valid, type: 'a\n' },
		{ ...valid, key: 'k\n' },
		{ ...valid, key: '' },
		{ ...valid, key: 7 },
		{ type: 'say', data: 1 },
		{ type: 'say', key: 'k' }
	])('%j is none', (event) => expect(v.is(newEventSchema, event)).toBe(false));
});
