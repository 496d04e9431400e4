import { demoFields } from '#lib/protocol/demo-settings.ts';
import { defineDemo } from '../demo.ts';
import { joinName, nameFields } from '../names.ts';
import Face from './Face.svelte';
import { deskFold } from './fold.ts';
import { LANES, invited, roleFields } from './roles.ts';
import { script } from './script.ts';
import { words } from './words.ts';

/** The help desk. */
export const demo = defineDemo({
	fields: { ...demoFields(LANES.agent, LANES.customer), ...nameFields, ...roleFields },
	plan: { fold: deskFold, people: ['Ada', 'Grace'], room: 'desk', nameOf: joinName, invited },
	Face,
	words,
	script
});
