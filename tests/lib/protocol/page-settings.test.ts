import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenParameters, withoutParameters, writeAllFields } from '../../../src/lib/protocol/fields.ts';
import {
	COUNTS,
	INTERVAL_BOUNDS,
	PAGE_FIELDS,
	THEMES,
	readPageSettings,
	writePageSettings
} from '../../../src/lib/protocol/page-settings.ts';
import type { PageSettings } from '../../../src/lib/protocol/page-settings.ts';
import { RACE_BOUNDS, maxRate } from '../../../src/lib/protocol/settings.ts';
import { TECHNIQUE_IDS } from '../../../src/lib/protocol/technique-id.ts';

const untold = readPageSettings(new URLSearchParams());
const read = (query: string) => readPageSettings(new URLSearchParams(query));
const thousandths = (min: number, max: number) => fc.integer({ min: min * 1000, max: max * 1000 }).map((value) => value / 1000);

const settings: fc.Arbitrary<PageSettings> = fc
	.record({
		rate: thousandths(RACE_BOUNDS.rate.min, RACE_BOUNDS.rate.max),
		size: fc.integer(RACE_BOUNDS.size),
		interval: thousandths(INTERVAL_BOUNDS.min, INTERVAL_BOUNDS.max),
		seed: fc.integer(RACE_BOUNDS.seed),
		count: fc.constantFrom(...COUNTS),
		techniques: fc.subarray([...TECHNIQUE_IDS], { minLength: 1 }),
		theme: fc.constantFrom(...THEMES),
		paused: fc.boolean(),
		keys: fc.constantFrom('on' as const, 'off' as const),
		socketio: fc.constantFrom('default' as const, 'websocket' as const),
		present: fc.integer({ min: 0, max: 40 }),
		follow: fc.constantFrom('', 'abcdefg2')
	})
	.filter(({ rate, size }) => rate <= maxRate(size));

describe('a link with every setting', () => {
	it('comes back as it was, and says what is as it would be untold, too', () => {
		fc.assert(
			fc.property(settings, (given) => {
				const query = writeAllFields(PAGE_FIELDS, given);
				expect(read(query)).toEqual(given);
				const told = Object.values(PAGE_FIELDS).map(({ parameter }) => parameter);
				// A text that is empty is told by its absence.
				expect([...new URLSearchParams(query).keys()]).toEqual(told.filter((parameter) => parameter !== 'follow' || given.follow !== ''));
			})
		);
	});

	it('leaves out what is asked for', () => {
		expect(withoutParameters('?keys=on&rate=1&techniques=sse,websocket', ['keys'])).toBe('?rate=1&techniques=sse,websocket');
		expect(withoutParameters('?keys=on', ['keys', 'room'])).toBe('');
	});
});

describe('a link that cannot be read', () => {
	const broken = (query: string) => {
		const asked = new URLSearchParams(query);
		return brokenParameters(PAGE_FIELDS, asked, readPageSettings(asked)).map(({ parameter, fault }) => `${parameter} ${fault}`);
	};

	it.each([
		['?rate=fast', ['rate unread']],
		['?rate=5&seed=-1&theme=pink', ['seed unread', 'theme unread']],
		['?rate=', ['rate unread']],
		['?rate=5000', ['rate unread']],
		['?techniques=sse,pigeon', ['techniques incomplete']],
		['?techniques=sse,', ['techniques incomplete']],
		['?techniques=websocket,sse', []],
		['?rate=200&size=8000', ['rate bounded']],
		['?rate=9.1429&size=7000', []],
		['?interval=0.1234', []],
		['?interval=0.12345', ['interval unread']],
		['?rate=5.0', []],
		['?rate=5&utm_source=x', []],
		['', []]
	])('%s', (query, parameters) => {
		expect(broken(query)).toEqual(parameters);
	});
});

describe('the settings of a link', () => {
	it('come back from the link as they went into it', () => {
		fc.assert(
			fc.property(settings, (given) => {
				expect(read(writePageSettings(given))).toEqual(given);
			})
		);
	});

	it('leave no trace in the link where they are as untold', () => {
		expect(writePageSettings(untold)).toBe('');
	});

	it('are as untold wherever a link is broken, whatever it says', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('rate', 'size', 'interval', 'seed', 'count', 'techniques', 'theme', 'socketio', 'paused', 'keys'),
				fc.string(),
				(name, text) => {
					const query = new URLSearchParams({ [name]: text });
					expect(read(writePageSettings(readPageSettings(query)))).toEqual(readPageSettings(query));
				}
			)
		);
	});

	it.each([
		['rate=0.05', 'rate'],
		['rate=201', 'rate'],
		['rate=1e2', 'rate'],
		['rate=-1', 'rate'],
		['size=19', 'size'],
		['size=20.5', 'size'],
		['interval=31', 'interval'],
		['seed=4294967296', 'seed'],
		['count=everything', 'count'],
		['techniques=', 'techniques'],
		['theme=sepia', 'theme'],
		['socketio=maybe', 'socketio']
	] as const)('%s is as untold', (query, name) => {
		expect(read(query)[name]).toEqual(untold[name]);
	});

	it('keep techniques in the table’s order, each once, and drop unknown ones', () => {
		expect(read('techniques=websocket,sse,carrier-pigeon,sse').techniques).toEqual(['sse', 'websocket']);
	});

	it('hold the rate within what a lane carries', () => {
		expect(read('rate=200&size=8000').rate).toBe(8);
	});
});
