import { LONG_POLL_SECONDS, MAX_LONG_POLL_SECONDS } from '#lib/protocol/limits.ts';
import { Ending } from '../ending.ts';
import { nextEvents } from '../feeds/follow.ts';
import { Problem } from '../problem.ts';
import { encodeAnswer } from './answer.ts';
import type { TechniqueServer } from './technique.ts';

/**
 * Long polling: keep the question until there is something to answer, or until `wait` seconds have passed; then `204`, which
 * names the event to go on after. A question that waits takes a place like an open stream.
 */
export const longPolling: TechniqueServer = {
	id: 'long-polling',

	async serve(exchange) {
		const { feed, after, wait } = exchange.asked;
		const waitSeconds = parseWait(wait);
		const waited = new Ending();
		exchange.hold(waited);
		const timer = setTimeout(() => waited.abort(), waitSeconds * 1000);
		try {
			const missed = await nextEvents(feed, after, exchange.layer.clock, waited);
			if (exchange.signal.aborted) return;
			if (missed.events.length > 0) exchange.answer(200, {}, encodeAnswer(missed));
			else exchange.answer(204, { 'Last-Event-ID': missed.last });
		} finally {
			clearTimeout(timer);
			waited.abort();
		}
	}
};

function parseWait(text: string | null): number {
	if (text === null) return LONG_POLL_SECONDS;
	const seconds = /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
	if (seconds <= MAX_LONG_POLL_SECONDS) return seconds;
	throw new Problem('bad-wait', `"wait" is a number of seconds from 0 to ${MAX_LONG_POLL_SECONDS}.`);
}
