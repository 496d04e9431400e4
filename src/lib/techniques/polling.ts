import type { FeedEvent } from '#lib/protocol/event.ts';
import { liveUrl } from './address.ts';
import { Backoff, delay } from './backoff.ts';
import { Patience } from './patience.ts';
import { post } from './post.ts';
import { Refused, retryAfterOf } from './refused.ts';
import type { Technique } from './technique.ts';

/**
 * Short polling: ask, wait, ask again. Every answer is whole, every question carries all its headers, and an event waits on
 * the server until the next question. Each question says which event was the last one seen, so nothing is lost or doubled.
 */
export const polling: Technique = {
	id: 'polling',

	async *follow(feed, { after, signal, onState, untilNextAsk = (signal) => delay(1000, signal) }) {
		const backoff = new Backoff();
		const patience = new Patience(signal);
		let last: string | undefined = after;
		onState?.('connecting');
		while (!signal.aborted) {
			try {
				const response = await fetch(liveUrl(feed, 'polling', { after: last }), { signal: patience.ask() });
				if (!response.ok) throw new Refused(response);
				const answer = (await response.json()) as { events: FeedEvent[]; last: string; more?: true };
				backoff.opened();
				onState?.('open');
				yield* answer.events;
				last = answer.last;
				if (!answer.more) await untilNextAsk(signal);
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
