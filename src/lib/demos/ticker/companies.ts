import type { MarketSymbol } from '#lib/protocol/ticker.ts';

/** What each of the invented companies makes. */
export const COMPANIES: Readonly<Record<MarketSymbol, string>> = {
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
};
