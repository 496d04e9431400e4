import * as v from 'valibot';
import { PRESENTED_PAGE } from '../present.ts';
import { memberRules, memberSchema } from './room.ts';

/** What a remote may ask for. */
export const COMMANDS = ['next', 'back', 'blank', 'pause', 'cut', 'invite'] as const;
export type Command = (typeof COMMANDS)[number];

const pageSchema = v.pipe(v.string(), v.regex(PRESENTED_PAGE, 'a page of this site'));
const querySchema = v.pipe(v.string(), v.maxLength(400), v.regex(/^[\w.,=&%+~-]*$/, 'a query without its question mark'));

/** What the presenter's page shows: where it is, its settings and step as its link has them, and what a link does not hold. */
export const presentStateSchema = v.strictObject({
	by: memberSchema,
	page: pageSchema,
	query: querySchema,
	isBlank: v.boolean(),
	isPaused: v.boolean(),
	/** How often the presenter has cut the line by hand. */
	cuts: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
	/** The page was closed, or is loaded anew. */
	isClosed: v.optional(v.literal(true))
});
export type PresentState = Omit<v.InferOutput<typeof presentStateSchema>, 'by'>;

/** What a remote asks the presenter's page to do, and when it was pressed, ms since 1970 on the server's clock, as far as the remote knows it. */
const presentCommandSchema = v.strictObject({
	by: memberSchema,
	do: v.picklist(COMMANDS),
	askedAt: v.optional(v.pipe(v.number(), v.finite()))
});
export type PresentCommand = Omit<v.InferOutput<typeof presentCommandSchema>, 'by'>;

/** A presentation. Who opened it has the driver's key and may give it away; whoever joins by the room's name listens. */
export const presentRules = memberRules(
	{
		state: { data: presentStateSchema, latest: () => 'state', isDriven: true },
		command: { data: presentCommandSchema, isDriven: true }
	},
	{ rate: { perSecond: 10, burst: 30 }, keeps: { events: 50, bytes: 16_384 } }
);
