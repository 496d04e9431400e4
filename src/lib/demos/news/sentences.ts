import { formatBytes, formatMs, formatNoun } from '#lib/content/numbers.ts';
import type { Ledger } from '#lib/wire/ledger.ts';

/** What crossed each way, in words. */
export function directionsSentence({ events, requests, up, down }: Ledger): string {
	if (requests === 0) return 'Nothing has crossed yet.';
	return (
		`Down came ${formatNoun(events, 'event')} in ${formatBytes(down.total)}. Up went ${formatNoun(requests, 'request')} ` +
		`in ${formatBytes(up.total)}: ${formatBytes(up.payload)} of it was said, the rest is envelope.`
	);
}

/** How long a post took, as far as that is known. */
export function tripSentence(storedMs: number | undefined, shownMs: number | undefined): string {
	if (storedMs === undefined) return '';
	const stored = `Up by POST: stored after ${formatMs(storedMs)}.`;
	return shownMs === undefined ? `${stored} It has not come down yet.` : `${stored} Down again: on screen after ${formatMs(shownMs)}.`;
}
