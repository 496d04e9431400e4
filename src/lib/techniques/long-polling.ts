import type { FeedEvent } from '#lib/protocol/event.ts';
import { liveUrl } from './address.ts';
import { Backoff } from './backoff.ts';
import { Patience } from './patience.ts';
import { post } from './post.ts';
import { Refused, retryAfterOf } from './refused.ts';
import type { Technique } from './technique.ts';

/** A question that is not refused within this time is one that the server keeps: the line is open, ms. */
const HELD_MS = 500;

/**
 * Long polling: the server keeps the question until it has something to say (RFC 6202, section 2). An event arrives as fast
 * as over a stream when events are sparse; what is published while the next question is on its way comes in one answer.
 * After 25 quiet seconds the answer is `204 No Content`, and the question is asked again.
 */
export const longPolling: Technique = {
	id: 'long-polling',

	async *follow(feed, { after, signal, onState }) {
		const backoff = new Backoff();
		const patience = new Patience(signal);
		let last: string | undefined = after;
		onState?.('connecting');
		while (!signal.aborted) {
			try {
				// Who knows no event yet asks without waiting: the answer says where the feed stands.
				const wait = last === undefined ? '0' : undefined;
				// That one is not kept, and until its answer nothing is followed yet.
				const held = last === undefined ? undefined : setTimeout(() => onState?.('open'), HELD_MS);
				const response = await fetch(liveUrl(feed, 'long-polling', { after: last, wait }), { signal: patience.ask() }).finally(() =>
					clearTimeout(held)
				);
				if (!response.ok) throw new Refused(response);
				const answer = response.status === 200 ? ((await response.json()) as { events: FeedEvent[]; last: string }) : undefined;
				backoff.opened();
				onState?.('open');
				if (answer) yield* answer.events;
				last = answer?.last ?? response.headers.get('Last-Event-ID') ?? last;
			} catch (error) {
				if (signal.aborted) break;
				onState?.('retrying');
				await backoff.wait(signal, retryAfterOf(error));
			}
		}
		onState?.('closed');
	},

	publish: post
};
