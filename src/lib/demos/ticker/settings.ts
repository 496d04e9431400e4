import { demoFields } from '#lib/protocol/demo-settings.ts';
import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import { choice, number } from '#lib/protocol/fields.ts';
import type { Fields } from '#lib/protocol/fields.ts';
import { SYMBOLS } from './symbols.ts';
import type { MarketSymbol } from './symbols.ts';

/** What the link of the ticker holds. */
export interface TickerSettings extends DemoSettings {
	/** Prices a second, of all symbols together. */
	readonly rate: number;
	/** The one in the larger chart. */
	readonly symbol: MarketSymbol;
}

/** Bounds of the events a second. */
export const RATE_BOUNDS = { min: 1, max: 50, initial: 10 } as const;

/** The table of the ticker's settings. */
export const tickerFields: Fields<TickerSettings> = {
	...demoFields('sse'),
	rate: number('rate', RATE_BOUNDS, true),
	symbol: choice('symbol', SYMBOLS, 'ACME')
};
