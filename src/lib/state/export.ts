import type { PageSettings } from '#lib/protocol/page-settings.ts';
import { estimateTcpIp } from '#lib/wire/estimate.ts';
import { PURPOSES, WAYS } from '#lib/wire/record.ts';
import type { LaneRun } from './lane.svelte.ts';
import type { Race } from './race.svelte.ts';

/** A race as a document: how it was set, what was measured, and how each figure came about. */
export interface RaceDocument {
	readonly what: 'on-the-wire race';
	readonly exportedAt: string;
	/** A link that gives the same events at the same pace. */
	readonly link: string;
	readonly provenance: { readonly bytes: string; readonly tcpIp: string; readonly staleness: string };
	readonly settings: Partial<PageSettings>;
	readonly seconds: number;
	readonly clockErrorMs: number | undefined;
	readonly lanes: readonly object[];
	/** The last two minutes, a sample each second. */
	readonly timeline: readonly object[];
}

/** What the page itself counted of a lane. */
const CHECKS = ['received', 'missed', 'doubled', 'outOfOrder', 'resets', 'reconnects'] as const;
/** Its staleness, ms. */
const STALENESS = { stalenessP50Ms: 'p50', stalenessP95Ms: 'p95' } as const;

/** Lanes that took part. */
function taking(race: Race): LaneRun[] {
	return race.lanes.filter((lane) => lane.reading.ledger.requests > 0);
}

/** To a hundredth: no clock here knows more. */
function rounded(figure: number | undefined): number | undefined {
	return figure === undefined ? undefined : Math.round(figure * 100) / 100;
}

/** What the page itself measured of a lane, by name. */
function checksOf({ reading }: LaneRun) {
	return {
		...Object.fromEntries(CHECKS.map((name) => [name, reading[name]])),
		...Object.fromEntries(Object.entries(STALENESS).map(([name, key]) => [name, rounded(reading[key])]))
	};
}

function laneRow(lane: LaneRun) {
	const { technique, state } = lane;
	const { ledger } = lane.reading;
	return { technique, state, ...checksOf(lane), ...ledger, tcpIpEstimate: estimateTcpIp(ledger) };
}

/** The race as JSON, with its timeline. */
export function raceDocument(race: Race, settings: PageSettings, link: string, now: Date): RaceDocument {
	return {
		what: 'on-the-wire race',
		exportedAt: now.toISOString(),
		link,
		provenance: {
			bytes: 'LIVE: TCP payload at the server’s sockets, by purpose',
			tcpIp: 'MODEL: 52 B a segment and a down segment’s ACK, 380 B a connection',
			staleness: 'LIVE: publish to receipt in ms, on the server’s clock, ± clockErrorMs'
		},
		// What it is a part of says nothing of a race.
		settings: { ...settings, present: undefined, follow: undefined },
		seconds: Math.round(race.seconds * 10) / 10,
		clockErrorMs: rounded(race.clockErrorMs),
		lanes: taking(race).map(laneRow),
		timeline: race.timeline.samples.map(({ seconds, lanes }) => ({
			seconds: Math.round(seconds * 10) / 10,
			lanes: Object.fromEntries(
				Object.entries(lanes).map(([technique, { requests, events, up, down, staleness }]) => [
					technique,
					{ requests, events, up, down, staleness }
				])
			)
		}))
	};
}

/** The race's lanes as CSV (RFC 4180): a row each, with what was set, then counts, times in ms, and bytes by way and purpose. */
export function raceCsv(race: Race, settings: PageSettings): string {
	const counts = ['connections', 'requests', 'empty', 'events', 'heartbeats'] as const;
	const byteColumns = WAYS.flatMap((way) => [...PURPOSES, 'total' as const].map((purpose) => ({ way, purpose })));
	const { rate, size, interval, seed } = settings;
	const run = { rate, size, interval, seed, seconds: Math.round(race.seconds * 10) / 10, clockErrorMs: rounded(race.clockErrorMs) ?? '' };
	const header = [
		'technique',
		...Object.keys(run),
		...counts,
		...CHECKS,
		...Object.keys(STALENESS),
		...byteColumns.map(({ way, purpose }) => `${way}.${purpose}`),
		'tcpIpEstimate'
	];
	const rows = taking(race).map((lane) => [
		lane.technique,
		...Object.values(run),
		...counts.map((name) => lane.reading.ledger[name]),
		...Object.values(checksOf(lane)).map((figure) => figure ?? ''),
		...byteColumns.map(({ way, purpose }) => lane.reading.ledger[way][purpose]),
		estimateTcpIp(lane.reading.ledger)
	]);
	return [header, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}
