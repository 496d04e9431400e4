import type { DemoRun } from '#lib/state/demo-run.svelte.ts';
import type { Seat } from '#lib/state/seat.svelte.ts';
import { TAKE_DISTANCE, distance } from './arena.ts';
import type { Place } from './arena.ts';
import type { Game } from './fold.ts';
import type { HeldKeys } from './held-keys.ts';
import type { KeyTimes } from './key-times.svelte.ts';
import { Pilot } from './pilot.ts';
import { coinPlace, startPlace } from './places.ts';
import { PositionSender } from './position-sender.ts';

/** A claim that the log has not answered, and an entry that it has not shown, are repeated after this long. */
const REPEAT_MS = 3000;

/** One person's game at one seat: steers one's own player, says where it is, and claims the coins that it reaches. */
export class Play {
	readonly #seat: Seat<Game>;
	readonly #run: DemoRun<Game>;
	readonly #held: HeldKeys;
	readonly #times: KeyTimes;
	readonly #onRefused: (error: unknown) => void;
	/** Moments of keys that no position was sent with yet. */
	#pressedAt: number[] = [];
	#by = '';
	#pilot: Pilot | undefined;
	#sender: PositionSender;
	#lastFrame = 0;
	#enteredAt = -Infinity;
	#claim = { coin: 0, at: -Infinity };

	constructor(seat: Seat<Game>, run: DemoRun<Game>, held: HeldKeys, times: KeyTimes, onRefused: (error: unknown) => void) {
		this.#seat = seat;
		this.#run = run;
		this.#held = held;
		this.#times = times;
		this.#onRefused = onRefused;
		this.#sender = this.#createSender();
	}

	/** Where one is; undefined before one has entered. */
	get place(): Place | undefined {
		return this.#pilot?.place;
	}

	/** The coin that one has claimed, while the log has not said whose it is. */
	get claimed(): number {
		return this.#claim.coin;
	}

	/** Positions sent so far. */
	get sent(): number {
		return this.#sender.count;
	}

	/** A key was pressed, or a finger laid on the pad, at this moment of `performance.now`. */
	pressed(at: number): void {
		this.#pressedAt.push(at);
	}

	/** What happens in a frame. */
	frame(now: number): void {
		const seconds = (now - this.#lastFrame) / 1000;
		this.#lastFrame = now;
		const by = this.#seat.membership?.member;
		const game = this.#seat.state;
		if (this.#run.state !== 'running' || !by || game.seed === '') return this.#rest();
		if (by !== this.#by) this.#begin(by, game);
		if (!game.players.has(by)) this.#enter(by, now);
		this.#pilot?.step(this.#held.direction, seconds);
		const place = this.#pilot?.place as Place;
		this.#say(by, place, now);
		this.#claimCoin(by, game, place, now);
	}

	#rest(): void {
		this.#pressedAt = [];
		if (this.#run.state === 'paused') this.#times.forget();
	}

	/** A new member begins at a place of its own, and counts from one. */
	#begin(by: string, game: Game): void {
		this.#by = by;
		this.#pilot = new Pilot(startPlace(game.seed, by));
		this.#sender = this.#createSender();
		this.#enteredAt = -Infinity;
		this.#claim = { coin: 0, at: -Infinity };
	}

	#createSender(): PositionSender {
		return new PositionSender((n, { x, y }) => this.#seat.publish('position', { by: this.#by, n, x, y }), this.#onRefused);
	}

	#enter(by: string, now: number): void {
		if (now - this.#enteredAt < REPEAT_MS) return;
		this.#enteredAt = now;
		this.#seat.publish('enter', { by }).catch(this.#onRefused);
	}

	#say(by: string, place: Place, now: number): void {
		const n = this.#sender.offer(place, now, this.#pressedAt.length > 0);
		if (n === undefined) return;
		for (const at of this.#pressedAt) this.#times.pressed({ by, n, at, sent: this.#seat.technique });
		this.#pressedAt = [];
	}

	#claimCoin(by: string, { seed, coin }: Game, { x, y }: Place, now: number): void {
		if (coin === 0 || distance({ x, y }, coinPlace(seed, coin)) > TAKE_DISTANCE) return;
		if (this.#claim.coin === coin && now - this.#claim.at < REPEAT_MS) return;
		this.#claim = { coin, at: now };
		this.#seat.publish('take', { by, coin, x, y }).catch(this.#onRefused);
	}
}
