import { demoFields } from '#lib/protocol/demo-settings.ts';
import { defineDemo } from '../demo.ts';
import { joinName, nameFields } from '../names.ts';
import Face from './Face.svelte';
import { newsFold } from './fold.ts';
import { script } from './script.ts';
import { words } from './words.ts';

/** The news feed. */
export const demo = defineDemo({
	fields: { ...demoFields('sse'), ...nameFields },
	plan: { fold: newsFold, people: ['Reader'], room: 'news', nameOf: joinName },
	Face,
	words,
	script
});
