/** Probes that are looked back at. */
const KEPT = 12;
/** Before so many probes a single slow one could pass for the clock. */
const NEEDED = 4;

interface Probe {
	readonly roundTripMs: number;
	readonly offsetMs: number;
}

/** The page's own monotonic clock, ms since 1970. */
export function pageNow(): number {
	return performance.timeOrigin + performance.now();
}

/** Where the server's clock stands, judged by the fastest of the last probes: half of its round trip is the error. */
export class ClockOffset {
	readonly #probes: Probe[] = [];

	/** A probe sent at `sentAt` was answered with the server's `serverNow` and arrived at `receivedAt`. */
	add(sentAt: number, serverNow: number, receivedAt: number): void {
		this.#probes.push({ roundTripMs: receivedAt - sentAt, offsetMs: serverNow - (sentAt + receivedAt) / 2 });
		if (this.#probes.length > KEPT) this.#probes.shift();
	}

	/** Server's clock minus page's clock, ms; undefined before the first few probes. */
	get offsetMs(): number | undefined {
		return this.#best?.offsetMs;
	}

	/** What the offset may be wrong by, ms, either way. */
	get errorMs(): number | undefined {
		return this.#best ? this.#best.roundTripMs / 2 : undefined;
	}

	get #best(): Probe | undefined {
		if (this.#probes.length < NEEDED) return undefined;
		return this.#probes.reduce<Probe | undefined>(
			(best, probe) => (best && best.roundTripMs <= probe.roundTripMs ? best : probe),
			undefined
		);
	}
}
