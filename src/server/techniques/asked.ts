import type { NewEvent } from '#lib/protocol/event.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { roomRules } from '#lib/protocol/rooms/index.ts';
import type { Entry } from '../bus/bus.ts';
import type { Clock } from '../clock.ts';
import type { Feed } from '../feeds/feed.ts';
import type { After } from '../feeds/follow.ts';
import { Bucket } from '../limits/bucket.ts';
import type { TakeTurn } from '../limits/rate.ts';
import type { Streams } from '../limits/streams.ts';
import type { Meter } from '../meter/meter.ts';
import { Problem } from '../problem.ts';

/** Who asks, and what for. */
export interface Question {
	readonly technique: TechniqueId;
	readonly feed: Feed;
	readonly after: After;
	/** How long a poll may wait, as the client said it, s. */
	readonly wait: string | null;
	readonly meter: Meter;
	readonly address: string;
	/** Id of the session that asks, where one does. */
	readonly session: string | undefined;
}

/** The limits that each question is held to. */
export interface AskedLimits {
	readonly streams: Streams;
	readonly takeStreamTurn: TakeTurn;
	readonly takePublishTurn: TakeTurn;
	/** What an address may publish, and so what one connection may, where its room does not say less. */
	readonly publishesPerSecond: number;
	readonly clock: Clock;
}

/**
 * Seconds' worth of messages that a connection may say at once, and as many again in debt: a line that stood still for as long hands
 * on what its page said meanwhile all at once.
 */
const SPARE_SECONDS = 15;

/** What a request to `/live` asks for, found and checked. A class, because each open stream keeps one. */
export class Asked {
	readonly technique: TechniqueId;
	readonly feed: Feed;
	readonly after: After;
	readonly wait: string | null;
	readonly meter: Meter;
	readonly #address: string;
	readonly #session: string | undefined;
	readonly #limits: AskedLimits;
	#hasPlace = false;
	#turns: Bucket | undefined;

	constructor({ technique, feed, after, wait, meter, address, session }: Question, limits: AskedLimits) {
		this.technique = technique;
		this.feed = feed;
		this.after = after;
		this.wait = wait;
		this.meter = meter;
		this.#address = address;
		this.#session = session;
		this.#limits = limits;
	}

	/** Waits for its turn to open a stream. @throws {Problem} where its address opens too many one after the other. */
	takeStreamTurn(): Promise<void> {
		return this.#limits.takeStreamTurn(this.#address);
	}

	/** Takes its place among the open streams. @throws {Problem} */
	takePlace(): void {
		this.#limits.streams.take(this.#address, this.#session);
		this.#hasPlace = true;
	}

	/** Gives its place back; a second call does nothing. */
	giveBackPlace(): void {
		if (this.#hasPlace) this.#limits.streams.giveBack(this.#address, this.#session);
		this.#hasPlace = false;
	}

	/**
	 * Turns of a connection that says many things. What is said beyond them is refused, but who takes no notice is to be closed: the
	 * turns are its own alone, so that nobody is closed for what others behind the same address do.
	 */
	get turns(): Bucket {
		return (this.#turns ??= this.#createTurns());
	}

	/** Appends to the feed. @throws {Problem} where the feed is generated or the publisher too fast. */
	async publish(event: NewEvent): Promise<Entry> {
		if (!this.feed.publish) throw generatedProblem(this.feed);
		await this.#limits.takePublishTurn(this.#address);
		return this.feed.publish(event);
	}

	#createTurns(): Bucket {
		const perSecond = roomRules(this.feed.name)?.rate?.perSecond ?? this.#limits.publishesPerSecond;
		return new Bucket(perSecond, SPARE_SECONDS * perSecond, this.#limits.clock);
	}
}

/** Why nobody can publish to a feed that is computed. */
export function generatedProblem(feed: Feed): Problem {
	return new Problem('generated-feed', `"${feed.name}" is computed: nobody can publish to it.`);
}
