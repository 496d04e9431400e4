import { describe, expect, it } from 'vitest';
import { KEPT, deskFold, openCaseOf, queueOf } from '#lib/demos/desk/fold.ts';
import type { Desk } from '#lib/demos/desk/fold.ts';
import { demo } from '#lib/demos/desk/demo.ts';
import { caseName } from '#lib/demos/desk/texts.ts';
import { invited, withRole } from '#lib/demos/desk/roles.ts';
import type { DeskSettings } from '#lib/demos/desk/roles.ts';
import { eventId } from '#lib/protocol/event.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { readFields } from '#lib/protocol/fields.ts';
import { NO_MEMBERS, foldMembers } from '#lib/protocol/presence.ts';
import type { Members } from '#lib/protocol/presence.ts';
import type { SeatName } from '#lib/state/seat.svelte.ts';

const ADA = 'a'.repeat(12);
const ALAN = 'l'.repeat(12);
const GRACE = 'g'.repeat(12);
const HEDY = 'h'.repeat(12);

const id = (seq: number) => eventId('e', seq);
const event = (seq: number, type: string, data: unknown): FeedEvent => ({ id: id(seq), at: 1000 * seq, type, data });
const open = (seq: number, by: string, more: object = {}) => event(seq, 'open', { by, text: `trouble ${seq}`, ...more });
const take = (seq: number, by: string, of: number, from?: string) => event(seq, 'take', { by, case: id(of), ...(from && { from }) });
const answer = (seq: number, by: string, of: number) => event(seq, 'answer', { by, case: id(of), text: `line ${seq}` });
const close = (seq: number, by: string, of: number) => event(seq, 'close', { by, case: id(of) });
const fold = (events: readonly FeedEvent[]) => events.reduce<Desk>((desk, next) => deskFold.apply(desk, next), deskFold.initial());
const queue = (desk: Desk) => queueOf(desk).map((waiting) => waiting.id);

describe('a help desk', () => {
	it('the queue is what waits, in the order of the log', () => {
		expect(queue(fold([open(1, GRACE), open(2, HEDY), open(3, ALAN), take(4, ADA, 2)]))).toEqual([id(1), id(3)]);
	});

	it('who takes a case first in the log has it', () => {
		const desk = fold([open(1, GRACE), take(2, ADA, 1), take(3, ALAN, 1)]);
		expect(desk.cases[0]).toMatchObject({ takenBy: ADA, takenAt: 2000 });
	});

	it('nobody takes a case of one’s own, but in a rehearsal', () => {
		const desk = fold([open(1, ADA), open(2, ADA, { rehearsal: true }), take(3, ADA, 1), take(4, ADA, 2)]);
		expect(desk.cases.map(({ takenBy }) => takenBy)).toEqual([undefined, ADA]);
	});

	it('a case goes over to another only from the one who has it', () => {
		const start = [open(1, GRACE), take(2, ADA, 1)];
		expect(fold([...start, take(3, ALAN, 1, HEDY)]).cases[0]?.takenBy).toBe(ADA);
		expect(fold([...start, take(3, ALAN, 1, ADA), take(4, HEDY, 1, ADA)]).cases[0]?.takenBy).toBe(ALAN);
	});

	it('a customer has one open case, and may open the next when it is closed', () => {
		const desk = fold([open(1, GRACE), open(2, GRACE), close(3, GRACE, 1), open(4, GRACE)]);
		expect(desk.cases.map((known) => known.id)).toEqual([id(1), id(4)]);
		expect(openCaseOf(desk, GRACE)?.id).toBe(id(4));
	});

	it('cases are numbered in the order of the log, whatever else it holds', () => {
		const begun = event(1, 'opened', {});
		const desk = fold([
			begun,
			event(2, 'role', { by: ADA, role: 'agent' }),
			open(5, GRACE),
			open(6, GRACE),
			open(9, HEDY),
			take(10, ADA, 5)
		]);
		expect(desk.cases.map(caseName)).toEqual(['#1', '#2']);
		const many = Array.from({ length: KEPT + 1 }, (_, index) => open(index + 2, ADA, { rehearsal: true }));
		expect(
			fold([begun, ...many])
				.cases.map(({ number }) => number)
				.at(-1)
		).toBe(KEPT + 1);
	});

	it('who came when the log had forgotten its beginning gives a case no number that others do not', () => {
		expect(fold([event(7, 'reset', {}), open(812, GRACE)]).cases.map(caseName)).toEqual(['log 812']);
	});

	it('only its customer and its agent write in a case or close it', () => {
		const start = [open(1, GRACE), take(2, ADA, 1)];
		const desk = fold([...start, answer(3, ADA, 1), answer(4, GRACE, 1), answer(5, ALAN, 1), close(6, ALAN, 1)]);
		expect(desk.cases[0]?.lines.map(({ by }) => by)).toEqual([ADA, GRACE]);
		expect(desk.cases[0]?.closedAt).toBeUndefined();
		expect(fold([...start, close(3, ADA, 1)]).cases[0]?.closedAt).toBe(3000);
	});

	it('a closed case stays as it is', () => {
		const desk = fold([open(1, GRACE), close(2, GRACE, 1), take(3, ADA, 1), answer(4, GRACE, 1), close(5, GRACE, 1)]);
		expect(desk.cases[0]).toMatchObject({ closedAt: 2000, lines: [] });
		expect(queue(desk)).toEqual([]);
	});

	it('keeps apart what its parties wrote and came after its end', () => {
		const desk = fold([open(1, GRACE), take(2, ADA, 1), close(3, ADA, 1), answer(4, GRACE, 1), answer(5, ALAN, 1)]);
		expect(desk.cases[0]?.lines).toEqual([]);
		expect(desk.cases[0]?.late.map(({ by, text }) => [by, text])).toEqual([[GRACE, 'line 4']]);
	});

	it('the board shows the latest of each service', () => {
		const status = (seq: number, service: string, state: string) => event(seq, 'status', { by: ADA, service, state });
		const { board } = fold([status(1, 'payments', 'down'), status(2, 'mail', 'degraded'), status(3, 'payments', 'degraded')]);
		expect([...board].map(([service, { state, at }]) => [service, state, at])).toEqual([
			['payments', 'degraded', 3000],
			['mail', 'degraded', 2000]
		]);
	});

	it.each([
		['a case with too long a text', 'open', { by: GRACE, text: 'x'.repeat(201) }],
		['a case without a text', 'open', { by: GRACE, text: ' ' }],
		['a case that nobody opened', 'take', { by: ADA, case: id(77) }],
		['a case that is no id', 'take', { by: ADA, case: { toString: 1 } }],
		['an answer to nothing', 'answer', { by: ADA, text: 'hello' }],
		['an unknown service', 'status', { by: ADA, service: '__proto__', state: 'down' }],
		['an unknown state', 'status', { by: ADA, service: 'mail', state: 'on fire' }],
		['an unknown role', 'role', { by: ADA, role: 'boss' }],
		['nothing', 'close', null],
		['a name of Object', 'toString', {}],
		['a reset', 'reset', { reason: 'too-old', oldest: 'e-1', newest: 'e-2' }]
	])('takes no notice of %s', (_, type, data) => {
		const desk = fold([open(1, GRACE)]);
		expect(deskFold.apply(desk, event(2, type, data))).toBe(desk);
	});
});

describe('the lanes of the desk', () => {
	const settings = (query: string) => readFields(demo.fields, new URLSearchParams(query)) as DeskSettings;

	it('opens with an agent over WebSocket and a customer over SSE', () => {
		expect(settings('')).toMatchObject({ technique: 'websocket', role: 'agent', right: 'sse', rightrole: 'customer' });
	});

	it('another role brings its own lane, unless the visitor has chosen one', () => {
		expect(withRole('right', 'agent', settings(''))).toEqual({ rightrole: 'agent', right: 'websocket' });
		expect(withRole('only', 'customer', settings(''))).toEqual({ role: 'customer', technique: 'sse' });
		expect(withRole('left', 'customer', settings('technique=polling'))).toEqual({ role: 'customer' });
	});
});

describe('a guest of the desk', () => {
	const seat = (name: SeatName, events: readonly FeedEvent[] = []) => ({ name, state: fold(events), members: membersOf(events) });
	const here = (seq: number, by: string, more: object = {}) => event(seq, 'here', { by, name: by, ...more });
	const role = (seq: number, by: string, role: string) => event(seq, 'role', { by, role });
	const membersOf = (events: readonly FeedEvent[]) => events.reduce<Members>(foldMembers, NO_MEMBERS);
	const guestOf = (query: string, ...seats: Parameters<typeof invited>[0]) =>
		invited(seats, readFields(demo.fields, new URLSearchParams(query)) as DeskSettings);
	const customer = { role: 'customer', technique: 'sse' };
	const agent = { role: 'agent', technique: 'websocket' };

	it('is a customer over SSE where both are there, or only agents', () => {
		expect(guestOf('', seat('left'), seat('right'))).toEqual(customer);
		expect(guestOf('rightrole=agent', seat('left'), seat('right'))).toEqual(customer);
	});

	it('is an agent over WebSocket where nobody is one', () => {
		expect(guestOf('role=customer', seat('left'), seat('right'))).toEqual(agent);
	});

	it('of a guest hears of the agents who are in the room, and not of one who has left', () => {
		const ada = [here(1, ADA), role(2, ADA, 'agent')];
		expect(guestOf('role=customer&seats=one', seat('only', ada))).toEqual(customer);
		expect(guestOf('role=customer&seats=one', seat('only', [...ada, here(3, ADA, { left: true })]))).toEqual(agent);
	});
});
