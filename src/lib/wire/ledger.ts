import { packetCount } from './estimate.ts';
import { totalBytes } from './record.ts';
import type { Crossing, Purpose, Way } from './record.ts';

/** The bytes of one direction by purpose, their sum, and the TCP segments they fill at least (for estimates). */
export type Tally = Record<Purpose | 'total' | 'packets', number>;

/** The totals of a lane: a pure fold over its wire records. */
export interface Ledger extends Record<Way, Tally> {
	/** Distinct sockets that carried the lane. */
	connections: number;
	/** HTTP requests, WebSocket handshakes included. */
	requests: number;
	/** Answers to a request that carried no event and opened no stream: the polls that were for nothing. */
	empty: number;
	/** Events delivered. */
	events: number;
	/** Heartbeats, both ways. */
	heartbeats: number;
}

function emptyTally(): Tally {
	return { head: 0, framing: 0, heartbeat: 0, payload: 0, total: 0, packets: 0 };
}

/** A ledger of nothing. */
export function emptyLedger(): Ledger {
	return { connections: 0, requests: 0, empty: 0, events: 0, heartbeats: 0, up: emptyTally(), down: emptyTally() };
}

/** Adds one crossing to a ledger, in place: the step of the fold. Allocates nothing, since it runs once per delivered event. */
export function addCrossing(ledger: Ledger, crossing: Crossing): void {
	const tally = ledger[crossing.way];
	const total = totalBytes(crossing);
	tally.head += crossing.head;
	tally.framing += crossing.framing;
	tally.heartbeat += crossing.heartbeat;
	tally.payload += crossing.payload;
	tally.total += total;
	tally.packets += packetCount(total);
	if (crossing.way === 'down') ledger.events += crossing.events;
	if (crossing.kind === 'connect') ledger.connections += 1;
	else if (crossing.kind === 'request') ledger.requests += 1;
	else if (crossing.kind === 'heartbeat') ledger.heartbeats += Math.sign(total);
	else if (crossing.kind === 'answer' && crossing.events === 0) ledger.empty += 1;
}

/** The sum of two ledgers: of the seats that use one technique, say. */
export function addLedger(a: Ledger, b: Ledger): Ledger {
	const tally = (way: Way): Tally => {
		const sum = emptyTally();
		for (const name of Object.keys(sum) as (keyof Tally)[]) sum[name] = a[way][name] + b[way][name];
		return sum;
	};
	return {
		connections: a.connections + b.connections,
		requests: a.requests + b.requests,
		empty: a.empty + b.empty,
		events: a.events + b.events,
		heartbeats: a.heartbeats + b.heartbeats,
		up: tally('up'),
		down: tally('down')
	};
}

/** The ledger of these crossings. */
export function foldLedger(crossings: Iterable<Crossing>): Ledger {
	const ledger = emptyLedger();
	for (const crossing of crossings) addCrossing(ledger, crossing);
	return ledger;
}

/** Share of payload in all bytes of a ledger, 0 to 1; 0 when nothing crossed. */
export function payloadShare(ledger: Ledger): number {
	const total = ledger.up.total + ledger.down.total;
	return total === 0 ? 0 : (ledger.up.payload + ledger.down.payload) / total;
}
