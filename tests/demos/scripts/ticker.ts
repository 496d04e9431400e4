import { tickerFold } from '#lib/demos/ticker/fold.ts';
import type { Market } from '#lib/demos/ticker/fold.ts';
import type { DemoScript } from '../script.ts';

/** The market: a generated feed, nobody publishes. */
export const script: DemoScript<Market> = {
	fold: tickerFold,
	read: (market) => Object.entries(market).map(([symbol, quote]) => [symbol, quote.map(({ at, value }) => [at, value])])
};
