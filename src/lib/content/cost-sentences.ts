import { formatBytes, formatNoun, formatSeconds } from './numbers.ts';

/** What one technique cost in a demo: the techniques took turns, so each has seconds and events of its own. */
export interface Cost {
	/** As it stands in a sentence. */
	readonly name: string;
	readonly seconds: number;
	readonly events: number;
	/** Those of the events that were there before. */
	readonly history: number;
	readonly requests: number;
	/** In the visitor's layer. */
	readonly bytes: number;
}

/** "Over WebSocket: 42 s, 120 events (6 of them history), 1 request, 12.4 kB." A sentence a technique, in the order given. */
export function costSentences(costs: readonly Cost[]): string {
	const sentences = costs.map(({ name, seconds, events, history, requests, bytes }) => {
		const old = history > 0 && events > 0 ? ` (${events === 1 ? 'history' : `${Math.min(history, events)} of them history`})` : '';
		return `Over ${name}: ${formatSeconds(seconds)}, ${formatNoun(events, 'event')}${old}, ${formatNoun(requests, 'request')}, ${formatBytes(bytes)}.`;
	});
	return sentences.join(' ');
}

/** How often each asked, in how long. */
export function askedSentence(costs: readonly Cost[]): string {
	const said = costs.map(({ name, seconds, requests }) => `${formatNoun(requests, 'request')} in ${formatSeconds(seconds)} over ${name}`);
	return said.length > 0 ? `${said.join(', ')}.` : 'Nothing has crossed yet.';
}

/** What an event cost over each: how long each of them ran does not matter then. */
export function perEventSentence(costs: readonly Cost[]): string {
	const sorted = costs
		.filter(({ events }) => events > 0)
		.map(({ name, events, bytes }) => ({ name, each: bytes / events }))
		.sort((a, b) => b.each - a.each);
	if (sorted.length === 0) return 'No event has crossed yet.';
	return `An event cost ${sorted.map(({ name, each }) => `${formatBytes(each)} over ${name}`).join(', ')}.`;
}
