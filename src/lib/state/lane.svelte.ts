import { eventId } from '#lib/protocol/event.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { TECHNIQUES } from '#lib/techniques/index.ts';
import type { FeedAddress, LaneState } from '#lib/techniques/technique.ts';
import { LaneMeter } from './lane-meter.svelte.ts';
import type { Pace } from './pace.ts';

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
	/** The lane's last answer was good. */
	onOpen(technique: TechniqueId): void;
	/** Seq that the lane must reach before it may rest; Infinity while the race runs. */
	restsAt(): number;
}

/** One technique carrying the race to this page: it follows, checks what arrives, and folds what the server measured. */
export class LaneRun extends LaneMeter {
	state = $state<LaneState>('closed');
	#running: AbortController | undefined;

	get isOn(): boolean {
		return this.#running !== undefined;
	}

	/** Whether it is on and nothing ever came of it: no event arrived, and it does not open. */
	get isShutOut(): boolean {
		return this.isOn && this.reading.received === 0 && (this.state === 'retrying' || this.state === 'closed');
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
			after: eventId(context.epoch, this.seq),
			signal,
			onState: (state) => this.#changed(state, context, signal),
			untilNextAsk: (signal) => context.pace.wait(signal, () => isBetween(this.seq, context.restsAt()))
		});
		for await (const event of events) {
			if (signal.aborted) return;
			const now = context.serverNow();
			// What was published before this lane began is catching up, not staleness.
			this.received(event, now === undefined || event.at < startedAt ? undefined : Math.max(0, now - event.at));
		}
	}

	#changed(state: LaneState, context: LaneContext, signal: AbortSignal): void {
		if (signal.aborted) return;
		if (state === 'retrying' && this.state === 'open') this.reconnected();
		this.state = state;
		if (state === 'open') context.onOpen(this.technique);
	}
}

/** Whether a lane at `seq` has still to fetch what a resting race holds. */
function isBetween(seq: number, restsAt: number): boolean {
	return Number.isFinite(restsAt) && seq < restsAt;
}
