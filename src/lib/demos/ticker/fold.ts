import type { FeedEvent } from '#lib/protocol/event.ts';
import { isSymbol } from '#lib/protocol/ticker.ts';
import type { MarketSymbol } from '#lib/protocol/ticker.ts';
import type { Fold } from '#lib/state/seat.svelte.ts';

/** A price and its moment, ms since 1970. */
export interface PricePoint {
	readonly at: number;
	readonly value: number;
}

/** The prices of one symbol in the last minute, oldest first; at least one. */
export type Quote = readonly PricePoint[];

/** What the board shows: a quote for each symbol that was heard of. */
export type Market = Readonly<Partial<Record<MarketSymbol, Quote>>>;

/** How far back a quote goes. */
export const MINUTE_MS = 60_000;

/** The moment of the newest price of all, ms since 1970; undefined before the first. */
export function newestAt(market: Market): number | undefined {
	const moments = Object.values(market).flatMap((quote) => quote.at(-1)?.at ?? []);
	return moments.length > 0 ? Math.max(...moments) : undefined;
}

/** The last minute of each symbol. */
export const tickerFold: Fold<Market> = {
	initial: () => ({}),
	apply(market, { type, at, data }: FeedEvent) {
		const { symbol, price } = (data ?? {}) as { symbol?: unknown; price?: unknown };
		if (type !== 'price' || !isSymbol(symbol) || typeof price !== 'number' || !Number.isFinite(price)) return market;
		const since = (market[symbol] ?? []).filter((point) => point.at > at - MINUTE_MS);
		return { ...market, [symbol]: [...since, { at, value: price }] };
	}
};
