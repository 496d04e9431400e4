import { RESET } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { Sequence } from '#lib/protocol/sequence.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { addCrossing, emptyLedger } from '#lib/wire/ledger.ts';
import type { Ledger } from '#lib/wire/ledger.ts';
import type { WireRecord } from '#lib/wire/record.ts';
import { pageNow } from './clock-offset.ts';
import { Quantiles } from './quantiles.ts';

/** What a page shows of a lane; replaced as a whole a few times a second. */
export interface LaneReading {
	readonly ledger: Ledger;
	readonly received: number;
	/** Seq of the newest event that arrived. */
	readonly seq: number;
	readonly missed: number;
	readonly doubled: number;
	readonly outOfOrder: number;
	readonly resets: number;
	readonly reconnects: number;
	/** Publish to receipt, ms; undefined before the first event. */
	readonly p50: number | undefined;
	readonly p95: number | undefined;
	readonly last: FeedEvent | undefined;
	/** How long it was in use, s; where the page says so. */
	readonly seconds: number;
	/** Events that were there before it began: they were caught up with, and have no staleness. */
	readonly history: number;
}

/** What is measured of a technique on this page: what crossed, as the server says, and what arrived, as the page sees it. */
export class LaneMeter {
	readonly technique: TechniqueId;
	/** Newest records first to last, for the wire; whoever draws empties it. */
	readonly fresh: WireRecord[] = [];
	reading: LaneReading = $state.raw(blankReading());
	#ledger = emptyLedger();
	#sequence = new Sequence(0);
	#staleness = new Quantiles();
	/** Staleness of the events since `takeStaleness` was last called. */
	#recent = new Quantiles(200);
	#reconnects = 0;
	/** When it last was seen to drop, on the page's clock, ms. */
	reconnectedAt = -Infinity;
	#last: FeedEvent | undefined;
	#seconds = 0;
	#history = 0;

	constructor(technique: TechniqueId) {
		this.technique = technique;
	}

	/** Seq of the newest event that arrived. */
	get seq(): number {
		return this.#sequence.last;
	}

	/** Whether anything crossed. */
	get isUsed(): boolean {
		return this.reading.ledger.requests > 0;
	}

	/** Back to nothing. */
	clear(): void {
		this.#ledger = emptyLedger();
		this.#sequence = new Sequence(0);
		this.#staleness = new Quantiles();
		this.#recent = new Quantiles(200);
		this.#reconnects = 0;
		this.reconnectedAt = -Infinity;
		this.#last = undefined;
		this.#seconds = 0;
		this.#history = 0;
		this.fresh.length = 0;
		this.publish();
	}

	/** The server measured this. */
	record(record: WireRecord): void {
		addCrossing(this.#ledger, record);
		this.fresh.push(record);
		// A hidden page draws nothing: the wire keeps what still could be seen.
		if (this.fresh.length > 2000) this.fresh.splice(0, 1000);
	}

	/** The server's totals, to go on from. */
	total(ledger: Ledger): void {
		this.#ledger = structuredClone(ledger);
	}

	/** The ledger as it stands, not a copy. */
	get ledger(): Ledger {
		return this.#ledger;
	}

	/** An event arrived; `stalenessMs` is its time from publish to receipt, where that can be said. */
	received(event: FeedEvent, stalenessMs: number | undefined): void {
		this.#sequence.add(event);
		this.arrived(event, stalenessMs);
	}

	/** The same, where events may rightly be left out: nothing is said of their order. */
	arrived(event: FeedEvent, stalenessMs: number | undefined): void {
		this.#last = event;
		if (event.type === RESET) return;
		if (stalenessMs === undefined) {
			this.#history += 1;
			return;
		}
		this.#staleness.add(stalenessMs);
		this.#recent.add(stalenessMs);
	}

	/** It was in use for so long, s. */
	ran(seconds: number): void {
		this.#seconds += seconds;
	}

	/** The lane dropped and comes back. */
	reconnected(): void {
		this.#reconnects += 1;
		this.reconnectedAt = pageNow();
	}

	/** Median staleness since the last call, ms. */
	takeStaleness(): number | undefined {
		const [median] = this.#recent.at(0.5) ?? [];
		this.#recent = new Quantiles(200);
		return median;
	}

	/** Puts the figures where the page sees them. */
	publish(): void {
		const { received, missed, doubled, outOfOrder, resets } = this.#sequence;
		const [p50, p95] = this.#staleness.at(0.5, 0.95) ?? [];
		const counts = { received, seq: this.seq, missed, doubled, outOfOrder, resets, reconnects: this.#reconnects };
		const use = { last: this.#last, seconds: this.#seconds, history: this.#history };
		this.reading = { ledger: structuredClone(this.#ledger), ...counts, p50, p95, ...use };
	}
}

function blankReading(): LaneReading {
	const counts = { received: 0, seq: 0, missed: 0, doubled: 0, outOfOrder: 0, resets: 0, reconnects: 0 };
	return { ledger: emptyLedger(), ...counts, p50: undefined, p95: undefined, last: undefined, seconds: 0, history: 0 };
}
