import { COUNTS } from '#lib/protocol/page-settings.ts';
import type { Count } from '#lib/protocol/page-settings.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { countedBytes } from '#lib/wire/count.ts';
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

function sampleOf(lane: LaneMeter): LaneSample {
	const { ledger } = lane;
	const { requests, events, up, down } = ledger;
	const [payload, framing, head, tcp] = COUNTS.map((count) => countedBytes(ledger, count)) as [number, number, number, number];
	const counted = { payload, framing, head, tcp };
	return { requests, events, up: up.total, down: down.total, counted, staleness: lane.takeStaleness() };
}

/** All lanes at one moment; `seconds` since the race began. */
export interface Sample {
	readonly seconds: number;
	readonly lanes: Readonly<Partial<Record<TechniqueId, LaneSample>>>;
}

/** Samples that are kept: two minutes of one each second. */
const KEPT = 120;

/** The race's last two minutes, a sample each second: what the charts draw. */
export class Timeline {
	samples: readonly Sample[] = $state.raw([]);

	/** A second look at the same second, of a race that stands still, replaces the first. */
	add(seconds: number, lanes: readonly LaneMeter[]): void {
		const last = this.samples.at(-1);
		const replaced = last?.seconds === seconds ? last : undefined;
		const before = replaced ? this.samples.slice(0, -1) : this.samples.slice(1 - KEPT);
		const sampled = lanes.map((lane): [TechniqueId, LaneSample] => {
			const sample = sampleOf(lane);
			return [lane.technique, { ...sample, staleness: sample.staleness ?? replaced?.lanes[lane.technique]?.staleness }];
		});
		this.samples = [...before, { seconds, lanes: Object.fromEntries(sampled) }];
	}

	clear(): void {
		this.samples = [];
	}
}
