import type { PageSettings } from '#lib/protocol/page-settings.ts';
import type { SessionView } from '#lib/protocol/session.ts';
import { TECHNIQUE_IDS, isTechniqueId } from '#lib/protocol/technique-id.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { WireRecord } from '#lib/wire/record.ts';
import { pageNow } from './clock-offset.ts';
import { LaneRun } from './lane.svelte.ts';
import type { LaneContext } from './lane.svelte.ts';
import { Pace } from './pace.ts';
import { SessionClient } from './session.ts';
import type { Readings, SessionListener } from './session.ts';
import { createTabClaim } from './tab-claim.ts';
import type { TabClaim } from './tab-claim.ts';
import { Timeline } from './timeline.svelte.ts';

/** `elsewhere`: another tab runs a race, and two would take all of the browser's connections. */
export type RaceState = 'starting' | 'running' | 'paused' | 'elsewhere' | 'failed';

/** A cut of the line: its moment (server's clock), and how long each lane took to carry something again, ms. */
export interface Cut {
	readonly at: number;
	readonly back: Readonly<Partial<Record<TechniqueId, number>>>;
	/** Seq of the newest event that any lane had then: once a lane is past it, it has lost nothing by the cut. */
	readonly seq: number;
}

/** Figures are shown five times a second: faster than reading, slower than drawing. */
const SHOW_MS = 200;
const SAMPLE_MS = 1000;
const RETRY_MS = 2000;

/** The race of this page: a session, its lanes, and everything that is shown of them. */
export class Race {
	readonly lanes: readonly LaneRun[] = TECHNIQUE_IDS.map((id) => new LaneRun(id));
	readonly timeline = new Timeline();
	state = $state<RaceState>('starting');
	readings = $state<Readings>('opening');
	/** Seconds that the race has run, without its pauses. */
	seconds = $state(0);
	/** Error of the offset between the clocks, ms; undefined before the first probe. */
	clockErrorMs = $state<number | undefined>(undefined);
	cut = $state.raw<Cut | undefined>(undefined);
	/** The server's sentence, when it refused a session. */
	failure = $state('');
	/** Seq at which a paused race stands. */
	newest = $state(0);

	#settings: PageSettings;
	#session: SessionClient | undefined;
	readonly #claim: TabClaim;
	readonly #pace: Pace;
	readonly #timers: ReturnType<typeof setInterval>[];
	#lastTick = performance.now();
	#isEnded = false;

	constructor(settings: PageSettings) {
		this.#settings = settings;
		this.#pace = new Pace(settings.interval * 1000, () => this.state === 'paused');
		this.#claim = createTabClaim(() => this.#yield());
		this.#timers = [setInterval(() => this.#show(), SHOW_MS), setInterval(() => this.#sample(), SAMPLE_MS)];
		void this.#begin();
	}

	/** Whether the figures are settled: paused, and every lane has every event. */
	get isSettled(): boolean {
		const on = this.lanes.filter((lane) => this.#settings.techniques.includes(lane.technique));
		return this.state === 'paused' && on.every((lane) => lane.reading.received >= this.newest);
	}

	/** What the race is made of. Rate, payload, interval and lanes change as it runs; another seed or Socket.IO start begins anew. */
	apply(settings: PageSettings): void {
		const before = this.#settings;
		this.#settings = settings;
		this.#pace.intervalMs = settings.interval * 1000;
		if (settings.seed !== before.seed || settings.websocketOnly !== before.websocketOnly) {
			this.restart();
			return;
		}
		const { rate, size } = settings;
		if (rate !== before.rate || size !== before.size) this.#session?.change({ settings: { rate, size } });
		this.#switchLanes();
	}

	pause(): void {
		if (this.state !== 'running') return;
		this.state = 'paused';
		this.newest = Number.MAX_SAFE_INTEGER;
		this.#session?.change({ settings: { paused: true } });
	}

	resume(): void {
		if (this.state !== 'paused') return;
		this.state = 'running';
		this.#session?.change({ settings: { paused: false } });
		this.#pace.recheck();
	}

	/** Begins anew, with a new session: all figures at zero. */
	restart(): void {
		if (this.state === 'elsewhere') return;
		this.#endSession();
		void this.#start();
	}

	/** Has the server close every connection of every lane at the same moment. */
	cutLine(): void {
		this.#session?.change({ faults: { cut: true } });
	}

	/** Runs here; the tab that ran stops. */
	async takeOver(): Promise<void> {
		await this.#claim.takeOver();
		if (this.state === 'elsewhere') await this.#start();
	}

	/** Ends for good: the page closes. */
	end(): void {
		this.#isEnded = true;
		for (const timer of this.#timers) clearInterval(timer);
		this.#endSession();
		this.#claim.release();
	}

	async #begin(): Promise<void> {
		if (await this.#claim.tryClaim()) await this.#start();
		else this.state = 'elsewhere';
	}

	async #start(): Promise<void> {
		this.state = 'starting';
		this.seconds = 0;
		this.cut = undefined;
		this.newest = 0;
		this.timeline.clear();
		for (const lane of this.lanes) lane.reset();
		const { rate, size, seed } = this.#settings;
		try {
			const session = await SessionClient.start({ rate, size, seed }, this.#listener());
			if (this.#isEnded) return session.end();
			this.#session = session;
			this.state = 'running';
			this.#lastTick = performance.now();
			this.#switchLanes();
		} catch (error) {
			this.state = 'failed';
			this.failure = error instanceof TypeError ? '' : (error as Error).message;
			if (!this.#isEnded) setTimeout(() => this.state === 'failed' && void this.#start(), RETRY_MS * (1 + Math.random()));
		}
	}

	#switchLanes(): void {
		const session = this.#session;
		if (!session) return;
		const context: LaneContext = {
			session: session.view.id,
			epoch: session.view.epoch,
			pace: this.#pace,
			websocketOnly: this.#settings.websocketOnly,
			serverNow: () => (session.clock.offsetMs === undefined ? undefined : pageNow() + session.clock.offsetMs),
			roughNow: () => session.roughNow(),
			restsAt: () => (this.state === 'paused' && this.newest < Number.MAX_SAFE_INTEGER ? this.newest : Infinity)
		};
		for (const lane of this.lanes) {
			if (this.#settings.techniques.includes(lane.technique)) lane.start(context);
			else lane.stop();
		}
	}

	#listener(): SessionListener {
		let isCurrent = () => true;
		const only =
			<Parameters extends unknown[]>(callback: (...parameters: Parameters) => void) =>
			(...parameters: Parameters) => {
				if (isCurrent()) callback(...parameters);
			};
		const listener: SessionListener = {
			onView: only((view) => this.#viewed(view)),
			onRecords: only((records) => this.#recorded(records)),
			onSettings: only((settings, newest) => {
				if (settings.paused) this.newest = newest;
				this.#pace.recheck();
			}),
			onCut: only((at) => (this.cut = { at, back: {}, seq: Math.max(...this.lanes.map((lane) => lane.seq)) })),
			onReadings: only((readings) => (this.readings = readings)),
			onGone: only(() => this.restart())
		};
		this.#listening = listener;
		isCurrent = () => this.#listening === listener;
		return listener;
	}
	#listening: SessionListener | undefined;

	#viewed(view: SessionView): void {
		for (const lane of this.lanes) {
			const seen = view.lanes[lane.technique];
			if (seen) lane.total(seen);
		}
	}

	#recorded(records: readonly WireRecord[]): void {
		for (const record of records) {
			if (!isTechniqueId(record.lane)) continue;
			this.lanes.find((lane) => lane.technique === record.lane)?.record(record);
			if (this.cut && record.way === 'down' && record.head > 0 && this.cut.back[record.lane] === undefined && record.at >= this.cut.at) {
				this.cut = { ...this.cut, back: { ...this.cut.back, [record.lane]: record.at - this.cut.at } };
			}
		}
	}

	/** Another tab took over. */
	#yield(): void {
		if (this.#isEnded) return;
		this.#endSession();
		this.state = 'elsewhere';
	}

	#endSession(): void {
		for (const lane of this.lanes) lane.stop();
		this.#listening = undefined;
		this.#session?.end();
		this.#session = undefined;
		this.readings = 'opening';
	}

	#show(): void {
		const now = performance.now();
		if (this.state === 'running') this.seconds += (now - this.#lastTick) / 1000;
		this.#lastTick = now;
		this.clockErrorMs = this.#session?.clock.errorMs;
		for (const lane of this.lanes) lane.publish();
	}

	#sample(): void {
		if (this.state === 'running')
			this.timeline.add(
				this.seconds,
				this.lanes.filter((lane) => lane.isOn)
			);
	}
}
