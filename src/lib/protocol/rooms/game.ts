import * as v from 'valibot';
import { memberRules, memberSchema } from './room.ts';

/** Size of the arena, in units of its own; nobody is ever outside of it. */
export const ARENA = { width: 1000, height: 600 } as const;

/** JSON knows no NaN, but `1e999` is read as Infinity. */
const along = (length: number) => v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(length));
const counter = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));
const place = { x: along(ARENA.width), y: along(ARENA.height) };

/** "I play": from then on a member is somewhere, and may take coins. */
const enterSchema = v.strictObject({ by: memberSchema });
export type Enter = v.InferOutput<typeof enterSchema>;

/** Where a player is; `n` is the player's own counter. Volatile: the latest of each player counts. */
const positionSchema = v.strictObject({ by: memberSchema, n: counter(2 ** 31), ...place });
export type Position = v.InferOutput<typeof positionSchema>;

/** "I am here, and this coin is mine": the first in the log has it. */
const takeSchema = v.strictObject({ by: memberSchema, coin: counter(1e6), ...place });
export type Take = v.InferOutput<typeof takeSchema>;

/** A game: entering and taking are ordered and kept, positions are volatile. Thirty positions a second, and room for the rest. */
export const gameRules = memberRules(
	{
		enter: { data: enterSchema },
		position: { data: positionSchema, latest: ({ by }: Position) => `position:${by}` },
		take: { data: takeSchema }
	},
	{ rate: { perSecond: 40, burst: 60 }, keeps: { events: 500, bytes: 262_144 } }
);
