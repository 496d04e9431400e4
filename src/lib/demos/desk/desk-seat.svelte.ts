import * as v from 'valibot';
import type { EventId } from '#lib/protocol/event.ts';
import { answerSchema, deskRules, openSchema, talkSchema } from '#lib/protocol/rooms/desk.ts';
import type { Role, Service, ServiceState } from '#lib/protocol/rooms/desk.ts';
import type { Seat } from '#lib/state/seat.svelte.ts';
import type { Stage } from '../outbox.svelte.ts';
import { Turns } from '../turns.ts';
import { openCaseOf, queueOf } from './fold.ts';
import type { Case, Desk, Line } from './fold.ts';
import { Sendings } from './sendings.svelte.ts';
import type { DeskData } from './sendings.svelte.ts';
import { DESK_PROBLEMS, DESK_TEXT, REHEARSAL, caseName } from './texts.ts';

/** Between two cases of a rehearsal, ms. */
const RUSH_MS = 700;

/** A line as a seat shows it, and how far it has come. */
export interface ShownLine {
	readonly key: string;
	readonly by: string;
	readonly text: string;
	readonly isOwn: boolean;
	readonly stage: Stage;
}

/** What one person does at the desk and sees of it. Everything goes out in order, each thing once. */
export class DeskSeat {
	/** What is on its way. */
	readonly sent: Sendings;
	readonly #seat: Seat<Desk>;
	readonly #turns = new Turns(deskRules);
	/** The case that this person tried to take last, and from whom. */
	#tried: { readonly id: EventId; readonly from: string | undefined } | undefined = $state.raw();
	/** Lines that came too late and that their writer has let go. */
	#letGo: readonly EventId[] = $state.raw([]);
	#said = '';
	#rush: ReturnType<typeof setInterval> | undefined = $state.raw();

	constructor(seat: Seat<Desk>) {
		this.#seat = seat;
		this.sent = new Sendings(seat);
	}

	get queue(): readonly Case[] {
		return queueOf(this.#seat.state);
	}

	/** The case that this person would take: nobody takes one's own, but in a rehearsal. */
	get next(): Case | undefined {
		return this.queue.find(({ by, isRehearsal }) => isRehearsal || !this.isOwn(by));
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
		for (const id of this.sent.own) {
			const found = openCaseOf(this.#seat.state, id);
			if (found) return found;
		}
		return undefined;
	}

	/** The last case of this customer that was closed. */
	get closedCase(): Case | undefined {
		return this.#seat.state.cases.findLast(({ by, isRehearsal, closedAt }) => this.isOwn(by) && !isRehearsal && closedAt !== undefined);
	}

	/** The case that this person wanted last, where another took it first and has it still, or its customer withdrew it. */
	get lost(): Case | undefined {
		const found = this.#seat.state.cases.find(({ id }) => id === this.#tried?.id);
		if (!found || this.isOwn(found.takenBy)) return undefined;
		const isClosed = found.closedAt !== undefined;
		const isLost = found.takenBy === undefined ? isClosed : !isClosed && found.takenFrom === this.#tried?.from;
		return isLost ? found : undefined;
	}

	/** What this person wrote in cases that were closed before it came. */
	get late(): readonly { readonly of: EventId; readonly line: Line }[] {
		const all = this.#seat.state.cases.flatMap(({ id, late }) => late.map((line) => ({ of: id, line })));
		return all.filter(({ line }) => this.isOwn(line.by) && !this.#letGo.includes(line.id));
	}

	/** What the case of this id is called. */
	nameOf(id: EventId): string {
		return caseName(this.#seat.state.cases.find((known) => known.id === id) ?? { id, number: undefined });
	}

	/** Shows a line that came too late no more. */
	letGo(id: EventId): void {
		this.#letGo = [...this.#letGo, id];
	}

	get isRushing(): boolean {
		return this.#rush !== undefined;
	}

	isOwn(member: string | undefined): boolean {
		return member !== undefined && this.sent.own.includes(member);
	}

	/** The lines of the agents' channel, or of a case, with one's own that are on their way. */
	lines(stored: readonly Line[], of?: EventId): readonly ShownLine[] {
		const shown = stored.map(({ id, n, by, text }) => {
			const isOwn = this.isOwn(by);
			return { key: isOwn && n !== undefined ? n : id, by, text, isOwn, stage: 'stored' as const };
		});
		const pending = this.sent
			.lines(of)
			.map((sending) => ({ key: sending.key, by: '', text: sending.data.text ?? '', isOwn: true, stage: this.sent.stageOf(sending) }));
		return [...shown, ...pending];
	}

	/** There is a place at the desk. */
	resume(): void {
		this.sent.resume();
	}

	/** Tells the room what this person does; once, as long as it stays so. */
	sayRole(role: Role): void {
		const said = `${this.#seat.membership?.member} ${role}`;
		if (said !== this.#said) this.sent.send('role', { role });
		this.#said = said;
	}

	/** Opens a case. As all that takes a text it answers a sentence where it cannot. */
	open(text: string): string | undefined {
		if (this.sent.opening) return DESK_TEXT.opening;
		return this.#write('open', { text }, openSchema.entries.text);
	}

	answer(of: EventId, text: string): string | undefined {
		return this.#write('answer', { case: of, text }, answerSchema.entries.text);
	}

	talk(text: string): string | undefined {
		return this.#write('talk', { text }, talkSchema.entries.text);
	}

	/**
	 * Writes where a person in this role would: in the case in hand, and unless there is one an agent takes the next and a customer
	 * opens one. Answers whether it could.
	 */
	write(role: Role, text: string): boolean {
		const isAgent = role === 'agent';
		const of = isAgent ? (this.taken[0] ?? this.next) : this.openCase;
		if (isAgent && of && of === this.next) this.takeNext();
		if (of) return this.answer(of.id, text) === undefined;
		return !isAgent && this.open(text) === undefined;
	}

	/** Takes the next case from the queue, one at a time; whether one has it, the log says. */
	takeNext(): void {
		if (this.next) this.#take(this.next.id);
	}

	takeOver({ id, takenBy }: Case): void {
		this.#take(id, takenBy);
	}

	closeCase(id: EventId): void {
		if (!this.sent.closing(id)) this.sent.send('close', { case: id });
	}

	report(service: Service, state: ServiceState): void {
		this.sent.send('status', { service, state });
	}

	/** Opens a few rehearsal cases, one after the other. */
	rehearse(): void {
		if (this.#rush !== undefined) return;
		const left = [...REHEARSAL];
		const openNext = () => {
			this.sent.send('open', { text: left.shift() ?? '', rehearsal: true });
			if (left.length > 0) return;
			clearInterval(this.#rush);
			this.#rush = undefined;
		};
		this.#rush = setInterval(openNext, RUSH_MS);
		openNext();
	}

	close(): void {
		clearInterval(this.#rush);
		this.sent.close();
	}

	#take(id: EventId, from?: string): void {
		if (this.sent.taking) return;
		this.#tried = { id, from };
		this.sent.send('take', { case: id, from });
	}

	/** Sends a text that its schema takes; where there is no place at the desk yet, it waits for one. */
	#write(type: string, data: DeskData & { readonly text: string }, schema: v.GenericSchema): string | undefined {
		if (!v.is(schema, data.text)) return DESK_PROBLEMS['bad-event'];
		if (!this.#turns.take(performance.now())) return DESK_PROBLEMS['too-fast'];
		this.sent.send(type, data);
		return undefined;
	}
}
