import type { EventId, NewEvent } from '#lib/protocol/event.ts';
import { publishUrl } from './address.ts';
import { Backoff } from './backoff.ts';
import { Patience } from './patience.ts';
import type { FeedAddress } from './technique.ts';

/** A publish that the server refused for good: repeating it would be refused again. `code` is the problem's. */
export class PublishError extends Error {
	override readonly name = 'PublishError';
	readonly code: string;
	constructor(code: string, message: string) {
		super(message);
		this.code = code;
	}
}

/**
 * Publishes by HTTP POST, at least once: after a drop or a busy server it is sent again with the same key, which the log
 * stores once; after a drop as soon as there is hope for the line. @throws {PublishError} when the event itself is refused.
 */
export async function post(feed: FeedAddress, event: NewEvent): Promise<EventId> {
	let backoff = new Backoff();
	const { signal } = new AbortController();
	const patience = new Patience(signal);
	for (;;) {
		const response = await fetch(publishUrl(feed), {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(event),
			signal: patience.ask()
		}).catch(() => undefined);
		const answer = ((await response?.json().catch(() => undefined)) ?? {}) as { id?: EventId; code?: string; detail?: string };
		patience.end();
		if (response) feed.upstream?.answered();
		if (response?.ok && answer.id) return answer.id;
		if (response && !response.ok && response.status !== 429 && response.status < 500) {
			throw new PublishError(answer.code ?? 'unknown', answer.detail ?? `The server answered ${response.status}.`);
		}
		// A server that answered has said how long to wait; where none did, the lane may hear first that there is one again.
		const hope = response ? undefined : feed.upstream?.failed();
		await backoff.wait(hope ?? signal, response?.headers.get('Retry-After'));
		if (hope?.aborted) backoff = new Backoff();
	}
}
