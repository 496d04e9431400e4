/** A place in a room that was given back as its page went. */
export interface KeptPlace {
	readonly key: string;
	/** What its person was called. */
	readonly name: string;
}

const KEPT = 'on-the-wire.places';

/** Keeps the places that a page had in a room, for this tab alone: who reloads takes the same again. */
export function keepPlaces(feed: string, places: readonly KeptPlace[]): void {
	try {
		sessionStorage.setItem(KEPT, JSON.stringify({ feed, places }));
	} catch {
		// Nothing can be kept here, as in a sandboxed frame: who reloads is a new guest.
	}
}

/** The places that were kept in this room, once: a tab that is doubled has them only one time. */
export function takeKeptPlaces(feed: string): readonly KeptPlace[] {
	try {
		const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '{}') as { feed?: string; places?: readonly KeptPlace[] };
		if (kept.feed !== feed) return [];
		sessionStorage.removeItem(KEPT);
		return kept.places ?? [];
	} catch {
		return [];
	}
}
