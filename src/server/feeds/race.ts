import { eventId } from '#lib/protocol/event.ts';
import type { RaceSettings } from '#lib/protocol/settings.ts';
import type { Schedule } from './generated.ts';
import { randomAt } from './random.ts';

/** A stretch of a race under one setting: it begins at `from` (ms since 1970) after `base` events. Rate 0 stands still. */
interface Stretch {
	readonly from: number;
	readonly base: number;
	readonly rate: number;
	readonly size: number;
}

/** Guards against 0.999… where a whole event is due. */
const EPSILON = 1e-6;

/**
 * An event is due in the middle of its period. Due at the end, it would meet a poller whose interval is a multiple of the
 * period in the very moment of its birth, and polling would look fresher than it is.
 */
const PHASE = 0.5;

const WORDS = 'the wire carries each event once and counts every byte that crosses from server to browser and back again'.split(' ');

/**
 * The race: events as a pure function of seed, rate, size and start. A change of settings begins a new stretch at its moment;
 * seqs go on without a hole, and what was due before stays as it was.
 */
export class RaceSchedule implements Schedule {
	readonly epoch: string;
	readonly #seed: number;
	readonly #history: number;
	readonly #stretches: Stretch[];

	/** `history`: the last events that are ever asked for again; all of them unless told. */
	constructor(epoch: string, settings: RaceSettings, start: number, history = Infinity) {
		this.epoch = epoch;
		this.#history = history;
		this.#seed = settings.seed;
		this.#stretches = [{ from: start, base: 0, rate: settings.paused ? 0 : settings.rate, size: settings.size }];
	}

	/** Stretches that are kept: those of older events are let go when another begins. */
	get stretches(): number {
		return this.#stretches.length;
	}

	/** Goes on with other settings from `now` on. */
	change(settings: RaceSettings, now: number): void {
		const base = this.newestAt(now);
		if (this.#current().base === base) this.#stretches.pop();
		this.#stretches.push({ from: now, base, rate: settings.paused ? 0 : settings.rate, size: settings.size });
		const oldest = base - this.#history + 1;
		while ((this.#stretches[1]?.base ?? Infinity) < oldest) this.#stretches.shift();
	}

	newestAt(now: number): number {
		const { from, base, rate } = this.#current();
		return base + Math.max(0, Math.floor(((now - from) * rate) / 1000 + PHASE + EPSILON));
	}

	dueAfter(seq: number): number {
		const { from, base, rate } = this.#current();
		return rate === 0 ? Infinity : from + ((seq + 1 - base - PHASE) * 1000) / rate;
	}

	eventAt(seq: number) {
		const { from, base, rate, size } = this.#stretches.findLast((stretch) => stretch.base < seq && stretch.rate > 0) ?? this.#current();
		const at = Math.round((from + ((seq - base - PHASE) * 1000) / rate) * 10) / 10;
		return { id: eventId(this.epoch, seq), at, type: 'tick', data: raceData(this.#seed, seq, size) };
	}

	#current(): Stretch {
		return this.#stretches.at(-1) as Stretch;
	}
}

/** Data whose JSON has exactly `size` bytes (at least 20): its number, and words that depend on the seed. */
export function raceData(seed: number, seq: number, size: number): { n: number; t: string } {
	const room = Math.max(0, size - JSON.stringify({ n: seq, t: '' }).length);
	let text = '';
	for (let i = 0; text.length < room; i++) text += `${WORDS[Math.floor(randomAt(seed, seq * 4096 + i) * WORDS.length)]} `;
	return { n: seq, t: text.slice(0, room) };
}
