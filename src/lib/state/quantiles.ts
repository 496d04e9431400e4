/** The last so many values, and any quantile of them. */
export class Quantiles {
	readonly #values: number[] = [];
	readonly #kept: number;
	#next = 0;

	constructor(kept = 500) {
		this.#kept = kept;
	}

	add(value: number): void {
		this.#values[this.#next] = value;
		this.#next = (this.#next + 1) % this.#kept;
	}

	/** The values at these quantiles (0 to 1), nearest rank; undefined without values. */
	at(...quantiles: number[]): number[] | undefined {
		if (this.#values.length === 0) return undefined;
		const sorted = Float64Array.from(this.#values).sort();
		return quantiles.map((q) => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] as number);
	}
}
