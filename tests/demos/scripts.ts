import type { Fold } from '#lib/state/seat.svelte.ts';
import type { DemoScript } from './script.ts';
import { script as chat } from './scripts/chat.ts';

/** The script of every demo. */
export const scripts = { chat } as unknown as Record<DemoName, DemoScript & { readonly fold: Fold<unknown> }>;
export type DemoName = 'ticker' | 'news' | 'dashboard' | 'progress' | 'chat' | 'editor' | 'game' | 'desk';
export const DEMO_NAMES = ['ticker', 'news', 'dashboard', 'progress', 'chat', 'editor', 'game', 'desk'] as const;
