import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { Ledger } from '#lib/wire/ledger.ts';
import type { LaneRun } from './lane.svelte.ts';

/** What the charts know of one lane at one moment. */
export interface LaneSample {
	readonly ledger: Ledger;
	/** Median staleness of the events since the sample before, ms; undefined when none came. */
	readonly staleness: number | undefined;
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

	add(seconds: number, lanes: readonly LaneRun[]): void {
		const sampled = lanes.map((lane): [TechniqueId, LaneSample] => [
			lane.technique,
			{ ledger: structuredClone(lane.ledger), staleness: lane.takeStaleness() }
		]);
		this.samples = [...this.samples.slice(1 - KEPT), { seconds, lanes: Object.fromEntries(sampled) }];
	}

	clear(): void {
		this.samples = [];
	}
}
