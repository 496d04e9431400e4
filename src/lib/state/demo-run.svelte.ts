import type { RoomKind } from '#lib/protocol/rooms/index.ts';
import type { DemoSettings } from '#lib/protocol/demo-settings.ts';
import type { EventId } from '#lib/protocol/event.ts';
import { Bench } from './bench.svelte.ts';
import { failureOf, isFinal } from './demo-failure.ts';
import type { DemoFailure } from './demo-failure.ts';
import type { DemoPlan } from './demo-plan.ts';
import { createSeats, reconnectSoon, techniqueOf } from './demo-seats.ts';
import { Knocks } from './knocks.svelte.ts';
import { Pace } from './pace.ts';
import { Places } from './places.svelte.ts';
import type { Seat } from './seat.svelte.ts';
import { TechniqueMeters } from './technique-meters.svelte.ts';

/** `idle`: there is no feed to follow yet. */
export type DemoState = 'starting' | 'running' | 'idle' | 'paused' | 'failed';

const RETRY_MS = 2000;
/** How long a demo's line stays cut, s. */
const CUT_S = 6;

/** A demo on this page: its bench, its seats, its room. */
export class DemoRun<State = unknown, Settings extends DemoSettings = DemoSettings> {
	readonly seats: readonly Seat<State>[];
	/** What crossed, all seats together. */
	readonly meters = new TechniqueMeters(() => this.seats.map(({ technique }) => technique));
	readonly bench: Bench;
	/** In its room, where it is one. */
	readonly places: Places;
	state: DemoState = $state('starting');
	/** Why it failed. */
	failure: DemoFailure | undefined = $state.raw();

	/** At a room that is full; until it lets the seats in everything stays as it is. */
	readonly knocks = new Knocks(() => this.#takeSeats().catch((error: unknown) => this.#failed(error)));

	readonly #plan: DemoPlan<State, Settings>;
	readonly #pace: Pace;
	readonly #onRoom: (code: string) => void;
	#settings: Settings;
	#feed: string | undefined;
	#after: EventId | '0' | undefined | '';
	#isEnded = false;
	readonly #hope = () => reconnectSoon(this.seats);

	/** `onRoom` hears the code of a room that was opened, for the link. */
	constructor(plan: DemoPlan<State, Settings>, settings: Settings, onRoom: (code: string) => void) {
		this.#plan = plan;
		this.#settings = settings;
		this.places = new Places();
		this.#onRoom = onRoom;
		this.#pace = new Pace(settings.interval * 1000, () => false);
		this.seats = createSeats(plan, settings);
		this.bench = new Bench(this.meters.all, {
			isRunning: () => this.state === 'running',
			shown: () => this.meters.all.filter((meter) => meter.isUsed),
			onRan: (seconds) => this.meters.ran(seconds),
			onRecord: (record) => this.seats.find(({ lane }) => lane === record.lane)?.meter.record(record),
			onView: ({ lanes }) => {
				for (const { lane, meter } of this.seats) if (lanes[lane]) meter.total(lanes[lane]);
			},
			onShow: () => {
				for (const seat of this.seats) seat.meter.publish();
			},
			onMended: this.#hope,
			onGone: () => {
				// The server has forgotten the session, and may have forgotten the members.
				this.places.forget();
				this.restart();
			}
		});
		addEventListener('online', this.#hope);
		void this.#start();
	}

	/** Code of the room, once there is one. */
	get room(): string {
		return this.places.room;
	}

	/** Whether the seats hold the last state of a room that is gone. */
	get hasLostRoom(): boolean {
		return this.places.hasBeenIn && this.state === 'failed' && this.failure?.code === 'room-gone';
	}

	/** New settings: techniques change at once, another room or feed begins anew. */
	apply(settings: Settings): void {
		const before = this.#settings;
		this.#settings = settings;
		this.#pace.intervalMs = settings.interval * 1000;
		for (const seat of this.seats) seat.switchTo(techniqueOf(seat.name, settings));
		if (this.#plan.room) {
			if (settings.room === before.room || settings.room === this.room) return;
			this.#leave();
			this.restart();
		} else if (this.#feedOf(settings) !== this.#feedOf(before) && this.bench.session) {
			// Another feed, the same bench: what was measured stays.
			this.#closeSeats();
			this.#enter().catch((error: unknown) => this.#failed(error));
		}
	}

	/** Whether there is a line to cut, or one that is cut. */
	get canCutOrMend(): boolean {
		return this.state === 'running' || this.bench.downSeconds > 0;
	}

	/** Begins measuring anew; what the feed holds is still there. */
	restart(): void {
		void this.#start();
	}

	/** Leaves the room for a new one of its own. */
	openNewRoom(): void {
		this.#leave();
		this.#settings = { ...this.#settings, room: '' };
		this.restart();
	}

	/** Stops following. What is published meanwhile comes when it goes on. */
	pause(): void {
		if (this.state !== 'running') return;
		this.state = 'paused';
		this.#closeSeats();
	}

	resume(): void {
		if (this.state === 'paused') this.#openSeats();
	}

	/** Has the server cut the line of every seat at the same moment, for long enough to act meanwhile; or mend it. */
	cutOrMend(): void {
		if (this.bench.downSeconds > 0) this.bench.mendLine();
		else if (this.canCutOrMend) this.bench.cutLine(CUT_S);
	}

	/** Ends for good: the page closes. */
	end(): void {
		this.#isEnded = true;
		removeEventListener('online', this.#hope);
		this.#leave();
		this.bench.close();
	}

	#feedOf(settings: Settings): string | undefined {
		return this.#plan.room ? `${this.#plan.room}:${this.room || settings.room}` : this.#plan.feed?.(settings);
	}

	async #start(): Promise<void> {
		if (this.#isEnded) return;
		this.#closeSeats();
		for (const seat of this.seats) seat.meter.clear();
		this.state = 'starting';
		try {
			if (await this.bench.start({ paused: true })) await this.#enter();
		} catch (error) {
			this.#failed(error);
		}
	}

	/** Finds the feed and where to begin, and opens the seats; undone where the page or the feed has changed meanwhile. */
	#enter(): Promise<void> {
		this.state = 'starting';
		this.failure = undefined;
		return this.#takeSeats();
	}

	async #takeSeats(): Promise<void> {
		if (this.#plan.room) await this.#join(this.#plan.room);
		else this.#feed = this.#feedOf(this.#settings);
		if (this.#isEnded) return this.#leave();
		const feed = this.#feed;
		const after = feed && (await this.#plan.after?.(feed));
		if (feed !== this.#feed || this.#isEnded) return;
		this.#after = after;
		this.failure = undefined;
		this.#openSeats();
	}

	/** Takes the seats' places in the room; one that was opened is told, for the link. */
	async #join(kind: RoomKind): Promise<void> {
		this.#feed = await this.places.join(kind, this.#settings.room, this.seats);
		if (this.room !== this.#settings.room) this.#onRoom(this.room);
	}

	#leave(): void {
		this.#closeSeats();
		this.places.leave();
		this.#feed = undefined;
	}

	#closeSeats(): void {
		this.knocks.stop();
		for (const seat of this.seats) seat.close();
	}

	#openSeats(): void {
		const { session } = this.bench;
		if (!session) return;
		const feed = this.#feed;
		if (feed === undefined) {
			this.state = 'idle';
			return;
		}
		this.state = 'running';
		for (const [index, seat] of this.seats.entries()) {
			seat.open({
				session: session.view.id,
				feed,
				membership: this.places.at(index),
				after: this.#after || (this.#plan.room ? '0' : undefined),
				serverNow: () => this.bench.serverNow(),
				untilNextAsk: (signal) => this.#pace.wait(signal, () => false),
				...this.meters.listener(seat),
				onRefused: (error) => this.#refused(error)
			});
		}
	}

	/** A room that forgot its members takes them again; one that is gone is told. */
	#refused(error: unknown): void {
		const failure = failureOf(error);
		if (failure.code === 'not-a-member') {
			this.places.forget();
			this.restart();
		} else if (isFinal(failure)) {
			this.#closeSeats();
			this.#failed(error);
		}
	}

	#failed(error: unknown): void {
		if (this.#isEnded) return;
		this.state = 'failed';
		this.failure = failureOf(error);
		if (this.failure.code === 'room-full') this.knocks.later();
		if (this.failure.code === 'room-gone') this.#lose(error as Error);
		if (isFinal(this.failure)) return;
		setTimeout(() => this.state === 'failed' && this.restart(), RETRY_MS * (1 + Math.random()));
	}

	/** The room is gone: the server is asked nothing more until there is another. */
	#lose(error: Error): void {
		this.bench.stop();
		for (const seat of this.seats) seat.lose(error);
	}
}
