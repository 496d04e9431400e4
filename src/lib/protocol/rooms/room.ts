import * as v from 'valibot';
import { nameSchema } from '../text.ts';

/** What may be published to a room as one type of event. */
export interface EventRule {
	readonly data: v.GenericSchema;
	/**
	 * Marks a volatile event: of all with the same key the room keeps the latest only, and a reader who is slow or was away
	 * gets that and no backlog.
	 */
	latest?(data: never): string;
	/** Only who opened the room may publish it: the driver. */
	readonly isDriven?: true;
}

/** The rules of a kind of room. */
export interface RoomRules {
	/** Events that members may publish, by type. */
	readonly events: Readonly<Record<string, EventRule>>;
	/** Publishes of one member: per second, and at once. */
	readonly rate?: { readonly perSecond: number; readonly burst: number };
	/** What the room keeps of its events, besides the latest volatile ones. */
	readonly keeps?: { readonly events: number; readonly bytes: number };
	/** Anybody who knows the name may follow and publish, without joining; the room begins when it is first used. */
	readonly isOpen?: true;
}

/** The volatile event that says which member is the driver; nobody can publish it. */
export const DRIVER = 'driver';

/** Whether rooms of these rules have a driver. */
export function hasDriver({ events }: RoomRules): boolean {
	return Object.values(events).some(({ isDriven }) => isDriven);
}

/** Id of a member: public, and made from the key that only the member knows. */
export const memberSchema = v.pipe(v.string(), v.regex(/^[a-z2-7]{12}$/, 'the id of a member'));

/** The type of event that says "I am here"; a member repeats it, and says so when leaving. Volatile: the latest of each member counts. */
export const HERE = 'here';
const hereSchema = v.strictObject({ by: memberSchema, name: nameSchema, left: v.optional(v.literal(true)) });
export type Here = v.InferOutput<typeof hereSchema>;

/** Key under which a room keeps a member's latest `here`. */
export function hereKey(member: string): string {
	return `here:${member}`;
}

/** How often a member says so, and the silence after which one is taken for gone, ms. */
export const HERE_MS = 20_000;
export const GONE_MS = 50_000;
/** Members of a room at the same time. */
export const MAX_MEMBERS = 60;

/** Rules of a kind of room whose members publish these types of events. */
export function memberRules(events: RoomRules['events'], more: Partial<RoomRules> = {}): RoomRules {
	return {
		events: { ...events, [HERE]: { data: hereSchema, latest: ({ by }: Here) => hereKey(by) } },
		rate: { perSecond: 5, burst: 20 },
		keeps: { events: 200, bytes: 262_144 },
		...more
	};
}
