/** Keys, and what they do. */
interface KeyText {
	readonly keys: readonly string[];
	readonly does: string;
}

const SHARED: readonly KeyText[] = [
	{ keys: ['F'], does: 'full screen' },
	{ keys: ['P'], does: 'present, step by step' },
	{ keys: ['?'], does: 'this list' }
];

/** The keys of a page that is presented. */
export const PRESENT_KEYS: readonly KeyText[] = [
	{ keys: ['Space', '→', 'PageDown'], does: 'next' },
	{ keys: ['←', 'PageUp'], does: 'back' },
	{ keys: ['.', 'B'], does: 'blank, and back' },
	{ keys: ['C'], does: 'cut the line' },
	{ keys: ['S'], does: 'the speaker’s window: notes, remote, audience' },
	{ keys: ['A'], does: 'the audience’s link on the screen' },
	{ keys: ['Esc', 'P'], does: 'leave' }
];

/** The keys of the Race, as the list behind `?` shows them. */
export const RACE_KEYS: readonly KeyText[] = [
	{ keys: ['Space', '.'], does: 'pause, go on' },
	{ keys: ['R'], does: 'begin anew' },
	{ keys: ['C'], does: 'cut the line' },
	{ keys: ['1', '…', '7'], does: 'a lane on or off' },
	{ keys: ['←', '→', 'PageUp', 'PageDown'], does: 'poll interval shorter, longer' },
	...SHARED
];

/** The keys of every demo. */
export const DEMO_KEYS: readonly KeyText[] = [
	{ keys: ['Space', '.'], does: 'stop listening, go on' },
	{ keys: ['R'], does: 'measure anew' },
	{ keys: ['C'], does: 'cut the line, mend it' },
	{ keys: ['1', '…', '7'], does: 'the technique of the first seat' },
	{ keys: ['PageUp', 'PageDown'], does: 'the technique before, after' },
	...SHARED
];
