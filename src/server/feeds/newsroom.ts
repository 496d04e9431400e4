import { NEWSROOM } from '#lib/protocol/rooms/news.ts';
import type { Post } from '#lib/protocol/rooms/news.ts';
import type { Bus } from '../bus/bus.ts';
import type { Clock } from '../clock.ts';
import type { Feed } from './feed.ts';
import { HEADLINES } from './headlines.ts';
import { randomAt } from './random.ts';

/** Between two posts pass 6.5 s, 1.5 s more or less. */
const MEAN_MS = 6500;
const SWAY_MS = 1500;
/** Posts that a room without any begins with: more than the list shows at once, so that there is something to scroll. */
const OPENING = 12;
/** Who polls holds no subscription: one is taken for gone after this silence, longer than any poll interval. */
const SILENCE_MS = 60_000;

/** When post number `n` is due, ms since 1970; the same on every instance. */
export function postDueAt(n: number): number {
	return Math.round(n * MEAN_MS + (randomAt(17, n) - 0.5) * SWAY_MS);
}

/** Number of the first post that is due after `now`. */
export function nextPost(now: number): number {
	let n = Math.floor(now / MEAN_MS);
	while (postDueAt(n) <= now) n += 1;
	return n;
}

/** Post number `n`: the same text on every instance. */
export function postAt(n: number): Post {
	const [title, text] = HEADLINES[n % HEADLINES.length] ?? HEADLINES[0] ?? [''];
	return { by: NEWSROOM, title, ...(text !== undefined && { text }) };
}

interface Desk {
	followers: number;
	/** When the room was last read. */
	readAt: number;
}

/**
 * Posts scripted news into the rooms that are followed on this instance. Every instance may: a post's number is its key, and
 * the log keeps one.
 */
export class Newsroom {
	readonly #bus: Bus;
	readonly #clock: Clock;
	readonly #desks = new Map<string, Desk>();

	constructor(bus: Bus, clock: Clock) {
		this.#bus = bus;
		this.#clock = clock;
	}

	/** The same feed; while somebody follows it, the newsroom writes. */
	watch(feed: Feed): Feed {
		return {
			...feed,
			read: async (after, limit) => {
				const page = await feed.read(after, limit);
				this.#deskOf(feed.name).readAt = this.#clock();
				return page;
			},
			subscribe: async (onEvent) => {
				const unsubscribe = await feed.subscribe(onEvent);
				const desk = this.#deskOf(feed.name);
				desk.followers += 1;
				let isFollowing = true;
				return () => {
					unsubscribe();
					if (isFollowing) desk.followers -= 1;
					isFollowing = false;
				};
			}
		};
	}

	#deskOf(room: string): Desk {
		const known = this.#desks.get(room);
		if (known) return known;
		const desk: Desk = { followers: 0, readAt: this.#clock() };
		this.#desks.set(room, desk);
		const next = nextPost(this.#clock());
		this.#write(room, () => this.#open(room, next));
		this.#wait(room, desk, next);
		return desk;
	}

	#wait(room: string, desk: Desk, n: number): void {
		const turn = () => {
			const now = this.#clock();
			if (desk.followers === 0 && now - desk.readAt > SILENCE_MS) {
				this.#desks.delete(room);
				return;
			}
			// After the process stood still, what it missed is not made up for.
			this.#wait(room, desk, Math.max(n + 1, nextPost(now)));
			this.#write(room, () => this.#post(room, n));
		};
		setTimeout(turn, Math.max(0, postDueAt(n) - this.#clock())).unref();
	}

	/** What the bus refuses is left out: whoever follows the room hears of an outage by their own request, and the next post is due soon. */
	#write(room: string, write: () => Promise<void>): void {
		const writeWhereItIs = async () => {
			// Appending to a room that is forgotten would open it again.
			const { newest } = await this.#bus.read(room, Number.MAX_SAFE_INTEGER, 0);
			if (newest > 0) await write();
		};
		writeWhereItIs().catch(() => {});
	}

	async #open(room: string, next: number): Promise<void> {
		const { events } = await this.#bus.read(room, 0, Number.MAX_SAFE_INTEGER);
		if (events.some(({ type }) => type === 'post')) return;
		for (let n = next - OPENING; n < next; n++) await this.#post(room, n);
	}

	async #post(room: string, n: number): Promise<void> {
		await this.#bus.append(room, { type: 'post', data: postAt(n), key: `newsroom-${n}` });
	}
}
