import { demoFields } from '#lib/protocol/demo-settings.ts';
import { defineDemo } from '../demo.ts';
import { joinName, nameFields } from '../names.ts';
import Face from './Face.svelte';
import { editorFold } from './fold.ts';
import { script } from './script.ts';
import { words } from './words.ts';

/** The shared text. */
export const demo = defineDemo({
	fields: { ...demoFields('websocket'), ...nameFields },
	plan: { fold: editorFold, people: ['Ada', 'Grace'], room: 'editor', nameOf: joinName },
	Face,
	words,
	script
});
