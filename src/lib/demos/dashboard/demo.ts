import { defineDemo } from '../demo.ts';
import Face from './Face.svelte';
import { dashboardFold } from './fold.ts';
import { dashboardFields } from './settings.ts';
import { script } from './script.ts';
import { words } from './words.ts';

/** The dashboard of the server's own vitals: it begins with what the log still has. */
export const demo = defineDemo({
	fields: dashboardFields,
	plan: { fold: dashboardFold, people: ['You'], feed: () => 'vitals', after: async () => '0' },
	Face,
	words,
	script
});
