/** What each purpose of a byte is. Keyed by `Purpose`. */
export const PURPOSE_TEXTS = {
	head: 'start lines and headers, both ways, the WebSocket handshake too',
	framing: 'what wraps the events: chunk sizes, field names, frame headers, JSON',
	heartbeat: 'what only says “still there”',
	payload: 'the JSON of the events’ data'
} as const;
