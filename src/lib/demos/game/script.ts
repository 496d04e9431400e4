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
		look: 'It plays the same over SSE. Each position is now a POST, with all its headers.',
		notes: 'Both seats on SSE. The next step shows what that costs.',
		settings: { technique: 'sse', right: 'sse' },
		spotlight: 'seats'
	},
	{
		look: 'The same moves: over a socket mostly payload and framing, over SSE and POST mostly headers.',
		notes: 'Each technique is told with what it moved in its own time. Who moved little over one of them goes back and moves more.',
		settings: { technique: 'sse', right: 'sse' },
		spotlight: 'purpose'
	}
];
