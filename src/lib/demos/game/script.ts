import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import type { Script } from '#lib/protocol/present.ts';
import type { NameSettings } from '../names.ts';

/** What a presenter of the game goes through. */
export const script: Script<DemoSettings & NameSettings> = [
	{
		look: 'Thirty positions a second, over a socket each. Both arenas show the same game.',
		notes: 'Click into the left arena and move Ada with the arrow keys. Take a coin: the log decides who was first.',
		spotlight: 'seats'
	},
	{
		look: 'On the right, Ada jumps once a second. All positions were sent; nobody asked for them in between.',
		notes:
			'Move Ada again and look at Grace’s arena. Click beside the arenas before you go on, so that the clicker’s keys are yours again.',
		settings: { right: 'polling', interval: 1 },
		spotlight: 'seats'
	},
	{
		look: 'Ada over a socket, Grace over SSE: it plays the same. Each of her positions is a POST, with all its headers.',
		notes:
			'Measured anew. Click into the right arena and move both for the same time, at once if you can: Ada with W A S D, Grace with the arrow keys. The next step shows what that costs.',
		settings: { technique: 'websocket', right: 'sse' },
		anew: true,
		spotlight: 'seats'
	},
	{
		look: 'In the same time: over a socket mostly payload and framing, over SSE and POST mostly headers.',
		notes: 'Both of the step before, from its beginning. Who moved too little goes back: it is measured anew there.',
		settings: { technique: 'websocket', right: 'sse' },
		spotlight: 'purpose'
	}
];
