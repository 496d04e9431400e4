import { RESET, parseEventId } from '#lib/protocol/event.ts';
import type { EventId, FeedEvent, NewEvent } from '#lib/protocol/event.ts';
import { NO_MEMBERS, foldMembers } from '#lib/protocol/presence.ts';
import type { Members } from '#lib/protocol/presence.ts';
import { HERE, HERE_MS } from '#lib/protocol/rooms/room.ts';
import type { TechniqueId } from '#lib/protocol/technique-id.ts';
import { TECHNIQUES } from '#lib/techniques/index.ts';
import type { FeedAddress, LaneState } from '#lib/techniques/technique.ts';
import { LaneMeter } from './lane-meter.svelte.ts';
import { NextFrame } from './next-frame.ts';
import { randomKey } from './random-key.ts';
import type { Membership } from './room.ts';
import type { SeatContext } from './seat-context.ts';
import { SeatUpstream } from './upstream.svelte.ts';

/** How events become what a demo shows: a pure step of a fold. */
export interface Fold<State> {
	initial(): State;
	/** The state after an event; the same object where the event changes nothing. */
	apply(state: State, event: FeedEvent): State;
}

/** Where a seat is on its page: the only one, or one of two. */
export type SeatName = 'only' | 'left' | 'right';

/** `unheard`: events come, and nothing gets up to the server. */
export type SeatCondition = LaneState | 'unheard';

/** One end of a demo: it follows a feed over one technique and folds what arrives. The technique can change at any time; the state stays. */
export class Seat<State = unknown> {
	readonly name: SeatName;
	technique: TechniqueId = $state('sse');
	line: LaneState = $state('closed');
	/** What the fold made of all events so far; drawn once a frame. */
	state: State = $state.raw() as State;
	/** Who is in the room, as this seat has heard. */
	members: Members = $state.raw(NO_MEMBERS);
	/** This seat's own traffic over its present technique. */
	meter: LaneMeter = $state.raw(new LaneMeter('sse'));
	membership: Membership | undefined = $state.raw();
	/** What this seat's person is called; where the feed is a room. */
	person: string = $state('');

	readonly #fold: Fold<State>;
	/** State and members as they are; the public ones follow with the next frame. */
	#now: State;
	#membersNow: Members = NO_MEMBERS;
	#context: SeatContext | undefined;
	#feed = '';
	#last: EventId | '0' | undefined;
	/** The last event that is in the public state. */
	#drawn: EventId | '0' | undefined = $state.raw();
	#address: FeedAddress | undefined;
	/** Why its feed is gone and nothing can be published any more; undefined while it is there. */
	loss: Error | undefined = $state.raw();
	#running: AbortController | undefined;
	#beat: ReturnType<typeof setInterval> | undefined;
	readonly #upstream = new SeatUpstream();
	readonly #frame = new NextFrame(() => this.#show());

	constructor(name: SeatName, person: string, technique: TechniqueId, fold: Fold<State>) {
		this.name = name;
		this.person = person;
		this.#fold = fold;
		this.#now = fold.initial();
		this.state = this.#now;
		this.technique = technique;
		this.meter = new LaneMeter(technique);
	}

	/** Id of the lane that measures this seat. */
	get lane(): string {
		return this.name === 'only' ? this.technique : `${this.technique}.${this.name}`;
	}

	/** Whether it follows, or tries to. */
	get isOpen(): boolean {
		return this.#running !== undefined;
	}

	/** How its line stands, both ways. */
	get condition(): SeatCondition {
		return this.line === 'open' && this.#upstream.isDown ? 'unheard' : this.line;
	}

	/** Whether the event of this id is in `state`; of a log that was lost, all are. */
	hasHeard(id: EventId): boolean {
		const [drawn, asked] = [parseEventId(this.#drawn ?? ''), parseEventId(id)];
		return drawn !== undefined && (drawn.epoch !== asked?.epoch || drawn.seq >= asked.seq);
	}

	/** Follows the feed of this context, from where this seat stopped; another feed begins with a state of nothing. */
	open(context: SeatContext): void {
		this.close();
		if (context.feed !== this.#feed) {
			this.#feed = context.feed;
			this.#last = context.after;
			this.#begin();
		}
		this.loss = undefined;
		this.#context = context;
		this.membership = context.membership;
		this.#start(context);
	}

	/** Stops following; what was folded stays. */
	close(): void {
		this.#running?.abort();
		this.#running = undefined;
		clearInterval(this.#beat);
		this.line = 'closed';
	}

	/** Its feed is gone. What was folded stays; what is published from now on is refused with this, and nobody is asked. */
	lose(loss: Error): void {
		this.close();
		this.loss = loss;
		this.#upstream.hope();
	}

	/** Tries again now, where it waits before it does: there is hope that the line is whole. */
	reconnect(): void {
		this.#upstream.hope();
		if (this.line !== 'retrying' || !this.#context) return;
		this.close();
		this.#start(this.#context);
	}

	/** Goes on over another technique, from the event after the last. */
	switchTo(technique: TechniqueId): void {
		if (technique === this.technique) return;
		this.technique = technique;
		this.meter = new LaneMeter(technique);
		if (!this.#running || !this.#context) return;
		this.close();
		this.#start(this.#context);
	}

	/** Gives the person another name, and says so in the room. */
	rename(name: string): void {
		if (name === this.person) return;
		this.person = name;
		if (this.isOpen) this.#sayHere();
	}

	/**
	 * Sends upstream over this seat's technique; resolves when the log has it. After a drop it is sent again with its key, which the
	 * log stores once. @throws {PublishError} when the server refuses it, with the problem's code.
	 */
	async publish(type: string, data: unknown, key = randomKey()): Promise<EventId> {
		return this.#send(this.technique, { type, data, key });
	}

	/** The same by HTTP POST, even where the technique has a socket: for a demo that shows the two directions apart. */
	async postUp(type: string, data: unknown, key = randomKey()): Promise<EventId> {
		return this.#send('polling', { type, data, key });
	}

	async #send(technique: TechniqueId, event: NewEvent): Promise<EventId> {
		const address = this.#openAddress();
		this.#upstream.left();
		return TECHNIQUES[technique].publish(address, event).finally(() => this.#upstream.answered());
	}

	#openAddress(): FeedAddress {
		if (this.loss) throw this.loss;
		if (this.#address) return this.#address;
		throw new Error('A seat must be open before it publishes.');
	}

	#begin(): void {
		this.#now = this.#fold.initial();
		this.#membersNow = NO_MEMBERS;
		this.#show();
	}

	#start(context: SeatContext): void {
		const running = new AbortController();
		this.#running = running;
		this.#follow(context, this.technique, running.signal).catch(() => (this.line = 'closed'));
		if (!context.membership) return;
		this.#beat = setInterval(() => this.#sayHere(), HERE_MS);
	}

	#sayHere(): void {
		const by = this.membership?.member;
		if (by) void this.publish(HERE, { by, name: this.person }).catch((error: unknown) => this.#context?.onRefused(error));
	}

	async #follow(context: SeatContext, technique: TechniqueId, signal: AbortSignal): Promise<void> {
		const { feed, session, membership } = context;
		const address: FeedAddress = {
			feed,
			session,
			lane: this.lane,
			...(membership && { member: membership.key }),
			upstream: this.#upstream
		};
		this.#address = address;
		const begunAt = performance.now();
		const events = TECHNIQUES[technique].follow(address, {
			...(this.#last !== undefined && { after: this.#last as EventId }),
			signal,
			onState: (state) => {
				if (signal.aborted) return;
				if (state === 'retrying' && this.line === 'open') context.onReconnected(technique);
				this.line = state;
				if (state === 'open') this.#upstream.hope();
			},
			untilNextAsk: (signal) => context.untilNextAsk(signal)
		});
		for await (const event of events) {
			if (signal.aborted) return;
			const now = context.serverNow();
			// What was published before the seat began is catching up, not staleness.
			const isOld = now === undefined || event.at < now - (performance.now() - begunAt);
			context.onArrived(technique, event, isOld ? undefined : Math.max(0, now - event.at));
			this.#received(event);
		}
	}

	#received(event: FeedEvent): void {
		this.#last = event.id;
		// Events are gone: what stands on them is begun anew from what the log still has.
		if (event.type === RESET) {
			this.#now = this.#fold.initial();
			this.#membersNow = NO_MEMBERS;
		}
		this.#now = this.#fold.apply(this.#now, event);
		this.#membersNow = foldMembers(this.#membersNow, event);
		this.#frame.ask();
	}

	#show(): void {
		this.state = this.#now;
		this.members = this.#membersNow;
		this.#drawn = this.#last;
	}
}
