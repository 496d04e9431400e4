import { describe, expect, it } from 'vitest';
import { minuteBefore } from '#lib/demos/ticker/feed.ts';
import { MINUTE_MS, newestAt, tickerFold } from '#lib/demos/ticker/fold.ts';
import type { Market } from '#lib/demos/ticker/fold.ts';
import { pulseSentence, readPulse } from '#lib/demos/ticker/pulse.ts';
import { formatChange, quoteFigures, quoteSentence, staleSeconds } from '#lib/demos/ticker/quote.ts';
import { tickerFields } from '#lib/demos/ticker/settings.ts';
import { SPARK, sparkPath } from '#lib/demos/ticker/spark-path.ts';
import { eventId } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { readFields, writeFields } from '#lib/protocol/fields.ts';
import { SYMBOLS } from '#lib/protocol/ticker.ts';
import { createTicker } from '../../../src/server/feeds/ticker.ts';

const NOW = Date.UTC(2026, 10, 22, 9);
const event = (at: number, data: unknown, type = 'price'): FeedEvent => ({ id: eventId('m1', at), at, type, data });
const fold = (events: readonly FeedEvent[], market = tickerFold.initial()): Market => events.reduce(tickerFold.apply, market);

describe('the fold of the ticker', () => {
	it('makes twelve quotes of a minute of the real feed, each ending with the newest price', async () => {
		const { events } = await createTicker('ticker', 10, 1000, () => NOW).read(0, 1000);
		const market = fold(events);
		expect(Object.keys(market).sort()).toEqual([...SYMBOLS].sort());
		for (const symbol of SYMBOLS) {
			const last = events.findLast(({ data }) => (data as { symbol: string }).symbol === symbol);
			expect(market[symbol]?.at(-1)).toEqual({ at: last?.at, value: (last?.data as { price: number }).price });
			const span = (market[symbol]?.at(-1)?.at ?? 0) - (market[symbol]?.[0]?.at ?? 0);
			expect(span).toBeGreaterThan(MINUTE_MS - 1500);
			expect(span).toBeLessThan(MINUTE_MS);
		}
	});

	it('changes nothing that was shown before', () => {
		const before = fold([event(1, { symbol: 'ACME', price: 1 })]);
		const copy = structuredClone(before);
		const after = fold([event(2, { symbol: 'ACME', price: 2 }), event(3, { symbol: 'BOLT', price: 3 })], before);
		expect(before).toEqual(copy);
		expect(after).toEqual({
			ACME: [
				{ at: 1, value: 1 },
				{ at: 2, value: 2 }
			],
			BOLT: [{ at: 3, value: 3 }]
		});
		expect(fold([event(4, { symbol: 'BOLT', price: 4 })], after).ACME).toBe(after.ACME);
	});

	it.each([
		['a reset', event(2, { reason: 'too-old', oldest: 'm1-1', newest: 'm1-9' }, 'reset')],
		['another type', event(2, { symbol: 'ACME', price: 2 }, 'news')],
		['no data', event(2, undefined)],
		['null', event(2, null)],
		['a text', event(2, 'ACME')],
		['an unknown symbol', event(2, { symbol: 'WIRE', price: 2 })],
		['the name of a property that every object has', event(2, { symbol: 'constructor', price: 2 })],
		['no price', event(2, { symbol: 'ACME' })],
		['a price that is a text', event(2, { symbol: 'ACME', price: '2' })],
		['a price that is no number', event(2, { symbol: 'ACME', price: NaN })],
		['an endless price', event(2, { symbol: 'ACME', price: Infinity })]
	])('is not changed by %s', (_, odd) => {
		const market = fold([event(1, { symbol: 'ACME', price: 1 })]);
		expect(tickerFold.apply(market, odd)).toBe(market);
	});
});

describe('a quote', () => {
	const quote = [100, 103, 99, 101].map((value, index) => ({ at: index * 1000, value }));

	it('comes to a price, a change since its oldest, a range and a way', () => {
		expect(quoteFigures(quote)).toEqual({ price: 101, change: expect.closeTo(0.01), low: 99, high: 103, way: 1 });
		expect(quoteFigures(quote.slice(0, 3))).toMatchObject({ way: -1 });
		expect(quoteFigures(quote.slice(0, 1))).toEqual({ price: 100, change: 0, low: 100, high: 100, way: 0 });
		expect(quoteFigures([])).toBeUndefined();
	});

	it('is told in a sentence', () => {
		expect(quoteSentence('ACME', quoteFigures(quote), 0)).toBe(
			'ACME costs 101.00, 1.00 % more than a minute ago; it was between 99.00 and 103.00.'
		);
		expect(quoteSentence('ACME', quoteFigures(quote.slice(0, 3)), 0)).toContain('1.00 % less than a minute ago');
		expect(quoteSentence('ACME', quoteFigures(quote.slice(0, 1)), 0)).toContain('as much as a minute ago');
		expect(quoteSentence('ACME', undefined, 0)).toBe('No price of ACME has arrived yet.');
	});

	it('that is old is told as what it was, and when', () => {
		expect(quoteSentence('ACME', quoteFigures(quote), 14)).toBe(
			'14 s ago ACME cost 101.00, 1.00 % more than a minute before; it was between 99.00 and 103.00.'
		);
	});

	it.each([
		[0, 0],
		[2400, 0],
		[2600, 3],
		[14_200, 14],
		[-300, 0]
	])('whose newest price came %i ms ago is %i s old', (ms, seconds) => expect(staleSeconds(NOW, NOW + ms)).toBe(seconds));

	it('is not called old where the clock or the price is not known', () => {
		expect([staleSeconds(undefined, NOW), staleSeconds(NOW, undefined)]).toEqual([0, 0]);
	});

	it('is as new as the newest price of the market: of a slow one each symbol has a price in twelve seconds', () => {
		const market = fold([event(NOW, { symbol: 'ACME', price: 1 }), event(NOW + 9000, { symbol: 'BOLT', price: 3 })]);
		expect([newestAt(market), newestAt({})]).toEqual([NOW + 9000, undefined]);
	});

	it.each([
		[0.0042, '+0.42 %'],
		[-0.0042, '−0.42 %'],
		[0, '±0.00 %'],
		[-0.00001, '±0.00 %']
	])('writes a change of %f as %s', (change, text) => expect(formatChange(change)).toBe(text));

	it('is drawn with one point a second, whatever the rate, within its box', () => {
		const fast = Array.from({ length: 250 }, (_, index) => ({ at: NOW + index * 240, value: Math.sin(index) }));
		const points = sparkPath(fast)
			.slice(1)
			.split('L')
			.map((point) => point.split(' ').map(Number));
		expect(points.length).toBeLessThanOrEqual(61);
		expect(points.at(-1)?.[0]).toBe(SPARK.width);
		for (const [x = NaN, y = NaN] of points) {
			expect(x).toBeGreaterThanOrEqual(0);
			expect(x).toBeLessThanOrEqual(SPARK.width);
			expect(y).toBeGreaterThanOrEqual(0);
			expect(y).toBeLessThanOrEqual(SPARK.height);
		}
		expect(sparkPath([])).toBe('');
		expect(sparkPath([{ at: 0, value: 5 }])).toBe('M100 12');
	});
});

describe('the pulse of the board', () => {
	it('counts drawings, and finds the longest standstill, the present one too', () => {
		const steady = Array.from({ length: 100 }, (_, index) => index * 100);
		expect(readPulse(steady, 9900)).toEqual({ perSecond: 10, stillMs: 100 });
		expect(readPulse([1000, 2000, 3000, 4000, 5000, 6000], 6500)).toEqual({ perSecond: 1, stillMs: 1000 });
		expect(readPulse([0, 100], 9000)).toEqual({ perSecond: 0, stillMs: 8900 });
	});

	it('says nothing before it has looked long enough', () => {
		expect(readPulse([], 9000)).toBeUndefined();
		expect(readPulse([5000, 6000], 9000)).toBeUndefined();
		expect(pulseSentence(1, undefined)).toBe('1 price a second is sent.');
		expect(pulseSentence(10, { perSecond: 1, stillMs: 1020 })).toBe(
			'10 prices a second are sent. The board moves 1.0 times a second and stands still for 1.02 s at most.'
		);
	});
});

describe('where the ticker begins', () => {
	it.each([
		['ticker', 'm1-1000', 'm1-400'],
		['ticker:50', 'm1-10000', 'm1-7000'],
		['ticker:1', 'm1-1000', 'm1-940'],
		['ticker', 'm1-5', 'm1-0']
	])('%s at %s: a minute before, %s', (feed, newest, after) => expect(minuteBefore(newest, feed)).toBe(after));

	it.each([
		['', 'ticker'],
		['m1-1000', 'ticker:0']
	])('is now where there is no such event or ticker: %j of %s', (newest, feed) => expect(minuteBefore(newest, feed)).toBeUndefined());
});

describe('the link of the ticker', () => {
	const read = (query: string) => readFields(tickerFields, new URLSearchParams(query));

	it('holds the rate and the chosen symbol, and leaves out what is as it would be untold', () => {
		expect(read('rate=50&symbol=LUMA')).toMatchObject({ rate: 50, symbol: 'LUMA', technique: 'sse' });
		expect(writeFields(tickerFields, read('rate=50&symbol=LUMA'))).toBe('?rate=50&symbol=LUMA');
		expect(writeFields(tickerFields, read('rate=10&symbol=ACME'))).toBe('');
	});

	it.each(['rate=0', 'rate=51', 'rate=1.5', 'rate=-1', 'rate=NaN', 'symbol=acme', 'symbol=constructor', 'symbol='])(
		'takes %s for untold',
		(query) => expect(read(query)).toMatchObject({ rate: 10, symbol: 'ACME' })
	);
});
