import * as v from 'valibot';
import type { EventId, FeedEvent } from '#lib/protocol/event.ts';
import { answerSchema, closeSchema, openSchema, roleSchema, statusSchema, takeSchema, talkSchema } from '#lib/protocol/rooms/desk.ts';
import type { Role, Service, ServiceState } from '#lib/protocol/rooms/desk.ts';
import type { Fold } from '#lib/state/seat.svelte.ts';

/** Cases, and lines of a case or of the agents' channel, that a page keeps: the newest. */
export const KEPT = 200;

/** What somebody wrote. */
export interface Line {
	readonly id: EventId;
	/** When the log took it, ms since 1970 on the server's clock. */
	readonly at: number;
	readonly by: string;
	readonly text: string;
	readonly n?: string;
}

/** A customer's case. It waits until it is taken, and is open until it is closed. */
export interface Case extends Line {
	/** The how many-th case of the room it is, in the order of the log; undefined where that has forgotten how many came before. */
	readonly number: number | undefined;
	readonly isRehearsal: boolean;
	readonly takenBy?: string;
	readonly takenAt?: number;
	/** Who had it before, where it was taken over. */
	readonly takenFrom?: string | undefined;
	readonly closedAt?: number;
	readonly lines: readonly Line[];
	/** What its parties wrote that came after its end: shown to who wrote it alone. */
	readonly late: readonly Line[];
}

/** A help desk as one has heard it. */
export interface Desk {
	/** In the order in which they were opened. */
	readonly cases: readonly Case[];
	/** How many were opened, with those that are not kept; undefined where the beginning of the log is gone. */
	readonly opened: number | undefined;
	readonly talk: readonly Line[];
	/** Lines heard in the agents' channel, with those that are not kept. */
	readonly talked: number;
	readonly board: ReadonlyMap<Service, { readonly state: ServiceState; readonly by: string; readonly at: number }>;
	readonly roles: ReadonlyMap<string, Role>;
}

/** What happened at the desk, in the order of the log: the first to take a case has it. What breaks the rules changes nothing. */
export const deskFold: Fold<Desk> = {
	initial: () => ({ cases: [], opened: undefined, talk: [], talked: 0, board: new Map(), roles: new Map() }),
	apply(desk, event) {
		const step = Object.hasOwn(STEPS, event.type) ? STEPS[event.type as keyof typeof STEPS] : undefined;
		return step ? step(desk, event) : desk;
	}
};

const STEPS = {
	opened: begun,
	open: opened,
	take: taken,
	answer: answered,
	close: closed,
	talk: talked,
	status: reported,
	role: roleTaken
} as const;

/** The first event of a room: who has heard it counts every case as all others do. */
function begun(desk: Desk): Desk {
	return { ...desk, opened: 0 };
}

/** A customer has one open case at a time; a rehearsal may have many. */
function opened(desk: Desk, { id, at, data }: FeedEvent): Desk {
	if (!v.is(openSchema, data)) return desk;
	const { rehearsal, ...line } = data;
	const isRehearsal = rehearsal === true;
	if (!isRehearsal && openCaseOf(desk, data.by)) return desk;
	const number = desk.opened === undefined ? undefined : desk.opened + 1;
	const cases = [...desk.cases, { ...line, id, at, number, isRehearsal, lines: [], late: [] }].slice(-KEPT);
	return { ...desk, cases, opened: number };
}

/** Nobody takes a case of one's own but in a rehearsal; over from another only who names that other. */
function taken(desk: Desk, { at, data }: FeedEvent): Desk {
	if (!v.is(takeSchema, data)) return desk;
	const { by, from } = data;
	return changeCase(desk, data.case, (found) =>
		found.takenBy === from && found.takenBy !== by && (found.by !== by || found.isRehearsal)
			? { ...found, takenBy: by, takenAt: at, takenFrom: from }
			: found
	);
}

function answered(desk: Desk, { id, at, data }: FeedEvent): Desk {
	if (!v.is(answerSchema, data)) return desk;
	const { case: of, ...line } = data;
	const where = desk.cases.find((known) => known.id === of)?.closedAt === undefined ? 'lines' : 'late';
	return replaceCase(desk, of, (found) =>
		isParty(found, data.by) ? { ...found, [where]: [...found[where], { ...line, id, at }].slice(-KEPT) } : found
	);
}

function closed(desk: Desk, { at, data }: FeedEvent): Desk {
	if (!v.is(closeSchema, data)) return desk;
	return changeCase(desk, data.case, (found) => (isParty(found, data.by) ? { ...found, closedAt: at } : found));
}

function talked(desk: Desk, { id, at, data }: FeedEvent): Desk {
	if (!v.is(talkSchema, data)) return desk;
	return { ...desk, talk: [...desk.talk, { ...data, id, at }].slice(-KEPT), talked: desk.talked + 1 };
}

function reported(desk: Desk, { at, data }: FeedEvent): Desk {
	if (!v.is(statusSchema, data)) return desk;
	const { by, service, state } = data;
	return { ...desk, board: new Map(desk.board).set(service, { state, by, at }) };
}

function roleTaken(desk: Desk, { data }: FeedEvent): Desk {
	return v.is(roleSchema, data) ? { ...desk, roles: new Map(desk.roles).set(data.by, data.role) } : desk;
}

/** Changes an open case; one that is closed or unknown stays as it is. */
function changeCase(desk: Desk, id: EventId, change: (found: Case) => Case): Desk {
	return replaceCase(desk, id, (found) => (found.closedAt === undefined ? change(found) : found));
}

function replaceCase(desk: Desk, id: EventId, change: (found: Case) => Case): Desk {
	const found = desk.cases.find((known) => known.id === id);
	if (!found) return desk;
	const changed = change(found);
	return changed === found ? desk : { ...desk, cases: desk.cases.map((known) => (known === found ? changed : known)) };
}

function isParty({ by, takenBy }: Case, member: string): boolean {
	return member === by || member === takenBy;
}

/** The case that a customer has open. */
export function openCaseOf({ cases }: Desk, customer: string): Case | undefined {
	return cases.find(({ by, isRehearsal, closedAt }) => by === customer && !isRehearsal && closedAt === undefined);
}

/** The cases that wait for an agent, the next one first. */
export function queueOf({ cases }: Desk): readonly Case[] {
	return cases.filter(({ takenBy, closedAt }) => takenBy === undefined && closedAt === undefined);
}
