import type { DemoScript } from './script.ts';
import { script as chat } from './scripts/chat.ts';
import { script as dashboard } from './scripts/dashboard.ts';
import { script as desk } from './scripts/desk.ts';
import { script as editor } from './scripts/editor.ts';
import { script as game } from './scripts/game.ts';
import { script as news } from './scripts/news.ts';
import { script as progress } from './scripts/progress.ts';
import { script as ticker } from './scripts/ticker.ts';

/** The script of every demo. */
export const scripts = { ticker, news, dashboard, progress, chat, editor, game, desk } as unknown as Record<DemoName, DemoScript>;
export type DemoName = 'ticker' | 'news' | 'dashboard' | 'progress' | 'chat' | 'editor' | 'game' | 'desk';
export const DEMO_NAMES = ['ticker', 'news', 'dashboard', 'progress', 'chat', 'editor', 'game', 'desk'] as const;
