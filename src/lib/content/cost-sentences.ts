import { formatBytes, formatNoun, formatSeconds, formatTimes } from './numbers.ts';

/** What one technique cost in a demo: the techniques took turns, so each has seconds and events of its own. */
export interface Cost {
	/** As it stands in a sentence. */
	readonly name: string;
	readonly seconds: number;
	readonly events: number;
	/** Those of the events that were there before. */
	readonly history: number;
	readonly requests: number;
	/** Those of the requests that were answered with nothing. */
	readonly empty: number;
	/** In the visitor's layer. */
	readonly bytes: number;
}

/** What is told of a technique: whether it runs now, or ran just before. */
export interface ToldCost extends Cost {
	readonly isNow: boolean;
}

/** "Over SSE: 9 s, 3 events, 1 request, 1.4 kB. Before, over WebSocket: 42 s, 120 events (6 of them history), 1 request, 12.4 kB." */
export function costSentences(costs: readonly ToldCost[]): string {
	const sentences = costs.map(({ name, isNow, seconds, events, history, requests, bytes }) => {
		const old = history > 0 && events > 0 ? ` (${events === 1 ? 'history' : `${Math.min(history, events)} of them history`})` : '';
		return `${isNow ? 'Over' : 'Before, over'} ${name}: ${formatSeconds(seconds)}, ${formatNoun(events, 'event')}${old}, ${formatNoun(requests, 'request')}, ${formatBytes(bytes)}.`;
	});
	return sentences.join(' ');
}

const LONG: ToldCost = {
	name: 'conditional polling',
	isNow: true,
	seconds: 599,
	events: 9999,
	history: 99,
	requests: 999,
	empty: 0,
	bytes: 999_900
};

/** As long as the sentences of a lesson become: so much room is kept for them. */
export const LONG_COST_SENTENCES = costSentences([LONG, { ...LONG, isNow: false, name: 'a fetch stream' }]);

/** What ran for less is not compared with what others did in longer: opening a line takes questions of its own, s. */
const FAIR_SECONDS = 5;

/** How often it was asked, in how long: of more than two, who asked most and least often. */
export function askedSentence(costs: readonly Cost[]): string {
	const all = costs.filter(({ requests }) => requests > 0);
	const asked = (all.length > 2 ? all.filter(({ seconds }) => seconds >= FAIR_SECONDS) : all).sort((a, b) => rate(b) - rate(a));
	if (all.length > 0 && asked.length === 0) return 'None of them ran for five seconds yet: too short to compare.';
	const [most] = asked;
	const least = asked.at(-1);
	if (!most || !least) return 'Nothing has crossed yet.';
	const often = ({ requests, seconds }: Cost) => `${formatTimes(requests)} in ${formatSeconds(seconds)}`;
	if (most === least)
		return capitalised(`${most.name} asked ${often(most)}${most.empty > 0 ? `, ${formatTimes(most.empty)} for nothing` : ''}.`);
	if (asked.length > 2) return `Most often asked ${most.name}, ${often(most)}; least often ${least.name}, ${often(least)}.`;
	if (often(most) === often(least)) return `Both asked ${often(most)}.`;
	return capitalised(`${most.name} asked ${often(most)}, ${least.name} ${often(least)}.`);
}

/** What an event cost: how long each technique ran does not matter then. Of more than two, over which most and least. */
export function perEventSentence(costs: readonly Cost[]): string {
	const sorted = costs
		.filter(({ events }) => events > 0)
		.map(({ name, events, bytes }) => ({ name, each: bytes / events }))
		.sort((a, b) => b.each - a.each);
	const [most] = sorted;
	const least = sorted.at(-1);
	if (!most || !least) return 'No event has crossed yet.';
	const over = ({ name, each }: { name: string; each: number }) => `${formatBytes(each)} over ${name}`;
	if (most === least) return `An event cost ${over(most)}.`;
	return sorted.length > 2
		? `An event cost most, ${over(most)}, and least, ${over(least)}.`
		: `An event cost ${over(most)}, ${over(least)}.`;
}

function rate({ requests, seconds }: Cost): number {
	return requests / Math.max(1, seconds);
}

function capitalised(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
