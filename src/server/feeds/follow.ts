import { RESET, eventId, parseEventId, seqOf } from '#lib/protocol/event.ts';
import type { EventId, FeedEvent, ResetData } from '#lib/protocol/event.ts';
import type { Page } from '../bus/bus.ts';
import { stamp } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { EndSignal } from '../ending.ts';
import type { Feed } from './feed.ts';

/** Where a follower says it stands: an id as it came from the network, `0` for the oldest kept, undefined for "from now on". */
export type After = string | undefined;

/** What a follower has missed, oldest first, a `reset` before it where events are gone, and the id to go on after. */
export interface Missed {
	readonly events: readonly FeedEvent[];
	readonly last: EventId;
	/** Whether the feed holds still more after `last`. */
	readonly hasMore: boolean;
}

/** Events read at once: whoever missed more reads again, and no reader makes the server hold a whole log. */
const PAGE_EVENTS = 500;
/** Events of a backlog that a stream is sent at once: the more come back together, the more often the others have to be let in between. */
const BACKLOG_EVENTS = 100;

/** What the feed holds after `after`, a page of it (at most `limit` events). Nonsense, another epoch and ids that are too old get a `reset` and go on from the oldest kept. */
export async function readMissed(feed: Feed, after: After, clock: Clock, limit = PAGE_EVENTS): Promise<Missed> {
	const bounds = await feed.read(Number.MAX_SAFE_INTEGER, 0);
	if (after === undefined) return { events: [], last: eventId(bounds.epoch, bounds.newest), hasMore: false };
	const reason = after === '0' ? undefined : resetReason(after, bounds);
	const seq = after === '0' || reason ? 0 : seqOf(after as EventId);
	const page = await feed.read(seq, limit);
	const events = reason ? [resetEvent(reason, page, clock), ...page.events] : page.events;
	const last = page.events.at(-1)?.id ?? eventId(page.epoch, Math.max(seq, page.newest));
	return { events, last, hasMore: seqOf(last) < page.newest };
}

function resetReason(after: string, { epoch, oldest, newest }: Page): ResetData['reason'] | undefined {
	const id = parseEventId(after);
	if (!id || (id.epoch === epoch && id.seq > newest)) return 'malformed';
	if (id.epoch !== epoch) return 'other-epoch';
	return id.seq < oldest - 1 ? 'too-old' : undefined;
}

/** Its id is just before the first event that follows it: a volatile one may be older than all others that are kept. */
function resetEvent(reason: ResetData['reason'], { events, epoch, oldest, newest }: Page, clock: Clock): FeedEvent<ResetData> {
	const first = events[0] ? Math.min(seqOf(events[0].id), oldest) : oldest;
	const data = { reason, oldest: eventId(epoch, oldest), newest: eventId(epoch, newest) };
	return { id: eventId(epoch, first - 1), at: stamp(clock), type: RESET, data };
}

/** Who follows a feed: takes its events as messages of its own, one made for all readers of a kind. */
export interface Reader<Message> {
	readonly signal: EndSignal;
	send(message: Message): void;
	/** What is sent now goes out together, at the end of this turn: of a backlog each event alone would cost a call of the kernel. */
	gather?(): void;
	/** Whether enough waits for it: more of a backlog comes when it is ready. */
	readonly isFull: boolean;
	/** Resolves when it can take more of a long backlog. */
	ready(): Promise<void>;
}

/**
 * Follows a feed from `after` on, without a hole: it listens first, keeping what comes, then reads what was missed, hands
 * out both in order and drops what is in both. (Reading first and listening afterwards loses what is published between.)
 * A long backlog goes out as the reader is ready for it. Ends when the reader's signal aborts;
 * nothing is sent after that.
 */
export async function followFeed<Message>(
	feed: Feed,
	after: After,
	clock: Clock,
	reader: Reader<Message>,
	encode: (event: FeedEvent) => Message
): Promise<void> {
	const { signal } = reader;
	/** What came while it was not sent live yet, a page of it at most; `isLeft`: and more, which is in the log. */
	let early: FeedEvent[] | undefined = [];
	let isLeft = false;
	let last = 0;
	const unsubscribe = await feed.subscribe((event) => {
		if (signal.aborted) return;
		if (early) {
			if (early.length < PAGE_EVENTS) early.push(event);
			else isLeft = true;
		}
		// A feed calls back in order: once an event is newer than what was read, all that come after it are.
		else if (last === PAST || seqOf(event.id) > last) {
			last = PAST;
			reader.send(encode(event));
		}
	});
	if (signal.aborted) return unsubscribe();
	signal.addEventListener('abort', unsubscribe);

	let missed = await readMissed(feed, after, clock, BACKLOG_EVENTS);
	for (;;) {
		reader.gather?.();
		for (const event of missed.events) {
			if (reader.isFull) await reader.ready();
			if (signal.aborted) return;
			reader.send(encode(event));
		}
		last = seqOf(missed.last);
		if (missed.hasMore || isLeft) {
			await reader.ready();
			// What came until now is in the log, where the next pages find it.
			early.length = 0;
			isLeft = false;
			missed = await readMissed(feed, missed.last, clock, BACKLOG_EVENTS);
		} else {
			const events = early.splice(0).filter(({ id }) => seqOf(id) > last);
			const newest = events.at(-1);
			if (!newest) break;
			missed = { events, last: newest.id, hasMore: false };
		}
		if (signal.aborted) return;
	}
	early = undefined;
}

/** Stands for "beyond all that was read": no seq is below zero. */
const PAST = -1;

/** What is after `after`, as soon as there is something; nothing when `signal` aborts first. */
export async function nextEvents(feed: Feed, after: After, clock: Clock, signal: EndSignal): Promise<Missed> {
	let wake = () => {};
	const sleep = () => new Promise<void>((resolve) => (wake = resolve));
	let arrived = sleep();
	const unsubscribe = await feed.subscribe(() => wake());
	signal.addEventListener('abort', () => wake());
	try {
		for (let from = after; ;) {
			const missed = await readMissed(feed, from, clock);
			if (missed.events.length > 0 || signal.aborted) return missed;
			// What woke us may have been read already: then there is nothing yet, and we sleep again.
			await arrived;
			arrived = sleep();
			from = missed.last;
		}
	} finally {
		unsubscribe();
	}
}
