import { formatBytes, formatMs, formatShare, formatTimes } from './numbers.ts';
import { TECHNIQUE_TEXTS } from './techniques.ts';

/** What a sentence about a chart needs of a lane. The shapes are those of `LaneRun`; this folder imports nothing. */
interface Tally {
	readonly total: number;
	readonly payload: number;
	readonly framing: number;
	readonly heartbeat: number;
	readonly head: number;
}
export interface LaneFigures {
	readonly technique: keyof typeof TECHNIQUE_TEXTS;
	readonly reading: {
		readonly received: number;
		readonly p50: number | undefined;
		/** The newest event that arrived. */
		readonly last?: unknown;
		readonly ledger: { readonly requests: number; readonly empty: number; readonly up: Tally; readonly down: Tally };
	};
}

const NOTHING = 'Nothing has crossed yet.';

function extremes<Lane extends LaneFigures>(lanes: readonly Lane[], figure: (lane: Lane) => number): [Lane, Lane] | undefined {
	const sorted = [...lanes].sort((a, b) => figure(a) - figure(b));
	const [least] = sorted;
	const most = sorted.at(-1);
	return least && most && figure(most) > 0 ? [least, most] : undefined;
}

function name(lane: LaneFigures): string {
	const text: string = TECHNIQUE_TEXTS[lane.technique].inSentence;
	return text;
}

function together(lanes: readonly LaneFigures[]): string {
	return lanes.length === 2 ? 'Both' : `All ${lanes.length}`;
}

function capitalised(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Who asked most, who least, and how often for nothing. */
export function requestsSentence(lanes: readonly LaneFigures[]): string {
	const asked = lanes.filter(({ reading }) => reading.ledger.requests > 0);
	const found = extremes(asked, (lane) => lane.reading.ledger.requests);
	if (!found) return NOTHING;
	const [least, most] = found;
	const empty = most.reading.ledger.empty;
	const nothing = empty > 0 ? `, ${formatTimes(empty)} for nothing` : '';
	if (least === most) return `${capitalised(name(most))} asked ${formatTimes(most.reading.ledger.requests)}${nothing}.`;
	if (least.reading.ledger.requests === most.reading.ledger.requests)
		return `${together(asked)} asked ${formatTimes(most.reading.ledger.requests)} each.`;
	return `${capitalised(name(most))} asked most: ${formatTimes(most.reading.ledger.requests)}${nothing}. ${capitalised(name(least))} asked ${formatTimes(least.reading.ledger.requests)}.`;
}

/** Who moved most and least, in the visitor's layer. */
export function bytesSentence<Lane extends LaneFigures>(lanes: readonly Lane[], bytes: (lane: Lane) => number): string {
	const found = extremes(lanes, bytes);
	if (!found) return NOTHING;
	const [least, most] = found;
	if (least === most) return `${capitalised(name(most))} moved ${formatBytes(bytes(most))}.`;
	const factor = bytes(least) > 0 ? bytes(most) / bytes(least) : 0;
	if (factor > 0 && factor < 1.05) return `${together(lanes)} moved about as much: ${formatBytes(bytes(most))} each.`;
	const times = factor > 0 ? `, ${factor.toFixed(factor < 10 ? 1 : 0)} times as much as ${name(least)}` : `, ${name(least)} none`;
	return `${capitalised(name(most))} moved most: ${formatBytes(bytes(most))}${times}.`;
}

/** What part of the bytes the events themselves are, at best and at worst. */
export function purposeSentence(lanes: readonly LaneFigures[]): string {
	const total = ({ reading: { ledger } }: LaneFigures) => ledger.up.total + ledger.down.total;
	const share = (lane: LaneFigures) => (lane.reading.ledger.up.payload + lane.reading.ledger.down.payload) / total(lane);
	const crossed = lanes.filter((lane) => total(lane) > 0);
	const found = extremes(crossed, share);
	if (!found) return crossed.length > 0 ? 'No payload has crossed yet: all of it is what surrounds it.' : NOTHING;
	const [least, most] = found;
	if (least === most) return `Of what ${name(most)} moves, ${formatShare(share(most))} is payload.`;
	return `Of what ${name(most)} moves, ${formatShare(share(most))} is payload; of what ${name(least)} moves, ${formatShare(share(least))}.`;
}

/** How old an event is when it arrives, at best and at worst. */
export function stalenessSentence(lanes: readonly LaneFigures[]): string {
	const measured = lanes.filter((lane) => lane.reading.p50 !== undefined);
	const found = extremes(measured, (lane) => lane.reading.p50 ?? 0);
	if (!found && lanes.some(({ reading }) => reading.last !== undefined)) {
		return 'What came so far was history; staleness is measured of what is new.';
	}
	if (!found) return 'No event has arrived yet.';
	const [least, most] = found;
	if (least === most) return `Half of the events arrive within ${formatMs(least.reading.p50)} over ${name(least)}.`;
	return `Half of the events reach ${name(least)} within ${formatMs(least.reading.p50)}, and ${name(most)} within ${formatMs(most.reading.p50)}.`;
}
