import { seqOf } from '#lib/protocol/event.ts';
import type { EventId, FeedEvent } from '#lib/protocol/event.ts';
import { roomRules } from '#lib/protocol/rooms/index.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { delay } from '#lib/techniques/backoff.ts';
import { TECHNIQUES } from '#lib/techniques/index.ts';
import type { FeedAddress } from '#lib/techniques/technique.ts';
import { scripts } from '../demos/scripts.ts';
import type { DemoName } from '../demos/scripts.ts';

/** The page in which folds run over the real browser halves. Bundled by `lab.ts`. */

const POLL_MS = 40;
/** A seat that has not caught up by then has lost something, or hangs. */
const CATCH_UP_MS = 20_000;

/** A seat of a convergence run. */
export interface LabSeat {
	readonly technique: TechniqueId;
	readonly address: FeedAddress;
	/** Id of the member. */
	readonly by: string;
}

export interface ConvergeOptions {
	readonly seed: number;
	readonly seats: readonly [LabSeat, LabSeat];
	readonly session: string;
	readonly steps: number;
}

/** What the seats of a run ended with, and what was published. */
export interface Converged {
	readonly states: readonly unknown[];
	readonly log: unknown;
	/** Ordered events that the two published, and that the log has of them. */
	readonly published: number;
	readonly stored: number;
}

/** Follows from `after` until the event `last` and says what the fold made of it. */
async function foldUntil(demo: DemoName, technique: TechniqueId, address: FeedAddress, after: string, last: EventId): Promise<unknown> {
	const { fold, read } = scripts[demo];
	let state = fold.initial();
	for await (const event of follow(technique, address, after, new AbortController().signal)) {
		state = fold.apply(state, event);
		if (seqOf(event.id) >= seqOf(last)) break;
	}
	return read(state);
}

function follow(technique: TechniqueId, address: FeedAddress, after: string, signal: AbortSignal): AsyncIterable<FeedEvent> {
	return TECHNIQUES[technique].follow(address, {
		after: after as EventId,
		signal,
		untilNextAsk: (signal) => delay(POLL_MS, signal)
	});
}

/** The whole log, by plain polling. */
async function readLog(address: FeedAddress): Promise<FeedEvent[]> {
	const events: FeedEvent[] = [];
	for (let after = '0'; ;) {
		const query = new URLSearchParams({ after, member: address.member ?? '' });
		const response = await fetch(`/live/${address.feed}/polling?${query}`);
		const answer = (await response.json()) as { events: FeedEvent[]; last: string; more?: true };
		events.push(...answer.events);
		if (!answer.more) return events;
		after = answer.last;
	}
}

/** Two members act at random, the line is cut in between; then both wait until they have all of the log. */
async function converge(demo: DemoName, { seed, seats, session, steps }: ConvergeOptions): Promise<Converged> {
	const { fold, read, act, settle } = scripts[demo];
	if (!act) throw new Error(`${demo} has nothing to act`);
	const random = seeded(seed);
	const ended = new AbortController();
	let published = 0;
	let spoken = 0;
	/** Called as an event arrives at either seat. */
	let onArrival = () => {};
	const arrival = () => new Promise<void>((arrived) => (onArrival = arrived));
	const actors = seats.map(({ technique, address, by }) => {
		const actor = {
			by,
			state: fold.initial(),
			seq: 0,
			random,
			async publish(type: string, data: unknown) {
				if (!isVolatile(address.feed, type)) published += 1;
				const key = `${seed}-${by}-${++spoken}`;
				return TECHNIQUES[technique].publish(address, { type, data, key });
			}
		};
		void (async () => {
			for await (const event of follow(technique, address, '0', ended.signal)) {
				actor.state = fold.apply(actor.state, event);
				actor.seq = seqOf(event.id);
				onArrival();
			}
		})();
		return actor;
	});
	const [first] = seats;
	const cutAt = Math.floor(random() * steps);
	const said: Promise<unknown>[] = [];
	for (let step = 0; step < steps; step++) {
		if (step === cutAt) void cut(session);
		const arrived = arrival();
		const acted = actors.map((actor) => act(actor as never));
		said.push(...acted);
		// Some steps follow at once, others once one has been heard of, or is on its way as far as it gets.
		if (random() < 0.7) await Promise.race([arrived, ...acted]);
	}
	await Promise.all(said);
	for (const actor of actors) await settle?.(actor as never);
	const log = await readLog(first.address);
	const newest = log.at(-1)?.id;
	const behind = () => (newest ? actors.filter(({ seq }) => seq < seqOf(newest)) : []);
	const caughtUp = async () => {
		while (behind().length > 0) await arrival();
	};
	await Promise.race([caughtUp(), delay(CATCH_UP_MS, ended.signal)]);
	ended.abort();
	if (behind().length > 0) throw new Error(`Seed ${seed}: ${behind().map(({ by, seq }) => `${by} stands at ${seq}`)} of ${newest}.`);
	let whole = fold.initial();
	for (const event of log) whole = fold.apply(whole, event);
	const isTheirs = ({ type, data }: FeedEvent) =>
		!isVolatile(first.address.feed, type) && actors.some(({ by }) => (data as { by?: string }).by === by);
	const stored = log.filter(isTheirs).length;
	return { states: actors.map(({ state }) => read(state as never)), log: read(whole as never), published, stored };
}

function isVolatile(feed: string, type: string): boolean {
	return roomRules(feed)?.events[type]?.latest !== undefined;
}

async function cut(session: string): Promise<void> {
	const body = JSON.stringify({ faults: { cut: true } });
	await fetch(`/sessions/${session}`, { method: 'PATCH', headers: { 'Content-Type': 'application/json' }, body }).catch(() => {});
}

/** Mulberry32: a small generator whose runs can be repeated. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const demoLab = { foldUntil, converge };
export type DemoLab = typeof demoLab;
Object.assign(window, { lab: demoLab });
