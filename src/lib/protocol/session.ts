import * as v from 'valibot';
import type { Ledger } from '#lib/wire/ledger.ts';
import { objectSchema, someOfSchema } from './object.ts';
import { RACE_BOUNDS } from './settings.ts';
import type { RaceSettings } from './settings.ts';
import type { TechniqueId } from './technique-id.ts';

const within = ({ min, max }: { min: number; max: number }) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));

const changeable = {
	rate: v.optional(within(RACE_BOUNDS.rate)),
	size: v.optional(v.pipe(within(RACE_BOUNDS.size), v.integer())),
	paused: v.optional(v.boolean())
};

/** Settings of a new session, each optional. */
export const raceSettingsSchema = objectSchema({
	...changeable,
	seed: v.optional(v.pipe(within(RACE_BOUNDS.seed), v.integer()))
});
/** Changes to a session's settings, at least one; `seed` is fixed once a session exists. */
const raceChangeSchema = someOfSchema(changeable);

/** Body of `POST /sessions`. */
export const newSessionSchema = objectSchema({ settings: v.optional(raceSettingsSchema) });

/** For so long a line may be cut, s. */
const MAX_CUT_S = 60;

/**
 * Body of `PATCH /sessions/{id}`: new settings and faults. `cut` closes every connection of every lane at once; with a number of
 * seconds it closes, as long as that, each new one too; 0 mends the line.
 */
export const sessionChangeSchema = someOfSchema({
	settings: v.optional(raceChangeSchema),
	faults: v.optional(
		someOfSchema({ cut: v.optional(v.union([v.literal(true), v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_CUT_S))])) })
	)
});
export type SessionChange = v.InferOutput<typeof sessionChangeSchema>;

/** A lane as `GET /sessions/{id}` reads it. */
export interface LaneView extends Ledger {
	readonly technique: TechniqueId;
}

/** A session as the server shows it. */
export interface SessionView {
	readonly id: string;
	/** The server's clock, ms since 1970. */
	readonly now: number;
	/** The epoch of the session's `race`: its first event is `<epoch>-1`. */
	readonly epoch: string;
	/** When the race began, ms since 1970. */
	readonly start: number;
	/** The seq of the newest event of the race. */
	readonly newest: number;
	readonly settings: RaceSettings;
	readonly lanes: Readonly<Record<string, LaneView>>;
}
