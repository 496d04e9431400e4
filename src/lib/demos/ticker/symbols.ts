/** The twelve symbols of the feed, in the order of the board, and what each of the invented companies makes. */
export const COMPANIES = {
	ACME: 'anvils',
	BOLT: 'screws',
	CRUX: 'climbing rope',
	DUNE: 'sand',
	ECHO: 'loudspeakers',
	FLUX: 'magnets',
	GRID: 'graph paper',
	HALO: 'lampshades',
	IRIS: 'lenses',
	JADE: 'pebbles',
	KITE: 'string',
	LUMA: 'window panes'
} as const;

export type MarketSymbol = keyof typeof COMPANIES;
export const SYMBOLS = Object.keys(COMPANIES) as MarketSymbol[];

/** Whether the board has a line for it. */
export function isSymbol(text: unknown): text is MarketSymbol {
	return typeof text === 'string' && Object.hasOwn(COMPANIES, text);
}
