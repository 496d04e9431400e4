import * as v from 'valibot';
import { textSchema } from '../text.ts';
import { ownKeySchema, referenceSchema } from './reference.ts';
import { memberRules, memberSchema } from './room.ts';

/** Characters of the trouble a customer opens a case with, and of any other line, at most. */
export const MAX_TROUBLE = 200;
export const MAX_LINE = 500;

/** What the status board tells of, and how each may stand. */
export const SERVICES = ['payments', 'login', 'search', 'mail'] as const;
export type Service = (typeof SERVICES)[number];
export const SERVICE_STATES = ['ok', 'degraded', 'down'] as const;
export type ServiceState = (typeof SERVICE_STATES)[number];

/** What a member does at the desk. */
export const ROLES = ['agent', 'customer'] as const;
export type Role = (typeof ROLES)[number];

const by = memberSchema;
const n = v.optional(ownKeySchema);

/** A customer opens a case. A rehearsal case is one that a visitor opens to fill the queue. */
export const openSchema = v.strictObject({ by, text: textSchema(MAX_TROUBLE), n, rehearsal: v.optional(v.literal(true)) });
/** An agent takes a case from the queue, or over from another agent who has gone. */
export const takeSchema = v.strictObject({ by, case: referenceSchema, from: v.optional(memberSchema), n });
/** A line in a case, by its customer or its agent. */
export const answerSchema = v.strictObject({ by, case: referenceSchema, text: textSchema(MAX_LINE), n });
/** The end of a case, by its customer or its agent. */
export const closeSchema = v.strictObject({ by, case: referenceSchema, n });
/** A line in the agents' channel. */
export const talkSchema = v.strictObject({ by, text: textSchema(MAX_LINE), n });
/** A line of the status board. Volatile: the latest of each service counts. */
export const statusSchema = v.strictObject({ by, service: v.picklist(SERVICES), state: v.picklist(SERVICE_STATES), n });
/** What a member does here. Volatile: the latest of each member counts. */
export const roleSchema = v.strictObject({ by, role: v.picklist(ROLES), n });

/** A help desk. The order of the log decides: who took a case first has it. */
export const deskRules = memberRules(
	{
		open: { data: openSchema },
		take: { data: takeSchema },
		answer: { data: answerSchema },
		close: { data: closeSchema },
		talk: { data: talkSchema },
		status: { data: statusSchema, latest: ({ service }: { service: Service }) => `status:${service}` },
		role: { data: roleSchema, latest: ({ by }: { by: string }) => `role:${by}` }
	},
	{ keeps: { events: 500, bytes: 262_144 } }
);
