import type { Keys, Position } from '#lib/protocol/rooms/game.ts';
import type { DemoRun } from '#lib/state/demo-run.svelte.ts';
import type { Seat } from '#lib/state/seat.svelte.ts';
import { TAKE_DISTANCE, distance } from './arena.ts';
import type { Place } from './arena.ts';
import { mayClaim } from './fold.ts';
import type { Game } from './fold.ts';
import type { HeldKeys } from './held-keys.ts';
import type { KeyTimes } from './key-times.svelte.ts';
import { isLineDown } from './line-down.ts';
import { Pilot } from './pilot.ts';
import { coinPlace, startPlace } from './places.ts';
import { PositionSender } from './position-sender.ts';
import { OwnKeys } from './told-keys.ts';

/** A claim that the log has not answered, and an entry that it has not shown, are repeated after this long. */
const REPEAT_MS = 3000;
/** The way of a frame, which a key takes at once. */
const FRAME_MS = 1000 / 60;

/** One person's game at one seat: steers one's own player, says where it is, and claims the coins that it reaches. */
export class Play {
	readonly #seat: Seat<Game>;
	readonly #run: DemoRun<Game>;
	readonly #held: HeldKeys;
	readonly #times: KeyTimes;
	readonly #onOutcome: (error: unknown) => void;
	/** Moments of keys that no position was sent with yet. */
	#pressedAt: number[] = [];
	/** What other pages are told of one's keys. */
	readonly #keys = new OwnKeys();
	/** Whether no position has gone out since a line was down. What is pressed until then waits for the line: no technique is to blame. */
	#isHeldUp = false;
	#by = '';
	#pilot: Pilot | undefined;
	#sender: PositionSender;
	#steppedTo = 0;
	#enteredAt = -Infinity;
	#claim = { coin: 0, at: -Infinity };

	constructor(seat: Seat<Game>, run: DemoRun<Game>, held: HeldKeys, times: KeyTimes, onOutcome: (error: unknown) => void) {
		this.#seat = seat;
		this.#run = run;
		this.#held = held;
		this.#times = times;
		this.#onOutcome = onOutcome;
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

	/** A key was pressed, or a finger laid on the pad, at this moment of `performance.now`. Its first step does not wait for a frame. */
	pressed(at: number): void {
		this.#pressedAt.push(at);
		const now = performance.now();
		const serverNow = this.#run.bench.serverNow();
		if (serverNow !== undefined && this.#isWatched && !this.#isHeldUp) this.#keys.press(serverNow - (now - at));
		this.#stepTo(now + FRAME_MS, now);
	}

	/** What happens in a frame. */
	frame(now: number): void {
		this.#stepTo(now, now);
	}

	/** Moves on until a moment, which a key may have taken from the next frame, and says so. */
	#stepTo(moment: number, now: number): void {
		const seconds = Math.max(0, moment - this.#steppedTo) / 1000;
		this.#steppedTo = Math.max(moment, this.#steppedTo);
		const by = this.#seat.membership?.member;
		const game = this.#seat.state;
		if (this.#run.state !== 'running' || !by || game.seed === '' || !this.#hasJoined(by)) return this.#rest();
		if (by !== this.#by) this.#begin(by, game);
		if (!game.players.has(by)) this.#enter(by, now);
		this.#holdUp();
		this.#pilot?.step(this.#held.direction, seconds);
		const place = this.#pilot?.place as Place;
		this.#say(by, place, now, game.seen.get(by)?.n ?? 0);
		this.#claimCoin(by, game, place, now);
	}

	/** That one has come is the newest that the log says at first: then all before it was heard, one's own score and place, too. */
	#hasJoined(by: string): boolean {
		return by === this.#by || this.#seat.members.get(by)?.hasLeft === false;
	}

	/** While a line is down no page is told of keys to measure. */
	#holdUp(): void {
		if (!isLineDown(this.#run)) return;
		this.#isHeldUp = true;
		this.#keys.forget();
	}

	#rest(): void {
		this.#pressedAt = [];
		this.#keys.forget();
		if (this.#run.state === 'paused') this.#times.forget();
	}

	/** A new member begins at a place of its own; who comes back, where it was. */
	#begin(by: string, game: Game): void {
		this.#by = by;
		this.#pilot = new Pilot((game.seen.get(by) ?? game.players.get(by))?.track ?? startPlace(game.seed, by));
		this.#sender = this.#createSender();
		this.#enteredAt = -Infinity;
		this.#claim = { coin: 0, at: -Infinity };
	}

	#createSender(): PositionSender {
		return new PositionSender(
			(n, { x, y }) => this.#seat.publish('position', this.#position(n, x, y)),
			(error) => {
				this.#onOutcome(error);
				// A key that had to wait for the line goes as soon as it is free.
				if (this.#pressedAt.length > 0) this.frame(performance.now());
			}
		);
	}

	#position(n: number, x: number, y: number): Position {
		const told = () => this.#told;
		return {
			by: this.#by,
			n,
			x,
			y,
			/** Read when it leaves: of one that is sent again no key is told, as those waited for the line. */
			get keys() {
				return told();
			}
		};
	}

	/** Whether somebody is here who reads another page: only they need be told of keys. */
	get #isWatched(): boolean {
		const isOwn = (id: string) => this.#run.seats.some(({ membership }) => membership?.member === id);
		return [...this.#seat.members.values()].some(({ id, hasLeft }) => !hasLeft && !isOwn(id));
	}

	get #told(): Keys | undefined {
		const now = this.#run.bench.serverNow();
		const { clockErrorMs } = this.#run.bench;
		return now === undefined || clockErrorMs === undefined ? undefined : this.#keys.tell(now, clockErrorMs, this.#seat.technique);
	}

	#enter(by: string, now: number): void {
		if (now - this.#enteredAt < REPEAT_MS) return;
		this.#enteredAt = now;
		this.#seat.publish('enter', { by }).catch(this.#onOutcome);
	}

	#say(by: string, place: Place, now: number, heard: number): void {
		const n = this.#sender.offer(place, now, this.#pressedAt.length > 0, heard);
		if (n === undefined) return;
		const measured = this.#isHeldUp ? [] : this.#pressedAt;
		for (const at of measured) this.#times.pressed({ seat: this.#seat.name, by, n, at, sent: this.#seat.technique });
		this.#pressedAt = [];
		this.#isHeldUp = isLineDown(this.#run);
	}

	#claimCoin(by: string, game: Game, { x, y }: Place, now: number): void {
		const { seed, coin } = game;
		if (coin === 0 || distance({ x, y }, coinPlace(seed, coin)) > TAKE_DISTANCE) return;
		if (this.#claim.coin === coin && now - this.#claim.at < REPEAT_MS) return;
		const { clockErrorMs = 0 } = this.#run.bench;
		const serverNow = this.#run.bench.serverNow();
		// The claim or the entry before may have been stored late, as after a cut: one waits until the way is believed.
		if (serverNow !== undefined && !mayClaim(game, by, { x, y }, serverNow - clockErrorMs)) return;
		this.#claim = { coin, at: now };
		this.#seat.publish('take', { by, coin, x, y }).catch(this.#onOutcome);
	}
}
