import { THEMES } from './theme.ts';
import type { Theme } from './theme.ts';

/** The name in every message between an embed and the page that holds it. */
export const EMBED_SOURCE = 'on-the-wire';

/** What an embed tells its host: how high it would like to be, px. */
export interface HeightMessage {
	readonly source: typeof EMBED_SOURCE;
	readonly type: 'height';
	readonly px: number;
}

/** What a host may tell an embed. */
export type HostMessage = { readonly type: 'play' } | { readonly type: 'pause' } | { readonly type: 'theme'; readonly theme: Theme };

/** Heights that a host lets an embed have, px: what is less or more is a mistake or a joke. */
export const HEIGHT_BOUNDS = { min: 80, max: 5000 } as const;

/** The message of a host; undefined for whatever else a page may hear. */
export function parseHostMessage(data: unknown): HostMessage | undefined {
	if (typeof data !== 'object' || data === null) return undefined;
	const { source, type, theme } = data as Record<string, unknown>;
	if (source !== EMBED_SOURCE) return undefined;
	if (type === 'play' || type === 'pause') return { type };
	const known = THEMES.find((name) => name === theme);
	return type === 'theme' && known ? { type, theme: known } : undefined;
}
