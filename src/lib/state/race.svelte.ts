import type { PageSettings } from '#lib/protocol/page-settings.ts';
import { TECHNIQUE_IDS } from '#lib/protocol/technique-id.ts';
import { INITIAL_RACE, changeRace } from '#lib/protocol/settings.ts';
import type { RaceSettings } from '#lib/protocol/settings.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { Bench } from './bench.svelte.ts';
import type { Cut } from './bench.svelte.ts';
import { LaneRun } from './lane.svelte.ts';
import type { LaneContext } from './lane.svelte.ts';
import { Pace } from './pace.ts';
import type { Readings, SessionClient } from './session.ts';
import { createTabClaim } from './tab-claim.ts';
import type { TabClaim } from './tab-claim.ts';
import type { Timeline } from './timeline.svelte.ts';

/** `elsewhere`: another tab runs a race, and two would take all of the browser's connections. */
export type RaceState = 'starting' | 'running' | 'paused' | 'elsewhere' | 'failed';

const RETRY_MS = 2000;
/** What is on its way to the server is not told again before, ms. */
const TELL_AGAIN_MS = 1000;
/** Techniques that are answered once there is something, and not before. */
const POLLED: readonly TechniqueId[] = ['polling', 'conditional', 'long-polling'];

type OpenClaim = (onLost: () => void) => TabClaim | Promise<TabClaim>;

/** The race of this page: a bench, its lanes, and everything that is shown of them. */
export class Race {
	readonly lanes: readonly LaneRun[] = TECHNIQUE_IDS.map((id) => new LaneRun(id));
	state = $state<RaceState>('starting');
	/** The server's sentence, when it refused a session. */
	failure = $state('');
	/** Whether the tab that ran has gone, while this one waits. */
	isFree = $state(false);
	/** Whether it began anew by itself, because the server knew the one before no more. */
	isRenewed = $state(false);
	/** Seq at which a paused race stands; undefined until the server has said it. */
	newest = $state<number | undefined>(undefined);

	#settings: PageSettings;
	readonly #bench: Bench;
	#claim: TabClaim | undefined;
	readonly #pace: Pace;
	#waiting: AbortController | undefined;
	#telling: ReturnType<typeof setTimeout> | undefined;
	#isEnded = false;

	/** `openClaim` makes the claim to be the one race that runs in this browser. */
	constructor(settings: PageSettings, openClaim: OpenClaim = createTabClaim) {
		this.#settings = settings;
		this.#pace = new Pace(settings.interval * 1000, () => this.state === 'paused');
		this.#bench = new Bench(this.lanes, {
			isRunning: () => this.state === 'running',
			shown: () => this.lanes.filter((lane) => lane.isOn),
			isResting: (technique) => this.state === 'paused' && POLLED.includes(technique),
			onView: ({ settings, newest }) => this.#told(settings, newest),
			onSettings: (settings, newest) => this.#told(settings, newest),
			onGone: () => {
				this.restart();
				this.isRenewed = true;
			}
		});
		void this.#begin(openClaim);
	}

	get timeline(): Timeline {
		return this.#bench.timeline;
	}

	get readings(): Readings {
		return this.#bench.readings;
	}

	/** Seconds that the race has run, without its pauses. */
	get seconds(): number {
		return this.#bench.seconds;
	}

	/** Error of the offset between the clocks, ms; undefined before the first probe. */
	get clockErrorMs(): number | undefined {
		return this.#bench.clockErrorMs;
	}

	get cut(): Cut | undefined {
		return this.#bench.cut;
	}

	/** Whether the figures are settled: paused, every lane that ever opened has every event, and the server has told what they cost. */
	get isSettled(): boolean {
		const on = this.lanes.filter((lane) => this.#settings.techniques.includes(lane.technique) && !lane.isShutOut);
		const { newest } = this;
		return (
			this.state === 'paused' &&
			newest !== undefined &&
			on.length > 0 &&
			on.every(({ reading }) => reading.seq >= newest && reading.ledger.events >= reading.received)
		);
	}

	/** What the race is made of. Rate, payload, interval and lanes change as it runs; another seed or Socket.IO start begins anew. */
	apply(settings: PageSettings): void {
		const before = this.#settings;
		this.#settings = settings;
		this.#pace.intervalMs = settings.interval * 1000;
		if (settings.seed !== before.seed || settings.socketio !== before.socketio) {
			this.restart();
			return;
		}
		const { rate, size } = settings;
		if (rate !== before.rate || size !== before.size) this.#bench.session?.change({ settings: { rate, size } });
		this.#rest();
		this.#switchLanes();
	}

	/** What the server goes by. Where it has missed a change (on a line that was dead, or among too many at once) it is told again. */
	#told({ rate, size, paused }: RaceSettings, newest: number): void {
		if (paused) this.newest = newest;
		this.#pace.recheck();
		clearTimeout(this.#telling);
		const wanted = changeRace(INITIAL_RACE, { rate: this.#settings.rate, size: this.#settings.size });
		if (rate === wanted.rate && size === wanted.size && paused === (this.state === 'paused')) return;
		this.#telling = setTimeout(() => {
			const { rate, size } = this.#settings;
			this.#bench.session?.change({ settings: { rate, size, paused: this.state === 'paused' } });
		}, TELL_AGAIN_MS);
	}

	/** Lets the feed stand still, or go on, as the settings say. */
	#rest(): void {
		const { paused } = this.#settings;
		if (this.state !== (paused ? 'running' : 'paused')) return;
		this.state = paused ? 'paused' : 'running';
		if (paused) this.newest = undefined;
		this.#bench.session?.change({ settings: { paused } });
		this.#pace.recheck();
	}

	/** Begins anew, with a new session: all figures at zero. */
	restart(): void {
		this.isRenewed = false;
		if (this.state === 'elsewhere') return;
		void this.#start();
	}

	/** Keeps the console open, or closes it while nobody looks. */
	listen(isListening: boolean): void {
		this.#bench.listen(isListening);
	}

	/** Has the server close every connection of every lane at the same moment. */
	cutLine(): void {
		this.#bench.cutLine();
	}

	/** Runs here; the tab that ran stops. */
	async takeOver(): Promise<void> {
		this.#waiting?.abort();
		await this.#claim?.takeOver();
		if (this.state === 'elsewhere') await this.#start();
	}

	/** Ends for good: the page closes. */
	end(): void {
		this.#isEnded = true;
		this.#waiting?.abort();
		clearTimeout(this.#telling);
		this.#stopLanes();
		this.#bench.close();
		this.#claim?.release();
	}

	async #begin(openClaim: OpenClaim): Promise<void> {
		this.#claim = await openClaim(() => this.#yield());
		if (await this.#claim.tryClaim()) await this.#start();
		else this.#wait();
	}

	/** Another tab runs: this one waits, and hears when that one has gone. */
	#wait(): void {
		if (this.#isEnded) return this.#claim?.release();
		this.state = 'elsewhere';
		this.isFree = false;
		this.#waiting = new AbortController();
		void this.#claim?.whenFree(this.#waiting.signal).then(
			() => (this.isFree = true),
			() => {}
		);
	}

	async #start(): Promise<void> {
		// It ended while its claim was on its way.
		if (this.#isEnded) return this.#claim?.release();
		this.#stopLanes();
		this.state = 'starting';
		this.newest = undefined;
		const asked = this.#settings;
		const { rate, size, seed } = asked;
		try {
			const session = await this.#bench.start({ rate, size, seed, paused: false });
			if (!session) return;
			this.state = 'running';
			// What was set while the session was on its way.
			const { rate: rateNow, size: sizeNow } = this.#settings;
			if (rateNow !== rate || sizeNow !== size) session.change({ settings: { rate: rateNow, size: sizeNow } });
			this.#switchLanes();
			this.#rest();
		} catch (error) {
			if (this.#isEnded || this.state !== 'starting') return;
			this.state = 'failed';
			this.failure = error instanceof TypeError ? '' : (error as Error).message;
			setTimeout(() => this.state === 'failed' && void this.#start(), RETRY_MS * (1 + Math.random()));
		}
	}

	#switchLanes(): void {
		const { session } = this.#bench;
		if (!session) return;
		const context = this.#contextOf(session);
		for (const lane of this.lanes) {
			if (this.#settings.techniques.includes(lane.technique)) lane.start(context);
			else lane.stop();
		}
	}

	#contextOf(session: SessionClient): LaneContext {
		return {
			session: session.view.id,
			epoch: session.view.epoch,
			pace: this.#pace,
			websocketOnly: this.#settings.socketio === 'websocket',
			serverNow: () => this.#bench.serverNow(),
			roughNow: () => session.roughNow(),
			onOpen: (technique) => this.#bench.opened(technique),
			restsAt: () => (this.state === 'paused' ? (this.newest ?? Infinity) : Infinity)
		};
	}

	/** Another tab took over. */
	#yield(): void {
		this.#stopLanes();
		this.#bench.stop();
		this.#wait();
	}

	#stopLanes(): void {
		for (const lane of this.lanes) lane.stop();
	}
}
