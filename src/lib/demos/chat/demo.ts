import { demoFields } from '#lib/protocol/demo-settings.ts';
import { defineDemo } from '../demo.ts';
import { joinName, nameFields } from '../names.ts';
import Face from './Face.svelte';
import { chatFold } from './fold.ts';
import { script } from './script.ts';
import { words } from './words.ts';

/** The chat. */
export const demo = defineDemo({
	fields: { ...demoFields('websocket'), ...nameFields },
	plan: { fold: chatFold, people: ['Ada', 'Grace'], room: 'chat', nameOf: joinName },
	Face,
	words,
	script
});
