import { MAX_RACE_BYTES_PER_SECOND } from './limits.ts';

/** Bounds of the race's numbers: lowest, highest, what it is unless told. */
export const RACE_BOUNDS = {
	rate: { min: 0.1, max: 200, initial: 1 },
	size: { min: 20, max: 8000, initial: 100 },
	seed: { min: 0, max: 4_294_967_295, initial: 1 }
} as const;

/** The settings of a session that the server keeps: what the race's feed is made of. */
export interface RaceSettings {
	/** Events per second, 0.1 to 200. */
	readonly rate: number;
	/** Bytes of the JSON of each event's `data`, 20 to 8000. */
	readonly size: number;
	/** Seed of the payloads, a 32-bit unsigned integer. */
	readonly seed: number;
	/** Whether the feed stands still. */
	readonly paused: boolean;
}

/** What a race is unless told otherwise. */
export const INITIAL_RACE: RaceSettings = {
	rate: RACE_BOUNDS.rate.initial,
	size: RACE_BOUNDS.size.initial,
	seed: RACE_BOUNDS.seed.initial,
	paused: false
};

/** Changes to a race; what is not given stays as it is. */
export type RaceChange = { readonly [Name in keyof RaceSettings]?: RaceSettings[Name] | undefined };

/** The highest rate that a payload of `size` bytes leaves within a lane's bound, events per second. */
export function maxRate(size: number): number {
	return Math.min(RACE_BOUNDS.rate.max, MAX_RACE_BYTES_PER_SECOND / size);
}

/** The settings after a change, the rate held within the lane's bound. */
export function changeRace(settings: RaceSettings, change: RaceChange): RaceSettings {
	const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
	const next = { ...settings, ...given };
	return { ...next, rate: Math.min(next.rate, maxRate(next.size)) };
}
