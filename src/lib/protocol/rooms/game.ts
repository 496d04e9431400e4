import * as v from 'valibot';
import { TECHNIQUE_IDS } from '../technique-id.ts';
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

/** Keys that a position may tell of, and how long before it the oldest was pressed, ms. */
export const MOST_KEYS = 16;
export const OLDEST_KEY_MS = 30_000;

/**
 * The latest keys of a player, as the player's page says: so many so far, the latest at a moment of the server's clock that may
 * be wrong by `error`, the others so long before it, ms; and the technique they went up by. For measuring, and for nothing else.
 */
const keysSchema = v.strictObject({
	count: counter(2 ** 31),
	at: along(2 ** 53),
	before: v.pipe(v.array(along(OLDEST_KEY_MS)), v.maxLength(MOST_KEYS - 1)),
	error: along(1000),
	over: v.picklist(TECHNIQUE_IDS)
});
export type Keys = v.InferOutput<typeof keysSchema>;

/** Where a player is; `n` is the player's own counter. Volatile: the latest of each player counts, so each tells the latest keys anew. */
const positionSchema = v.strictObject({ by: memberSchema, n: counter(2 ** 31), ...place, keys: v.optional(keysSchema) });
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
