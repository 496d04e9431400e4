import type { Members } from '#lib/protocol/presence.ts';
import { namesOf } from '../names.ts';
import type { Place } from './arena.ts';
import type { ArenaView, Figure } from './draw-arena.ts';
import type { Game } from './fold.ts';
import { coinPlace } from './places.ts';

/** What a scene is made of. */
export interface SceneOf {
	readonly game: Game;
	readonly members: Members;
	/** Id of whose seat it is. */
	readonly own: string | undefined;
	/** One's own player, as one steers it. */
	readonly play: { readonly place: Place | undefined; readonly claimed: number };
	/** Who was last heard before is not there any more, by the server's clock. */
	readonly goneAt: number;
	readonly now: number;
}

const TRAIL_POINTS = 14;
const TRAIL_MS = 4000;
const RING_MS = 450;

/** What an arena shows, and what of it is only there for a moment: trails, and the ring of a coin that was taken. */
export class Scene {
	/** Without anything that moves for show. */
	isStill = false;
	/** The others as they were drawn last: the number of the position. */
	readonly drawn = new Map<string, number>();
	/** Positions of others that were drawn so far. */
	received = 0;
	readonly #trails = new Map<string, { x: number; y: number; at: number }[]>();
	#coin = 0;
	#takenAt = -Infinity;

	/** The view at a moment of the page's clock. */
	view({ game, members, own, play, goneAt, now }: SceneOf): ArenaView {
		const shapes = [...game.players.keys()];
		const names = namesOf(members);
		const figures: Figure[] = [];
		for (const [by, { n, at, track }] of game.seen) {
			if (by === own || at < goneAt) continue;
			if (this.drawn.get(by) !== n) this.#receive(by, n, track, now);
			figures.push({
				shape: Math.max(0, shapes.indexOf(by)),
				name: names.get(by) ?? '',
				place: track,
				isOwn: false,
				trail: this.#trail(by, now)
			});
		}
		this.#forget(game);
		if (play.place && own !== undefined) {
			const shape = Math.max(0, shapes.indexOf(own));
			figures.push({ shape, name: names.get(own) ?? '', place: play.place, isOwn: true, trail: [] });
		}
		return {
			coin: game.coin > 0 ? coinPlace(game.seed, game.coin) : undefined,
			isClaimed: play.claimed === game.coin,
			taken: this.#taken(game, now),
			figures
		};
	}

	#receive(by: string, n: number, { x, y }: Place, at: number): void {
		this.drawn.set(by, n);
		this.received += 1;
		const trail = this.#trails.get(by) ?? [];
		this.#trails.set(by, trail);
		trail.push({ x, y, at });
		if (trail.length > TRAIL_POINTS) trail.shift();
	}

	/** Of who has left nothing stays. */
	#forget({ seen }: Game): void {
		for (const by of this.drawn.keys()) {
			if (seen.has(by)) continue;
			this.drawn.delete(by);
			this.#trails.delete(by);
		}
	}

	#trail(by: string, now: number): readonly Place[] {
		if (this.isStill) return [];
		return this.#trails.get(by)?.filter(({ at }) => now - at < TRAIL_MS) ?? [];
	}

	#taken(game: Game, now: number): ArenaView['taken'] {
		if (game.coin !== this.#coin) {
			if (this.#coin > 0) this.#takenAt = now;
			this.#coin = game.coin;
		}
		const part = (now - this.#takenAt) / RING_MS;
		if (this.isStill || part >= 1 || !game.last) return undefined;
		return { place: coinPlace(game.seed, game.last.coin), part };
	}
}
