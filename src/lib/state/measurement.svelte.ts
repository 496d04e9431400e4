import type { Figure, Prediction } from '#lib/protocol/present.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { Ledger } from '#lib/wire/ledger.ts';
import type { Cut } from './bench.svelte.ts';
import type { Sample } from './timeline.svelte.ts';

/** What a page's bench knows that a prediction may ask for. */
export interface Measured {
	/** Seconds that it has run. */
	readonly seconds: number;
	readonly cut: Cut | undefined;
	readonly samples: readonly Sample[];
	ledger(technique: TechniqueId): Ledger | undefined;
}

/** What was measured of a prediction so far; a value is undefined where there is none yet. */
export interface Answer {
	readonly seconds: number;
	readonly values: readonly { readonly technique: TechniqueId; readonly value: number | undefined }[];
	readonly isDone: boolean;
}

type Totals = Readonly<Partial<Record<TechniqueId, number>>>;

/** A prediction that is being measured, from the moment it was asked, as long as it says; then its answer stays. */
export class Measurement {
	readonly prediction: Prediction;
	readonly #bench: Measured;
	#fromSeconds: number;
	#from: Totals;
	#done: Answer | undefined;

	constructor(prediction: Prediction, bench: Measured) {
		this.prediction = prediction;
		this.#bench = bench;
		this.#fromSeconds = bench.seconds;
		this.#from = this.#totals();
	}

	/** What the ledger says now. Call it whenever figures may have changed. */
	answer(): Answer {
		if (this.#done) return this.#done;
		const { seconds } = this.#bench;
		if (seconds < this.#fromSeconds) {
			// The bench began anew, and so does what is measured of it.
			this.#fromSeconds = seconds;
			this.#from = {};
		}
		const { of, figure, seconds: wanted } = this.prediction;
		const now = this.#totals();
		const values = of.map((technique) => ({ technique, value: this.#value(figure, technique, now) }));
		const answer = { seconds: Math.min(wanted, seconds - this.#fromSeconds), values, isDone: seconds - this.#fromSeconds >= wanted };
		if (answer.isDone) this.#done = answer;
		return answer;
	}

	#value(figure: Figure, technique: TechniqueId, now: Totals): number | undefined {
		const { cut, samples } = this.#bench;
		if (figure === 'back') return cut && cut.seconds >= this.#fromSeconds ? cut.back[technique] : undefined;
		if (figure === 'staleness') {
			const since = samples.filter(({ seconds }) => seconds > this.#fromSeconds);
			return median(since.flatMap(({ lanes }) => lanes[technique]?.staleness ?? []));
		}
		return (now[technique] ?? 0) - (this.#from[technique] ?? 0);
	}

	#totals(): Totals {
		const { of, figure } = this.prediction;
		return Object.fromEntries(of.map((technique) => [technique, total(figure, this.#bench.ledger(technique))]));
	}
}

function total(figure: Figure, ledger: Ledger | undefined): number {
	if (!ledger) return 0;
	if (figure === 'bytes') return ledger.up.total + ledger.down.total;
	return figure === 'requests' || figure === 'empty' || figure === 'events' ? ledger[figure] : 0;
}

function median(values: readonly number[]): number | undefined {
	return [...values].sort((a, b) => a - b)[values.length >> 1];
}
