import { formatBytes, formatCount, formatMs, formatNoun } from '#lib/content/numbers.ts';
import type { Ledger } from '#lib/wire/ledger.ts';

/** What crossed each way, in words. */
export function directionsSentence({ events, requests, up, down }: Ledger): string {
	if (requests === 0) return 'Nothing has crossed yet.';
	return (
		`Down came ${formatNoun(events, 'event')} in ${formatBytes(down.total)}. Up went ${formatNoun(requests, 'request')} ` +
		`in ${formatBytes(up.total)}: ${formatBytes(up.payload)} of it was said, the rest is envelope.`
	);
}

/** What is under way, while something is. */
export function waitingSentence(count: number): string {
	if (count === 0) return '';
	const rest = 'sent again until the log has it, once.';
	return count === 1
		? `On its way up. If the server is away or has had too much at once, it is ${rest}`
		: `${formatCount(count)} posts are on their way up, one after the other. If the server is away or has had too much at once, each is ${rest}`;
}

/** How long a post took, as far as that is known. */
export function tripSentence(storedMs: number | undefined, shownMs: number | undefined): string {
	if (storedMs === undefined) return '';
	const stored = `Up by POST: stored after ${formatMs(storedMs)}.`;
	return shownMs === undefined ? `${stored} It has not come down yet.` : `${stored} Down again: on screen after ${formatMs(shownMs)}.`;
}
