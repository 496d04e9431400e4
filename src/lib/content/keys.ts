/** The keys of the page, as the list behind `?` shows them. */
export const KEY_TEXTS = [
	{ keys: ['Space', '.'], does: 'pause, go on' },
	{ keys: ['R'], does: 'begin anew' },
	{ keys: ['C'], does: 'cut the line' },
	{ keys: ['1', '…', '7'], does: 'a lane on or off' },
	{ keys: ['←', '→', 'PageUp', 'PageDown'], does: 'poll interval shorter, longer' },
	{ keys: ['F'], does: 'full screen' },
	{ keys: ['P'], does: 'projector colours' },
	{ keys: ['?'], does: 'this list' }
] as const;
