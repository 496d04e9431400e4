/** What a technique is called and what a visitor should know of it in one breath. Keyed by technique id. */
export interface TechniqueText {
	readonly name: string;
	/** The name inside a sentence. */
	readonly inSentence: string;
	/** What it does, in a sentence or two. */
	readonly summary: string;
	readonly connection: string;
	/** Its stroke: lengths of dash and gap in px, none for a solid line. */
	readonly dash: readonly number[];
	/** Its marker, by Chart.js's names. */
	readonly marker: 'circle' | 'rect' | 'triangle' | 'rectRot' | 'cross' | 'crossRot' | 'star';
}

/** The texts of each technique. */
export const TECHNIQUE_TEXTS = {
	polling: {
		name: 'Short polling',
		inSentence: 'short polling',
		summary: 'Asks again and again, whether there is news or not. Each question carries all its headers.',
		connection: 'A connection for a moment, shared with other requests.',
		dash: [2, 4],
		marker: 'circle'
	},
	conditional: {
		name: 'Conditional polling',
		inSentence: 'conditional polling',
		summary: 'Asks “anything newer than this version?”. Without news the answer is 304 and has no body.',
		connection: 'A connection for a moment, shared with other requests.',
		dash: [2, 3, 7, 3],
		marker: 'rect'
	},
	'long-polling': {
		name: 'Long polling',
		inSentence: 'long polling',
		summary: 'Asks once, and the server keeps the question until it has an answer.',
		connection: 'Holds one of the six connections nearly all the time.',
		dash: [8, 4],
		marker: 'triangle'
	},
	sse: {
		name: 'Server-Sent Events',
		inSentence: 'SSE',
		summary: 'One answer that never ends, read by the browser’s own EventSource.',
		connection: 'Holds one of the six connections.',
		dash: [],
		marker: 'rectRot'
	},
	'fetch-stream': {
		name: 'Fetch stream',
		inSentence: 'a fetch stream',
		summary: 'One answer that never ends, read by hand: a line of JSON an event.',
		connection: 'Holds one of the six connections.',
		dash: [14, 4],
		marker: 'cross'
	},
	websocket: {
		name: 'WebSocket',
		inSentence: 'WebSocket',
		summary: 'An HTTP request that becomes a line with two directions. Two bytes of framing for a short message down.',
		connection: 'A connection of its own, not one of the six.',
		dash: [20, 3, 3, 3],
		marker: 'star'
	},
	socketio: {
		name: 'Socket.IO',
		inSentence: 'Socket.IO',
		summary: 'A library: starts with long polling, moves to WebSocket, comes back by itself.',
		connection: 'One or two of the six at its start, then a connection of its own.',
		dash: [10, 3, 2, 3],
		marker: 'crossRot'
	}
} as const satisfies Record<string, TechniqueText>;
