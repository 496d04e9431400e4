import { eventId } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { Sequence } from '#lib/protocol/sequence.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { TECHNIQUES } from '#lib/techniques/index.ts';
import type { FeedAddress, LaneState } from '#lib/techniques/technique.ts';
import { addCrossing, emptyLedger } from '#lib/wire/ledger.ts';
import type { Ledger } from '#lib/wire/ledger.ts';
import type { WireRecord } from '#lib/wire/record.ts';
import type { Pace } from './pace.ts';
import { Quantiles } from './quantiles.ts';

/** What a lane needs of its race. */
export interface LaneContext {
	readonly session: string;
	readonly epoch: string;
	readonly pace: Pace;
	readonly websocketOnly: boolean;
	/** The server's clock, ms since 1970, as well as the page knows it; undefined before the first probe. */
	serverNow(): number | undefined;
	/** The same, guessed where it is not known yet. */
	roughNow(): number;
	/** Seq that the lane must reach before it may rest; Infinity while the race runs. */
	restsAt(): number;
}

/** What a page shows of a lane; replaced as a whole a few times a second. */
export interface LaneReading {
	readonly ledger: Ledger;
	readonly received: number;
	readonly missed: number;
	readonly doubled: number;
	readonly outOfOrder: number;
	readonly resets: number;
	readonly reconnects: number;
	/** Publish to receipt, ms; undefined before the first event. */
	readonly p50: number | undefined;
	readonly p95: number | undefined;
	readonly last: FeedEvent | undefined;
}

/** One technique carrying the race to this page: it follows, checks what arrives, and folds what the server measured. */
export class LaneRun {
	readonly technique: TechniqueId;
	/** Newest records first to last, for the wire; whoever draws empties it. */
	readonly fresh: WireRecord[] = [];
	state = $state<LaneState>('closed');
	reading: LaneReading = $state.raw(blankReading());
	#ledger = emptyLedger();
	#sequence = new Sequence(0);
	#staleness = new Quantiles();
	/** Staleness of the events since `takeStaleness` was last called. */
	#recent = new Quantiles(200);
	#reconnects = 0;
	#last: FeedEvent | undefined;
	#running: AbortController | undefined;

	constructor(technique: TechniqueId) {
		this.technique = technique;
	}

	get isOn(): boolean {
		return this.#running !== undefined;
	}

	/** Seq of the newest event that arrived. */
	get seq(): number {
		return this.#sequence.last;
	}

	/** Forgets the last race. */
	reset(): void {
		this.stop();
		this.#ledger = emptyLedger();
		this.#sequence = new Sequence(0);
		this.#staleness = new Quantiles();
		this.#recent = new Quantiles(200);
		this.#reconnects = 0;
		this.#last = undefined;
		this.fresh.length = 0;
		this.publish();
	}

	/** Follows the race, from its first event or from where this lane stopped. A second call does nothing. */
	start(context: LaneContext): void {
		if (this.#running) return;
		this.#running = new AbortController();
		// A browser without WebSocket throws at once: the lane stays closed, and the page says what is missing.
		this.#follow(context, this.#running.signal).catch(() => (this.state = 'closed'));
	}

	stop(): void {
		this.#running?.abort();
		this.#running = undefined;
		this.state = 'closed';
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
		const counts = { received, missed, doubled, outOfOrder, resets, reconnects: this.#reconnects };
		this.reading = { ledger: structuredClone(this.#ledger), ...counts, p50, p95, last: this.#last };
	}

	async #follow(context: LaneContext, signal: AbortSignal): Promise<void> {
		const { technique } = this;
		const address: FeedAddress = {
			feed: 'race',
			session: context.session,
			lane: technique,
			websocketOnly: context.websocketOnly
		};
		const startedAt = context.roughNow();
		const events = TECHNIQUES[technique].follow(address, {
			after: eventId(context.epoch, this.#sequence.last),
			signal,
			onState: (state) => this.#changed(state, signal),
			untilNextAsk: (signal) => context.pace.wait(signal, () => isBetween(this.seq, context.restsAt()))
		});
		for await (const event of events) {
			if (signal.aborted) return;
			this.#received(event, context.serverNow(), startedAt);
		}
	}

	#changed(state: LaneState, signal: AbortSignal): void {
		if (signal.aborted) return;
		if (state === 'retrying' && this.state === 'open') this.#reconnects += 1;
		this.state = state;
	}

	#received(event: FeedEvent, now: number | undefined, startedAt: number): void {
		this.#sequence.add(event);
		this.#last = event;
		// What was published before this lane began is catching up, not staleness.
		if (now === undefined || event.at < startedAt) return;
		const staleness = Math.max(0, now - event.at);
		this.#staleness.add(staleness);
		this.#recent.add(staleness);
	}
}

/** Whether a lane at `seq` has still to fetch what a resting race holds. */
function isBetween(seq: number, restsAt: number): boolean {
	return Number.isFinite(restsAt) && seq < restsAt;
}

function blankReading(): LaneReading {
	const counts = { received: 0, missed: 0, doubled: 0, outOfOrder: 0, resets: 0, reconnects: 0 };
	return { ledger: emptyLedger(), ...counts, p50: undefined, p95: undefined, last: undefined };
}
