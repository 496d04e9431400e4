import type { StreamBudget } from './stream-budget.ts';

/**
 * `resting`: nobody sees it, or its host paused it; `crowded`: other embeds have the connections; `stopped`: it has run for long
 * enough. Only what is `running` holds a connection.
 */
export type EmbedPhase = 'waking' | 'running' | 'resting' | 'crowded' | 'stopped';

/** How long an embed runs before somebody must say that it shall go on, ms. */
const EMBED_LIMIT_MS = 600_000;

/** When an embed may run: seen, not paused, with its share of the connections, and not for ever. */
export class EmbedLife {
	phase: EmbedPhase = $state('waking');
	/** Whether it rests because the host said so. */
	isPaused = $state(false);
	/** Grows with each new beginning after it was stopped. */
	round = $state(0);

	readonly #budget: StreamBudget;
	#isSeen = true;
	#need: number;
	#turn: object | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** `streams`: connections that it begins with. */
	constructor(budget: StreamBudget, streams: number) {
		this.#budget = budget;
		this.#need = streams;
		this.#begin();
	}

	/** Whether something keeps it from running. */
	get isHeld(): boolean {
		return this.phase !== 'waking' && this.phase !== 'running';
	}

	/** Whether any of it can be seen now. */
	see(isSeen: boolean): void {
		if (isSeen === this.#isSeen) return;
		this.#isSeen = isSeen;
		void this.#settle();
	}

	/** It holds so many connections now; one that holds none waits for nobody. */
	use(streams: number): void {
		if (streams === this.#need) return;
		this.#need = streams;
		void this.#settle();
	}

	pause(): void {
		this.isPaused = true;
		void this.#settle();
	}

	/** Goes on after a pause; one that was stopped begins anew. */
	play(): void {
		this.isPaused = false;
		if (this.phase === 'stopped') this.#begin();
		else void this.#settle();
	}

	/** Takes the connections from whichever embed has them. */
	async takeOver(): Promise<void> {
		await this.#budget.takeOver(this.#need);
		await this.#settle();
	}

	/** Another embed took over. */
	lost(): void {
		if (this.phase === 'running') this.phase = 'crowded';
	}

	/** Ends for good: the page goes. */
	end(): void {
		clearTimeout(this.#timer);
		this.phase = 'stopped';
		this.#turn = undefined;
		this.#budget.release();
	}

	#begin(): void {
		if (this.phase === 'stopped') this.round += 1;
		this.phase = 'waking';
		this.#timer = setTimeout(() => this.end(), EMBED_LIMIT_MS);
		void this.#settle();
	}

	async #settle(): Promise<void> {
		if (this.phase === 'stopped') return;
		const turn = {};
		this.#turn = turn;
		if (!this.#isSeen || this.isPaused) {
			this.phase = 'resting';
			this.#budget.release();
			return;
		}
		const has = await this.#budget.hold(this.#need);
		if (this.#turn === turn) this.phase = has ? 'running' : 'crowded';
	}
}
