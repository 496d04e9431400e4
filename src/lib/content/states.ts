/** What the states of a lane are called. Keyed by `LaneState`. */
export const STATE_WORDS = {
	connecting: 'connecting',
	open: 'open',
	retrying: 'dropped, coming back',
	closed: 'closed'
} as const;
