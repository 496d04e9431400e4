import { demoFields } from '#lib/protocol/demo-settings.ts';
import { defineDemo } from '../demo.ts';
import { joinName, nameFields } from '../names.ts';
import Face from './Face.svelte';
import { gameFold } from './fold.ts';
import { script } from './script.ts';
import { words } from './words.ts';

/** The game. */
export const demo = defineDemo({
	fields: { ...demoFields('websocket'), ...nameFields },
	plan: { fold: gameFold, people: ['Ada', 'Grace'], room: 'game', nameOf: joinName },
	areSeatsTogether: true,
	Face,
	words,
	script
});
