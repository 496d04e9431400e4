/**
 * The event stream format (WHATWG HTML, section 9.2.5): fields `name: value`, one a line, a blank line dispatches.
 * Values here never hold a line end: `data` is one line of JSON, an id has a fixed alphabet.
 */

/** One dispatched event of one data line; `id` becomes `lastEventId` and is sent back as `Last-Event-ID` after a drop. */
export function sseEvent(id: string, data: string): string {
	return `id: ${id}\ndata: ${data}\n\n`;
}

/** A named event without an id: it reaches `addEventListener(name)` and leaves the last event id as it was. */
export function sseNamedEvent(name: string, data: string): string {
	return `event: ${name}\ndata: ${data}\n\n`;
}

/** Tells the browser how long to wait before it connects again; dispatches nothing. */
export function sseRetry(ms: number): string {
	return `retry: ${ms}\n\n`;
}
