import { demoFields } from '#lib/protocol/demo-settings.ts';
import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import { choice, number } from '#lib/protocol/fields.ts';
import type { Fields } from '#lib/protocol/fields.ts';
import { SYMBOLS, TICKER_RATE_BOUNDS } from '#lib/protocol/ticker.ts';
import type { MarketSymbol } from '#lib/protocol/ticker.ts';

/** What the link of the ticker holds. */
export interface TickerSettings extends DemoSettings {
	/** Prices a second, of all symbols together. */
	readonly rate: number;
	/** The one in the larger chart. */
	readonly symbol: MarketSymbol;
}

/** The table of the ticker's settings. */
export const tickerFields: Fields<TickerSettings> = {
	...demoFields('sse'),
	rate: number('rate', TICKER_RATE_BOUNDS, true),
	symbol: choice('symbol', SYMBOLS, 'ACME')
};
