import type { FeedEvent } from '#lib/protocol/event.ts';
import { liveUrl } from './address.ts';
import { Backoff } from './backoff.ts';
import { post } from './post.ts';
import { Refused, retryAfterOf } from './refused.ts';
import type { Technique } from './technique.ts';
import { Watchdog } from './watchdog.ts';

/**
 * A stream over fetch: an answer that never ends, read piece by piece, one line of JSON an event (NDJSON). It can do what
 * EventSource cannot (headers, methods, a readable status), and has to do by hand what EventSource does: cut lines out of
 * pieces, notice the end, connect again and say which event was the last. An empty line is a heartbeat.
 */
export const fetchStream: Technique = {
	id: 'fetch-stream',

	async *follow(feed, { after, signal, onState }) {
		const backoff = new Backoff();
		let last: string | undefined = after;
		onState?.('connecting');
		while (!signal.aborted) {
			let retryAfter: string | null = null;
			const attempt = new AbortController();
			const watchdog = new Watchdog(() => attempt.abort());
			try {
				const response = await fetch(liveUrl(feed, 'fetch-stream', { after: last }), {
					signal: AbortSignal.any([signal, attempt.signal])
				});
				const isStream = response.ok && response.headers.get('Content-Type') === 'application/x-ndjson';
				if (!isStream || !response.body) throw new Refused(response);
				last ??= response.headers.get('Last-Event-ID') ?? undefined;
				backoff.opened();
				onState?.('open');
				for await (const line of readLines(response.body, () => watchdog.heard())) {
					const event = JSON.parse(line) as FeedEvent;
					last = event.id;
					yield event;
				}
			} catch (error) {
				// A dropped line ends the loop like a finished one: both are answered by asking again.
				retryAfter = retryAfterOf(error);
			} finally {
				watchdog.stop();
				attempt.abort();
			}
			if (signal.aborted) break;
			onState?.('retrying');
			await backoff.wait(signal, retryAfter);
		}
		onState?.('closed');
	},

	publish: post
};

/** The lines of a body, without the empty ones; a piece may end anywhere, within a character too. */
async function* readLines(body: ReadableStream<Uint8Array>, onPiece: () => void): AsyncGenerator<string> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	let rest = '';
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return;
		onPiece();
		const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
		rest = lines.pop() ?? '';
		yield* lines.filter((line) => line !== '');
	}
}
