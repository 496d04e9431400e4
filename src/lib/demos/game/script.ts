import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import type { Script } from '#lib/protocol/present.ts';
import type { NameSettings } from '../names.ts';

/** Once round, by the keys of both. */
const ROUND = [
	['KeyD', 'ArrowLeft'],
	['KeyS', 'ArrowDown'],
	['KeyA', 'ArrowRight'],
	['KeyW', 'ArrowUp']
] as const;
const ADA = ROUND.map(([what]) => ({ by: 'Ada', what }));
const BOTH = ROUND.flatMap(([ada, grace]) => [
	{ by: 'Ada', what: ada },
	{ by: 'Grace', what: grace }
]);

/** What a presenter of the game goes through. */
export const script: Script<DemoSettings & NameSettings> = [
	{
		look: 'Thirty positions a second, over a socket each. Both arenas show the same game.',
		notes:
			'Ada walks once round by herself. Click into the left arena and move her with the arrow keys. Take a coin: the log decides who was first.',
		deeds: ADA,
		spotlight: 'seats'
	},
	{
		look: 'On the right, Ada jumps once a second. All positions were sent; nobody asked for them in between.',
		notes:
			'Ada walks again: look at Grace’s arena. Move her yourself, too. Click beside the arenas before you go on, so that the clicker’s keys are yours again.',
		deeds: ADA,
		settings: { right: 'polling', interval: 1 },
		spotlight: 'seats'
	},
	{
		look: 'Ada over a socket, Grace over SSE: it plays the same. Each of her positions is a POST, with all its headers.',
		notes:
			'Measured anew. Both walk once round by themselves, in eight seconds; wait for it, as the next step shows what that costs. Or click into the right arena and move both for the same time: Ada with W A S D, Grace with the arrow keys.',
		deeds: BOTH,
		settings: { technique: 'websocket', right: 'sse' },
		anew: true,
		spotlight: 'seats'
	},
	{
		look: 'In the same time: over a socket mostly payload and framing, over SSE and POST mostly headers.',
		notes: 'Both of the step before, from its beginning. Who moved too little goes back and moves both by hand: it is measured anew there.',
		settings: { technique: 'websocket', right: 'sse' },
		spotlight: 'purpose'
	}
];
