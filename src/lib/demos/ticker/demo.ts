import { tickerFeed } from '#lib/protocol/ticker.ts';
import { defineDemo } from '../demo.ts';
import Face from './Face.svelte';
import { tickerAfter } from './feed.ts';
import { tickerFold } from './fold.ts';
import { tickerFields } from './settings.ts';
import { script } from './script.ts';
import { words } from './words.ts';

/** The stock ticker. */
export const demo = defineDemo({
	fields: tickerFields,
	plan: { fold: tickerFold, people: ['You'], feed: ({ rate }) => tickerFeed(rate), after: tickerAfter },
	Face,
	words,
	script
});
