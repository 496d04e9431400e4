import type { EventId } from '#lib/protocol/event.ts';
import type { Role, Service, ServiceState } from '#lib/protocol/rooms/desk.ts';
import type { Seat } from '#lib/state/seat.svelte.ts';
import { Outbox, stageOf } from '../outbox.svelte.ts';
import type { Sending, Stage } from '../outbox.svelte.ts';
import type { Desk, Line } from './fold.ts';
import { MARKS } from './texts.ts';

/** What may be sent; each type has some of it. */
export interface DeskData {
	readonly text?: string;
	readonly case?: EventId;
	/** Who has the case that is taken over. */
	readonly from?: string | undefined;
	readonly rehearsal?: true;
	readonly role?: Role;
	readonly service?: Service;
	readonly state?: ServiceState;
}

/** What has come back by then was never seen to be on its way, ms: a mark would only flicker. */
const LATE_MS = 150;

/** What one person has sent to the desk, until the seat has heard it from the log. */
export class Sendings {
	readonly #seat: Seat<Desk>;
	readonly #outbox: Outbox<DeskData>;
	/** Keys of what is on its way for longer than nobody notices. */
	#late: readonly string[] = $state.raw([]);

	constructor(seat: Seat<Desk>) {
		this.#seat = seat;
		this.#outbox = new Outbox<DeskData>(seat, ({ key, type, data, id }, own) => {
			if (id !== undefined && seat.hasHeard(id)) return true;
			const { cases, talk } = seat.state;
			const lines: readonly Line[] =
				type === 'talk'
					? talk
					: type === 'open'
						? cases
						: cases.filter(({ id }) => id === data.case).flatMap((of) => [...of.lines, ...of.late]);
			return lines.some(({ n, by }) => n === key && own.includes(by));
		});
	}

	/** Ids under which this person has sent. */
	get own(): readonly string[] {
		return this.#outbox.own;
	}

	/** Whether something is on its way that the log does not have. */
	get isUnsent(): boolean {
		return this.#outbox.isUnsent;
	}

	/** What the server would not take. */
	get refused(): readonly Sending<DeskData>[] {
		return this.#outbox.pending.filter(({ state }) => state === 'refused');
	}

	/** The taking of a case that still is where it was. */
	get taking(): Sending<DeskData> | undefined {
		const { cases } = this.#seat.state;
		return this.#under('take').find(({ data }) =>
			cases.some(({ id, takenBy, closedAt }) => id === data.case && takenBy === data.from && closedAt === undefined)
		);
	}

	/** The opening of a case of one's own. */
	get opening(): Sending<DeskData> | undefined {
		return this.#under('open').find(({ data }) => !data.rehearsal);
	}

	/** Rehearsal cases that the log does not have, as far as a page says so, the first of them first. */
	get rehearsed(): readonly Sending<DeskData>[] {
		return this.#under('open').filter((sending) => sending.data.rehearsal && sending.state === 'sent' && this.wordsOf(sending) !== '');
	}

	/** The end of this case. */
	closing(id: EventId): Sending<DeskData> | undefined {
		return this.#under('close').find(({ data }) => data.case === id);
	}

	/** The newest word on how a service stands. */
	report(service: Service): Sending<DeskData> | undefined {
		return this.#under('status').findLast(({ data }) => data.service === service);
	}

	/** Lines of a case, or of the agents' channel. */
	lines(of: EventId | undefined): readonly Sending<DeskData>[] {
		return this.#under(of === undefined ? 'talk' : 'answer').filter(({ data }) => data.case === of);
	}

	/** How far it has come, in words; nothing while that is too soon to say. */
	wordsOf(sending: Sending | undefined): string {
		return sending && this.#late.includes(sending.key) ? MARKS[this.stageOf(sending)] : '';
	}

	/** How far it has come. */
	stageOf(sending: Sending): Stage {
		return stageOf(sending, this.#outbox.pending, this.#seat.condition === 'open');
	}

	/** Sends it, now or once there is a place at the desk. */
	send(type: string, data: DeskData): void {
		const key = this.#outbox.send(type, data);
		setTimeout(() => {
			const pending = this.#outbox.pending.map((sending) => sending.key);
			this.#late = [...this.#late, key].filter((late) => pending.includes(late));
		}, LATE_MS);
	}

	/** There is a place at the desk. */
	resume(): void {
		this.#outbox.resume();
	}

	/** Sends again what was refused. */
	retry(key: string): void {
		this.#outbox.retry(key);
	}

	/** Takes back what was refused. */
	discard(key: string): void {
		this.#outbox.discard(key);
	}

	/** Sends nothing more. */
	close(): void {
		this.#outbox.close();
	}

	#under(of: string): readonly Sending<DeskData>[] {
		return this.#outbox.pending.filter(({ type, state }) => type === of && state !== 'refused');
	}
}
