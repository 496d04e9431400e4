import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import type { Script } from '#lib/protocol/present.ts';
import type { NameSettings } from '../names.ts';

/** What a presenter of the editor goes through. */
export const script: Script<DemoSettings & NameSettings> = [
	{
		look: 'Two editors, one text. Each key becomes an update in the log, and both make the same text of it.',
		notes: 'The page types as Ada, then as Grace. Type yourself, in the same line too. A cursor is volatile: only its latest place counts.',
		deeds: [
			{ by: 'Ada', what: 'Each key is an update.' },
			{ by: 'Grace', what: 'Both end with the same text.' }
		],
		spotlight: 'seats'
	},
	{
		look: 'The left editor now asks once a second: words come in bursts, and nothing is lost.',
		notes: 'The page types on the right: watch the left.',
		deeds: [{ by: 'Grace', what: 'These letters come to Ada in bursts, one burst a second.' }],
		settings: { technique: 'polling', interval: 1 },
		spotlight: 'seats'
	},
	{
		look: 'The line goes down for six seconds. Both go on writing; when it is back, both hold both.',
		notes: 'The page types on both sides while the lines are down. That is what Yjs is for: the order of arrival does not matter.',
		deeds: [
			{ by: 'Ada', what: 'Ada wrote this without a line.', whileDown: true },
			{ by: 'Grace', what: 'And Grace wrote this.', whileDown: true }
		],
		cut: true,
		spotlight: 'seats'
	}
];
