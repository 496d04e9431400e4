import { laneTechnique } from '#lib/protocol/technique-id.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { SessionView } from '#lib/protocol/session.ts';
import type { RaceChange } from '#lib/protocol/settings.ts';
import { addLedger, emptyLedger } from '#lib/wire/ledger.ts';
import type { WireRecord } from '#lib/wire/record.ts';
import type { BenchHooks } from './bench-hooks.ts';
import { pageNow } from './clock-offset.ts';
import type { LaneMeter } from './lane-meter.svelte.ts';
import { SessionClient } from './session.ts';
import type { Readings, SessionListener } from './session.ts';
import { Timeline } from './timeline.svelte.ts';

/** A cut of the line: its moment (server's clock), and how long each technique took to carry something again, ms. */
export interface Cut {
	readonly at: number;
	readonly back: Readonly<Partial<Record<TechniqueId, number>>>;
	/** Seq of the newest event that any lane had then: once a lane is past it, it has lost nothing by the cut. */
	readonly seq: number;
	/** Techniques that were cut: those that were in use. */
	readonly techniques: readonly TechniqueId[];
	/** Seconds that the bench had run. */
	readonly seconds: number;
}

/** Figures are shown five times a second: faster than reading, slower than drawing. */
const SHOW_MS = 200;
const SAMPLE_MS = 1000;

/** A page's session and everything that is measured in it, one meter a technique, whatever seat it is used from. */
export class Bench {
	readonly timeline = new Timeline();
	readings = $state<Readings>('opening');
	/** Seconds that it has run, without its pauses. */
	seconds = $state(0);
	/** Error of the offset between the clocks, ms; undefined before the first probe. */
	clockErrorMs = $state<number | undefined>(undefined);
	cut = $state.raw<Cut | undefined>(undefined);
	/** Whole seconds for which the line stays cut. */
	downSeconds = $state(0);

	readonly #meters: readonly LaneMeter[];
	readonly #hooks: BenchHooks;
	readonly #timers: ReturnType<typeof setInterval>[];
	#session: SessionClient | undefined = $state.raw();
	/** The newest call of `start`: what an older one opened is ended as soon as it is there. */
	#attempt: object | undefined;
	#isListening = true;
	#lastTick = performance.now();
	/** Until when the line stays cut, on the page's clock. */
	#downUntil = 0;
	/** When the page asked for a cut, and when it saw a technique carry again last, on its own clock. */
	#cutAskedAt = Infinity;
	/** Whether anything crossed since the last sample. */
	#hasNews = false;
	readonly #openedAt: Partial<Record<TechniqueId, number>> = {};

	constructor(meters: readonly LaneMeter[], hooks: BenchHooks) {
		this.#meters = meters;
		this.#hooks = hooks;
		this.#timers = [setInterval(() => this.#show(), SHOW_MS), setInterval(() => this.#sample(), SAMPLE_MS)];
	}

	/** The session, once there is one. */
	get session(): SessionClient | undefined {
		return this.#session;
	}

	/**
	 * Ends what ran before and starts a session with all figures at zero. Undefined, when `stop` or another `start` came in between.
	 * @throws {Error} with the server's sentence when it refuses; `TypeError` when it does not answer.
	 */
	async start(settings: RaceChange): Promise<SessionClient | undefined> {
		this.stop();
		const attempt = {};
		this.#attempt = attempt;
		this.seconds = 0;
		this.cut = undefined;
		this.#downUntil = 0;
		this.timeline.clear();
		for (const meter of this.#meters) meter.clear();
		const session = await SessionClient.start(
			settings,
			this.#listener(() => this.#attempt === attempt)
		);
		if (this.#attempt !== attempt) {
			session.end();
			return undefined;
		}
		this.#session = session;
		session.listen(this.#isListening);
		this.#lastTick = performance.now();
		return session;
	}

	/** Ends the session, or the starting of one. */
	stop(): void {
		this.#attempt = undefined;
		this.#session?.end();
		this.#session = undefined;
		this.readings = 'opening';
	}

	/** Ends for good. */
	close(): void {
		for (const timer of this.#timers) clearInterval(timer);
		this.stop();
	}

	/** Keeps the console open, or closes it while nobody looks. */
	listen(isListening: boolean): void {
		this.#isListening = isListening;
		this.#session?.listen(isListening);
	}

	/** Has the server close every connection of every lane at the same moment, and each new one for so many seconds. */
	cutLine(seconds?: number): void {
		this.#cutAskedAt = pageNow();
		this.#session?.change({ faults: { cut: seconds ?? true } });
	}

	/** Has the server let the lanes through again. */
	mendLine(): void {
		this.#downUntil = 0;
		this.#session?.change({ faults: { cut: 0 } });
	}

	/** The server's clock, ms since 1970, as well as the page knows it; undefined before the first probe. */
	serverNow(): number | undefined {
		const offset = this.#session?.clock.offsetMs;
		return offset === undefined ? undefined : pageNow() + offset;
	}

	#listener(isCurrent: () => boolean): SessionListener {
		const only =
			<Parameters extends unknown[]>(callback: (...parameters: Parameters) => void) =>
			(...parameters: Parameters) => {
				if (isCurrent()) callback(...parameters);
			};
		return {
			onView: only((view) => this.#viewed(view)),
			onRecords: only((records) => this.#recorded(records)),
			onSettings: only((settings, newest) => this.#hooks.onSettings?.(settings, newest)),
			onCut: only((at, until) => this.#wasCut(at, until)),
			onReadings: only((readings) => {
				if (this.readings === 'none' && readings !== 'none') this.#hooks.onMended?.();
				this.readings = readings;
			}),
			onGone: only(() => this.#hooks.onGone())
		};
	}

	/** A technique carries again, as the page itself sees it: all there is to go by where no records come. */
	opened(technique: TechniqueId): void {
		if (this.readings === 'console') return;
		this.#openedAt[technique] = pageNow();
		this.#back(technique, pageNow() - this.#cutAskedAt);
	}

	#wasCut(at: number, until: number): void {
		this.#downUntil = pageNow() + until - (this.serverNow() ?? at);
		this.#showDown();
		// Mended: it is the same cut.
		if (at === this.cut?.at) return;
		// What never got through was not cut either, nor what rests.
		const used = this.#hooks.shown().filter((meter) => meter.ledger.requests > 0 || meter.seq > 0);
		const techniques = used.map(({ technique }) => technique).filter((technique) => !this.#hooks.isResting?.(technique));
		const seq = Math.max(0, ...this.#meters.map((meter) => meter.seq));
		this.cut = { at, back: {}, seq, techniques, seconds: this.seconds };
		// One may be back before the answer that tells the cut is read.
		for (const technique of techniques) this.#back(technique, (this.#openedAt[technique] ?? 0) - this.#cutAskedAt);
	}

	#back(technique: TechniqueId, afterMs: number): void {
		const { cut } = this;
		if (!cut || afterMs < 0 || cut.back[technique] !== undefined || !cut.techniques.includes(technique)) return;
		// Of a question that waited, or comes next, the browser itself makes the new connection, and says nothing of it.
		const meter = this.#meters.find((meter) => meter.technique === technique);
		if (meter && meter.reconnectedAt < this.#cutAskedAt && Number.isFinite(this.#cutAskedAt)) meter.reconnected();
		this.cut = { ...cut, back: { ...cut.back, [technique]: afterMs } };
	}

	#viewed(view: SessionView): void {
		this.#hasNews = true;
		this.#hooks.onView?.(view);
		for (const meter of this.#meters) {
			const seats = Object.values(view.lanes).filter((lane) => lane.technique === meter.technique);
			if (seats.length > 0) meter.total(seats.reduce((sum, lane) => addLedger(sum, lane), emptyLedger()));
		}
	}

	#recorded(records: readonly WireRecord[]): void {
		this.#hasNews = true;
		for (const record of records) {
			const technique = laneTechnique(record.lane);
			if (!technique) continue;
			this.#hooks.onRecord?.(record);
			this.#meters.find((meter) => meter.technique === technique)?.record(record);
			if (this.cut && record.way === 'down' && record.head > 0) this.#back(technique, record.at - this.cut.at);
		}
	}

	#showDown(): void {
		const before = this.downSeconds;
		this.downSeconds = Math.max(0, Math.ceil((this.#downUntil - pageNow()) / 1000));
		if (before > 0 && this.downSeconds === 0) this.#hooks.onMended?.();
	}

	#show(): void {
		this.#showDown();
		const now = performance.now();
		const passed = (now - this.#lastTick) / 1000;
		const isRunning = this.#hooks.isRunning();
		// While the server is away time stands with the figures; once it is back, both are made up for.
		const isStanding = isRunning && this.readings === 'none';
		if (!isStanding) this.#lastTick = now;
		if (isRunning && !isStanding) {
			this.seconds += passed;
			this.#hooks.onRan?.(passed);
		}
		this.clockErrorMs = this.#session?.clock.errorMs;
		for (const meter of this.#meters) meter.publish();
		this.#hooks.onShow?.();
	}

	/** What still crosses once time stands still, such as the last answers of a paused race, belongs to the last moment. */
	#sample(): void {
		if (!this.#hooks.isRunning() && (!this.#hasNews || this.seconds === 0)) return;
		this.#hasNews = false;
		this.timeline.add(this.seconds, this.#hooks.shown());
	}
}
