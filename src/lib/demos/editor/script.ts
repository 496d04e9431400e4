import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import type { Script } from '#lib/protocol/present.ts';
import type { NameSettings } from '../names.ts';

/** What a presenter of the editor goes through. */
export const script: Script<DemoSettings & NameSettings> = [
	{
		look: 'Two editors, one text. Each key becomes an update in the log, and both make the same text of it.',
		notes: 'Type on the left, then on the right, then in the same line. A cursor is volatile: only its latest place counts.',
		spotlight: 'seats'
	},
	{
		look: 'The left editor now asks once a second: words come in bursts, and nothing is lost.',
		notes: 'Type on the right and watch the left.',
		settings: { technique: 'polling', interval: 1 },
		spotlight: 'seats'
	},
	{
		look: 'The line goes down for six seconds. Both go on writing; when it is back, both hold both.',
		notes: 'Type on both sides at once, until the lines are back. That is what Yjs is for: the order of arrival does not matter.',
		cut: true,
		spotlight: 'seats'
	}
];
