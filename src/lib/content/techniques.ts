/** What a technique is called and what a visitor should know of it in one breath. Keyed by technique id. */
export interface TechniqueText {
	readonly name: string;
	/** The name inside a sentence. */
	readonly inSentence: string;
	/** How it asks, for sentences: "asked 30 times". */
	readonly summary: string;
	readonly connection: string;
}

export const TECHNIQUE_TEXTS = {
	polling: {
		name: 'Short polling',
		inSentence: 'short polling',
		summary: 'Asks again and again, whether there is news or not. Each question carries all its headers.',
		connection: 'A connection for a moment, shared with other requests.'
	},
	conditional: {
		name: 'Conditional polling',
		inSentence: 'conditional polling',
		summary: 'Asks “anything newer than this version?”. Without news the answer is 304 and has no body.',
		connection: 'A connection for a moment, shared with other requests.'
	},
	'long-polling': {
		name: 'Long polling',
		inSentence: 'long polling',
		summary: 'Asks once, and the server keeps the question until it has an answer.',
		connection: 'Holds one of the six connections nearly all the time.'
	},
	sse: {
		name: 'Server-Sent Events',
		inSentence: 'SSE',
		summary: 'One answer that never ends, read by the browser’s own EventSource.',
		connection: 'Holds one of the six connections.'
	},
	'fetch-stream': {
		name: 'Fetch stream',
		inSentence: 'a fetch stream',
		summary: 'One answer that never ends, read by hand: a line of JSON an event.',
		connection: 'Holds one of the six connections.'
	},
	websocket: {
		name: 'WebSocket',
		inSentence: 'WebSocket',
		summary: 'An HTTP request that becomes a line with two directions. Two bytes of framing for a short message down.',
		connection: 'A connection of its own, not one of the six.'
	},
	socketio: {
		name: 'Socket.IO',
		inSentence: 'Socket.IO',
		summary: 'A library: starts with long polling, moves to WebSocket, comes back by itself.',
		connection: 'One or two of the six at its start, then a connection of its own.'
	}
} as const satisfies Record<string, TechniqueText>;
