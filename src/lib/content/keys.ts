/** Keys, and what they do. */
export interface KeyText {
	readonly keys: readonly string[];
	readonly does: string;
}

const SHARED: readonly KeyText[] = [
	{ keys: ['F'], does: 'full screen' },
	{ keys: ['P'], does: 'projector colours' },
	{ keys: ['?'], does: 'this list' }
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
