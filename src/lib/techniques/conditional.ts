import type { FeedEvent } from '#lib/protocol/event.ts';
import { liveUrl } from './address.ts';
import { Backoff, delay } from './backoff.ts';
import { Patience } from './patience.ts';
import { post } from './post.ts';
import { Refused, retryAfterOf } from './refused.ts';
import type { Technique } from './technique.ts';

/**
 * Conditional polling: the question names the version it already has (`If-None-Match`), and where nothing is new the answer
 * is `304 Not Modified` without a body (RFC 9110, section 13.1.2). It saves the body; the headers are sent all the same.
 */
export const conditional: Technique = {
	id: 'conditional',

	async *follow(feed, { after, signal, onState, untilNextAsk = (signal) => delay(1000, signal) }) {
		const backoff = new Backoff();
		const patience = new Patience(signal);
		let last: string | undefined = after;
		let etag: string | null = null;
		onState?.('connecting');
		while (!signal.aborted) {
			try {
				const headers: HeadersInit = etag ? { 'If-None-Match': etag } : {};
				const response: Response = await fetch(liveUrl(feed, 'conditional', { after: last }), { headers, signal: patience.ask() });
				if (!response.ok && response.status !== 304) throw new Refused(response);
				const answer = response.ok ? ((await response.json()) as { events: FeedEvent[]; last: string; more?: true }) : undefined;
				backoff.opened();
				onState?.('open');
				if (answer) {
					yield* answer.events;
					last = answer.last;
					etag = response.headers.get('ETag');
					if (answer.more) continue;
				}
				await untilNextAsk(signal);
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
