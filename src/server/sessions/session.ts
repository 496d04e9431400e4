import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import { CLOSE } from '#lib/protocol/problem.ts';
import type { SessionChange, SessionView } from '#lib/protocol/session.ts';
import { INITIAL_RACE, changeRace } from '#lib/protocol/settings.ts';
import type { RaceChange, RaceSettings } from '#lib/protocol/settings.ts';
import { laneTechnique } from '#lib/protocol/technique-id.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import type { Crossing } from '#lib/wire/record.ts';
import { stamp } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Feed } from '../feeds/feed.ts';
import { createGeneratedFeed } from '../feeds/generated.ts';
import type { GeneratedFeed } from '../feeds/generated.ts';
import { RaceSchedule } from '../feeds/race.ts';
import { Bucket } from '../limits/bucket.ts';
import { Problem } from '../problem.ts';
import { Console } from './console.ts';
import { Lane } from './lane.ts';

/**
 * Commands of one session, over its console and by PATCH together. A page that moves its sliders says something four times
 * a second at most, and asks for the time six times when its console opens, then every other second.
 */
const COMMANDS = { perSecond: 20, burst: 60 };

/** Lanes that one session may have: each technique in three seats. */
const MAX_LANES = 21;

/** A visitor's private bench: its race, lanes, faults and ledgers. Its id is 128 random bits and the key to it. */
export class Session {
	readonly id = randomBytes(16).toString('base64url');
	/** Who started it, for limits. */
	readonly address: string;
	readonly now: Clock;
	/** Turns of who commands it. */
	readonly turns: Bucket;
	readonly #start: number;
	readonly #schedule: RaceSchedule;
	readonly #race: GeneratedFeed;
	readonly #lanes = new Map<string, Lane>();
	#settings: RaceSettings;
	#console: Console | undefined;
	#usedAt: number;
	/** When the line was cut last, and until when nothing gets through. */
	#cut = { at: 0, until: 0 };

	constructor(change: RaceChange, address: string, history: number, clock: Clock) {
		this.address = address;
		this.now = clock;
		this.turns = new Bucket(COMMANDS.perSecond, COMMANDS.burst, clock);
		this.#start = stamp(clock);
		this.#usedAt = this.#start;
		this.#settings = changeRace(INITIAL_RACE, change);
		const epoch = randomBytes(5).toString('hex');
		this.#schedule = new RaceSchedule(epoch, this.#settings, this.#start, history);
		this.#race = createGeneratedFeed('race', this.#schedule, history, clock);
	}

	/** The session's own feed. */
	get race(): Feed {
		return this.#race;
	}

	/** The lane of this id, for this technique; made at its first use. @throws {Problem} `unknown-lane`. */
	lane(id: string, technique: TechniqueId | undefined): Lane {
		this.#usedAt = this.now();
		const known = this.#lanes.get(id);
		const own = laneTechnique(id);
		if (own && technique && own !== technique) {
			throw new Problem('unknown-lane', `This is ${technique}: name its lane "${technique}", or "${technique}.left".`);
		}
		if (!own || (!known && this.#lanes.size >= MAX_LANES)) {
			throw new Problem('unknown-lane', 'A lane is named after its technique, such as "sse" or "sse.left".');
		}
		if (known) return known;
		const lane = new Lane(id, {
			onRecord: (laneId, crossing) => this.#recorded(laneId, crossing),
			isDown: () => this.now() < this.#cut.until
		});
		this.#lanes.set(id, lane);
		return lane;
	}

	/** Applies new settings and faults. */
	change({ settings, faults }: SessionChange): void {
		this.#usedAt = this.now();
		if (settings) {
			this.#settings = changeRace(this.#settings, settings);
			this.#schedule.change(this.#settings, this.now());
			this.#race.reschedule();
			this.saySettings();
		}
		if (faults?.cut === true) this.cut(0);
		else if (faults?.cut === 0) this.mend();
		else if (faults?.cut) this.cut(faults.cut);
	}

	/** Tells its console what the settings are. */
	saySettings(): void {
		this.#console?.say({ settings: this.#settings, newest: this.#schedule.newestAt(this.now()) });
	}

	/** Cuts the line: every connection of every lane closes at this moment, and each new one for so many seconds. */
	cut(seconds: number): void {
		const at = this.now();
		this.#cut = { at, until: at + 1000 * seconds };
		this.#sayCut();
		for (const lane of this.#lanes.values()) lane.cut();
	}

	/** What is cut gets through again from this moment on. */
	mend(): void {
		const { at, until } = this.#cut;
		if (until <= this.now()) return;
		this.#cut = { at, until: this.now() };
		this.#sayCut();
	}

	#sayCut(): void {
		const { at, until } = this.#cut;
		this.#console?.flush();
		this.#console?.say({ cut: at, until });
	}

	/** Gives the session its console; an earlier one is closed. */
	attach(webSocket: WebSocket): void {
		this.#console?.close(CLOSE.replaced, 'opened elsewhere');
		this.#console = new Console(webSocket, this);
	}

	/** The console has closed. */
	left(console: Console): void {
		if (this.#console !== console) return;
		this.#console = undefined;
		this.#usedAt = this.now();
	}

	/** How long nobody used it, ms; 0 while its console or a socket of a lane is open. */
	idleMs(): number {
		const isInUse = this.#console !== undefined || [...this.#lanes.values()].some((lane) => lane.isCarried);
		if (isInUse) this.#usedAt = this.now();
		return this.now() - this.#usedAt;
	}

	/** Ends it: its connections are cut, its console closed with `code`. */
	end(code: number, reason: string): void {
		this.#console?.close(code, reason);
		for (const lane of this.#lanes.values()) lane.cut();
	}

	view(): SessionView {
		return {
			id: this.id,
			now: this.now(),
			epoch: this.#schedule.epoch,
			start: this.#start,
			newest: this.#schedule.newestAt(this.now()),
			settings: this.#settings,
			lanes: Object.fromEntries([...this.#lanes.values()].map((lane) => [lane.id, lane.view()]))
		};
	}

	#recorded(lane: string, crossing: Crossing): void {
		this.#console?.record({ lane, at: this.now(), ...crossing });
	}
}
