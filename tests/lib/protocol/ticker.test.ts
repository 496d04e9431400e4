import { expect, it } from 'vitest';
import { isSymbol, TICKER_RATE_BOUNDS, tickerFeed, tickerRate } from '#lib/protocol/ticker.ts';

it('ten a second is the feed `ticker` itself', () => {
	expect([1, 10, 50].map(tickerFeed)).toEqual(['ticker:1', 'ticker', 'ticker:50']);
});

it('every rate has a feed whose name says it', () => {
	const { min, max } = TICKER_RATE_BOUNDS;
	const rates = Array.from({ length: max - min + 1 }, (_, index) => min + index);
	expect(rates.map((rate) => tickerRate(tickerFeed(rate)))).toEqual(rates);
});

it.each([
	['LUMA', true],
	['luma', false],
	['toString', false],
	[0, false],
	[undefined, false]
])('%j is a symbol of the market: %s', (text, is) => expect(isSymbol(text)).toBe(is));
