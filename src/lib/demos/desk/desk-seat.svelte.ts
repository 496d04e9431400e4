import * as v from 'valibot';
import type { EventId } from '#lib/protocol/event.ts';
import { answerSchema, deskRules, openSchema, talkSchema } from '#lib/protocol/rooms/desk.ts';
import type { Role, Service, ServiceState } from '#lib/protocol/rooms/desk.ts';
import type { Seat } from '#lib/state/seat.svelte.ts';
import { Outbox } from '../outbox.svelte.ts';
import type { Sending } from '../outbox.svelte.ts';
import { Turns } from '../turns.ts';
import { openCaseOf, queueOf } from './fold.ts';
import type { Case, Desk, Line } from './fold.ts';
import { DESK_PROBLEMS, REHEARSAL } from './texts.ts';

/** Between two cases of a rehearsal, ms. */
const RUSH_MS = 700;

/** What may be sent; each type has some of it. */
interface DeskData {
	readonly text?: string;
	readonly case?: EventId;
	/** Who has the case that is taken over. */
	readonly from?: string | undefined;
	readonly rehearsal?: true;
	readonly role?: Role;
	readonly service?: Service;
	readonly state?: ServiceState;
}

/** A line as a seat shows it: `isStored` once the log has it. */
export interface ShownLine {
	readonly key: string;
	readonly by: string;
	readonly text: string;
	readonly isOwn: boolean;
	readonly isStored: boolean;
}

/** What one person does at the desk and sees of it. Everything goes out in order, each thing once. */
export class DeskSeat {
	readonly #seat: Seat<Desk>;
	readonly #outbox: Outbox<DeskData>;
	readonly #turns = new Turns(deskRules);
	/** Cases that this person tried to take. */
	#tried: readonly EventId[] = $state.raw([]);
	#said = '';
	#rush: ReturnType<typeof setInterval> | undefined = $state.raw();

	constructor(seat: Seat<Desk>) {
		this.#seat = seat;
		this.#outbox = new Outbox<DeskData>(seat, ({ key, type, data, state }, own) => {
			if (data.text === undefined) return state === 'stored';
			const { cases, talk } = seat.state;
			const lines: readonly Line[] =
				type === 'talk' ? talk : type === 'open' ? cases : (cases.find(({ id }) => id === data.case)?.lines ?? []);
			return lines.some(({ n, by }) => n === key && own.includes(by));
		});
	}

	get queue(): readonly Case[] {
		return queueOf(this.#seat.state);
	}

	/** The open cases that this person has taken, the last one taken first. */
	get taken(): readonly Case[] {
		const mine = this.#seat.state.cases.filter(({ takenBy, closedAt }) => this.isOwn(takenBy) && closedAt === undefined);
		return mine.sort((a, b) => (b.takenAt ?? 0) - (a.takenAt ?? 0));
	}

	/** The open cases that others have taken. */
	get takenByOthers(): readonly Case[] {
		return this.#seat.state.cases.filter(
			({ takenBy, closedAt }) => takenBy !== undefined && !this.isOwn(takenBy) && closedAt === undefined
		);
	}

	/** The case that this person has open as a customer. */
	get openCase(): Case | undefined {
		for (const id of this.#outbox.own) {
			const found = openCaseOf(this.#seat.state, id);
			if (found) return found;
		}
		return undefined;
	}

	/** The last case of this customer that was closed. */
	get closedCase(): Case | undefined {
		return this.#seat.state.cases.findLast(({ by, isRehearsal, closedAt }) => this.isOwn(by) && !isRehearsal && closedAt !== undefined);
	}

	/** A case that this person wanted and another took first. */
	get lost(): Case | undefined {
		const id = this.#tried.at(-1);
		return this.#seat.state.cases.find((found) => found.id === id && found.takenBy !== undefined && !this.isOwn(found.takenBy));
	}

	get isRushing(): boolean {
		return this.#rush !== undefined;
	}

	/** What the server would not take. */
	get refused(): readonly Sending<DeskData>[] {
		return this.#outbox.pending.filter(({ state }) => state === 'refused');
	}

	/** Whether a case of one's own is on its way. */
	get isOpening(): boolean {
		return this.#outbox.pending.some(({ type, data, state }) => type === 'open' && !data.rehearsal && state !== 'refused');
	}

	isOwn(member: string | undefined): boolean {
		return member !== undefined && this.#outbox.own.includes(member);
	}

	/** The lines of the agents' channel, or of a case, with one's own that are on their way. */
	lines(stored: readonly Line[], of?: EventId): readonly ShownLine[] {
		const isOf = ({ type, data, state }: Sending<DeskData>) =>
			state !== 'refused' && (of === undefined ? type === 'talk' : type === 'answer' && data.case === of);
		const shown = stored.map(({ id, n, by, text }) => {
			const isOwn = this.isOwn(by);
			return { key: isOwn && n !== undefined ? n : id, by, text, isOwn, isStored: true };
		});
		const pending = this.#outbox.pending.filter(isOf);
		return [...shown, ...pending.map(({ key, data }) => ({ key, by: '', text: data.text ?? '', isOwn: true, isStored: false }))];
	}

	/** There is a place at the desk. */
	resume(): void {
		this.#outbox.resume();
	}

	/** Tells the room what this person does; once, as long as it stays so. */
	sayRole(role: Role): void {
		const said = `${this.#seat.membership?.member} ${role}`;
		if (said !== this.#said) this.#outbox.send('role', { role });
		this.#said = said;
	}

	/** Opens a case. As all that takes a text it answers a sentence where it cannot. */
	open(text: string): string | undefined {
		return this.#write('open', { text }, openSchema);
	}

	answer(of: EventId, text: string): string | undefined {
		return this.#write('answer', { case: of, text }, answerSchema);
	}

	talk(text: string): string | undefined {
		return this.#write('talk', { text }, talkSchema);
	}

	/** Takes the next case from the queue; whether one has it, the log says. */
	takeNext(): void {
		const next = this.queue.find(({ by, isRehearsal }) => isRehearsal || !this.isOwn(by));
		if (next) this.#take(next.id);
	}

	takeOver({ id, takenBy }: Case): void {
		this.#take(id, takenBy);
	}

	closeCase(id: EventId): void {
		this.#outbox.send('close', { case: id });
	}

	report(service: Service, state: ServiceState): void {
		this.#outbox.send('status', { service, state });
	}

	/** Opens a few rehearsal cases, one after the other. */
	rehearse(): void {
		if (this.#rush !== undefined) return;
		const left = [...REHEARSAL];
		const openNext = () => {
			this.#outbox.send('open', { text: left.shift() ?? '', rehearsal: true });
			if (left.length > 0) return;
			clearInterval(this.#rush);
			this.#rush = undefined;
		};
		this.#rush = setInterval(openNext, RUSH_MS);
		openNext();
	}

	retry(key: string): void {
		this.#outbox.retry(key);
	}

	discard(key: string): void {
		this.#outbox.discard(key);
	}

	close(): void {
		clearInterval(this.#rush);
		this.#outbox.close();
	}

	#take(id: EventId, from?: string): void {
		this.#tried = [...this.#tried, id];
		this.#outbox.send('take', { case: id, from });
	}

	#write(type: string, data: DeskData, schema: v.GenericSchema): string | undefined {
		const by = this.#seat.membership?.member;
		if (by === undefined) return DESK_PROBLEMS['not-a-member'];
		if (!v.is(schema, { by, ...data })) return DESK_PROBLEMS['bad-event'];
		if (!this.#turns.take(performance.now())) return DESK_PROBLEMS['too-fast'];
		this.#outbox.send(type, data);
		return undefined;
	}
}
