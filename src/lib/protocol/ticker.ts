/** Twelve invented companies, in the order in which the feed is about them. */
export const SYMBOLS = ['ACME', 'BOLT', 'CRUX', 'DUNE', 'ECHO', 'FLUX', 'GRID', 'HALO', 'IRIS', 'JADE', 'KITE', 'LUMA'] as const;
export type MarketSymbol = (typeof SYMBOLS)[number];

/** Whether the market has it. */
export function isSymbol(text: unknown): text is MarketSymbol {
	return SYMBOLS.some((symbol) => symbol === text);
}

/** Bounds of the events a second, of all symbols together; `ticker` alone has the initial ones. */
export const TICKER_RATE_BOUNDS = { min: 1, max: 50, initial: 10 } as const;

/** The feed of so many events a second: `ticker`, or `ticker:<rate>`. */
export function tickerFeed(rate: number): string {
	return rate === TICKER_RATE_BOUNDS.initial ? 'ticker' : `ticker:${rate}`;
}

/** Events a second of `ticker` and `ticker:<rate>`; undefined for any other name. */
export function tickerRate(feed: string): number | undefined {
	const { min, max, initial } = TICKER_RATE_BOUNDS;
	if (feed === 'ticker') return initial;
	const rate = Number(/^ticker:([1-9]\d*)$/.exec(feed)?.[1]);
	return rate >= min && rate <= max ? rate : undefined;
}
