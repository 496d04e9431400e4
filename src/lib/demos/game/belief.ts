import type { Place } from './arena.ts';
import { moveTrack, startTrack } from './track.ts';
import type { Track } from './track.ts';

/** Lines, frames and servers' clocks are not even: so much is not counted on, ms. */
const MARGIN_MS = 100;
/** So many round trips in a row are slow on a slow line; after a cut one is. */
const RECENT = 4;

/**
 * What everybody who reads the log is sure to believe of a player. Its sender knows only when a place was sent and when it was
 * known to be stored; on moments of the page's clock.
 */
export class Belief {
	#track: Track | undefined;
	/** The latest, ms; none is counted on before they were measured. */
	#roundTrips: readonly number[] = [0];

	/** The track with a place that is sent at this moment; undefined where somebody might not believe it yet. */
	reach(place: Place, sentAt: number): Track | undefined {
		if (!this.#track) return startTrack(place, sentAt);
		// The one before was stored a way back before this page knew, and this one will be a way there after it was sent.
		return moveTrack(this.#track, place, sentAt + Math.min(...this.#roundTrips) - MARGIN_MS);
	}

	/** The place at the end of this track was stored at some moment since it was sent. */
	stored(track: Track, sentAt: number, knownAt: number): void {
		// At the latest moment what was not used of the time is least.
		this.#track = moveTrack(track, track, knownAt) ?? track;
		this.#roundTrips = [...this.#roundTrips.slice(1 - RECENT), knownAt - sentAt];
	}
}
