import type { EventId, FeedEvent } from '#lib/protocol/event.ts';
import { liveUrl } from './address.ts';
import { Backoff } from './backoff.ts';
import { post } from './post.ts';
import { Queue } from './queue.ts';
import type { Technique } from './technique.ts';
import { Watchdog } from './watchdog.ts';

/** The browser tries again at one pace, for ever: where that was in vain for so long, our back-off takes its place, ms. */
const ITS_OWN_MS = 10_000;

/**
 * Server-Sent Events: one request, one answer that never ends, and the browser's own client for it. After a drop
 * EventSource connects again by itself and sends the last id it saw. After any status but 200 it gives up for ever
 * (`readyState` CLOSED); then it takes a new EventSource, which knows no last id, so the URL names it.
 */
export const sse: Technique = {
	id: 'sse',

	async *follow(feed, { after, signal, onState }) {
		const backoff = new Backoff();
		let last: string | undefined = after;
		let lostAt: number | undefined;
		onState?.('connecting');
		while (!signal.aborted) {
			const events = new Queue<FeedEvent>();
			const source = new EventSource(liveUrl(feed, 'sse', { after: last }));
			const watchdog = new Watchdog(() => events.end());
			const stop = () => events.end();
			signal.addEventListener('abort', stop);

			source.onopen = () => {
				watchdog.heard();
				backoff.opened();
				lostAt = undefined;
				onState?.('open');
			};
			source.onmessage = ({ lastEventId, data }: MessageEvent<string>) => {
				watchdog.heard();
				last = lastEventId;
				events.push({ id: lastEventId as EventId, ...(JSON.parse(data) as Omit<FeedEvent, 'id'>) });
			};
			source.addEventListener('beat', ({ lastEventId }: MessageEvent<string>) => {
				watchdog.heard();
				last = lastEventId || last;
			});
			source.onerror = () => {
				onState?.('retrying');
				lostAt ??= performance.now();
				if (source.readyState === EventSource.CLOSED || performance.now() - lostAt > ITS_OWN_MS) events.end();
			};

			try {
				yield* events;
			} finally {
				signal.removeEventListener('abort', stop);
				watchdog.stop();
				source.close();
			}
			if (signal.aborted) break;
			onState?.('retrying');
			await backoff.wait(signal);
		}
		onState?.('closed');
	},

	publish: post
};
