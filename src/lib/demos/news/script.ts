import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import type { Script } from '#lib/protocol/present.ts';
import type { NameSettings } from '../names.ts';

/** What a presenter of the news feed goes through. */
export const script: Script<DemoSettings & NameSettings> = [
	{
		look: 'Posts come down a stream that cannot carry yours. What you write goes up by POST, another way.',
		notes:
			'The page posts a headline by itself: it goes up as one request and comes down with the others. A newsroom posts every 5 to 8 seconds.',
		deeds: [{ by: 'Reader', what: 'A class reads the news, and writes some' }],
		spotlight: 'seats'
	},
	{
		look: 'Most of these questions brought nothing: a post comes every five to eight seconds.',
		notes: 'The seat now asks once a second. One of the requests may be “I am here”, which the room hears every 20 seconds.',
		settings: { technique: 'polling', interval: 1 },
		spotlight: 'seats',
		ask: {
			question: 'A post every few seconds: how often does polling ask for nothing in 30 seconds?',
			figure: 'empty',
			of: ['polling'],
			seconds: 30
		}
	},
	{
		look: 'What polling moved is nearly all headers. A stream has them once, and again with each POST.',
		notes:
			'Back on SSE. Both techniques are in the chart, each with what it moved in its own time: compare the shades of a bar, and not the lengths of two.',
		spotlight: 'purpose'
	}
];
