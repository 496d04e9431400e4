/** Buttons that stand on every page; what they open has texts of its own. */
export const BUTTONS = {
	share: 'Share',
	present: 'Present',
	presentHint: 'Large type, step by step, for a projector. Esc leaves.',
	again: 'Try again'
} as const;

/** What is said where the script of something that was asked for does not come. */
export const NOT_LOADED =
	'This part of the site did not load: the server is not reached, or it has been renewed. Try again, or load the page anew.';
