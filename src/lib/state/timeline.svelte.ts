import { COUNTS } from '#lib/protocol/page-settings.ts';
import type { Count } from '#lib/protocol/page-settings.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { countedBytes } from '#lib/wire/count.ts';
import type { Ledger } from '#lib/wire/ledger.ts';
import type { LaneMeter } from './lane-meter.svelte.ts';

/** What the charts know of one lane at one moment: figures alone, since two minutes of them are kept. */
export interface LaneSample {
	readonly requests: number;
	readonly events: number;
	/** TCP payload each way, bytes. */
	readonly up: number;
	readonly down: number;
	/** Bytes both ways up to each layer. */
	readonly counted: Readonly<Record<Count, number>>;
	/** Median staleness of the events since the sample before, ms; undefined when none came. */
	readonly staleness: number | undefined;
}

function sampleOf(ledger: Ledger, staleness?: number): LaneSample {
	const { requests, events, up, down } = ledger;
	const [payload, framing, head, tcp] = COUNTS.map((count) => countedBytes(ledger, count)) as [number, number, number, number];
	const counted = { payload, framing, head, tcp };
	return { requests, events, up: up.total, down: down.total, counted, staleness };
}

/** All lanes at one moment; `seconds` since the race began. */
export interface Sample {
	readonly seconds: number;
	readonly lanes: Readonly<Partial<Record<TechniqueId, LaneSample>>>;
}

/** A second look at the same moment, of a race that stands still, replaces the first. */
function withSample(
	samples: readonly Sample[],
	seconds: number,
	lanes: readonly (readonly [TechniqueId, LaneSample])[]
): readonly Sample[] {
	const last = samples.at(-1);
	const replaced = last?.seconds === seconds ? last : undefined;
	const sampled = lanes.map(([technique, sample]) => {
		return [technique, { ...sample, staleness: sample.staleness ?? replaced?.lanes[technique]?.staleness }];
	});
	return [...(replaced ? samples.slice(0, -1) : samples), { seconds, lanes: Object.fromEntries(sampled) }];
}

/** The samples up to what the page shows now, `seconds` since the race began: they end with the very figures of its tables. */
export function samplesUntil(
	seconds: number,
	samples: readonly Sample[],
	shown: readonly { readonly technique: TechniqueId; readonly reading: { readonly ledger: Ledger } }[]
): readonly Sample[] {
	const lanes = shown.map(({ technique, reading }) => [technique, sampleOf(reading.ledger)] as const);
	return withSample(samples, seconds, lanes);
}

/** Samples that are kept: two minutes of one each second. */
const KEPT = 120;

/** The race's last two minutes, a sample each second: what the charts draw. */
export class Timeline {
	samples: readonly Sample[] = $state.raw([]);

	add(seconds: number, lanes: readonly LaneMeter[]): void {
		const sampled = lanes.map((lane) => [lane.technique, sampleOf(lane.ledger, lane.takeStaleness())] as const);
		this.samples = withSample(this.samples, seconds, sampled).slice(-KEPT);
	}

	clear(): void {
		this.samples = [];
	}
}
