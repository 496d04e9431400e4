import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskSeat } from '#lib/demos/desk/desk-seat.svelte.ts';
import { deskFold } from '#lib/demos/desk/fold.ts';
import type { Desk } from '#lib/demos/desk/fold.ts';
import type { Sendings } from '#lib/demos/desk/sendings.svelte.ts';
import { eventId } from '#lib/protocol/event.ts';
import type { EventId } from '#lib/protocol/event.ts';
import type { Seat, SeatCondition } from '#lib/state/seat.svelte.ts';

const ME = 'a'.repeat(12);
const CASE = eventId('e', 1);

/** A seat at a desk with one case; publishes are answered, and events heard, by hand. */
function sit() {
	const answers: { store(id: EventId): void; refuse(): void }[] = [];
	let heard = 1;
	const seat = {
		condition: 'open' as SeatCondition,
		membership: { member: ME },
		state: deskFold.apply(deskFold.initial(), { id: CASE, at: 0, type: 'open', data: { by: 'b'.repeat(12), text: 'trouble' } }) as Desk,
		hasHeard: (id: EventId) => Number(id.slice(2)) <= heard,
		publish: () => new Promise<EventId>((store, reject) => answers.push({ store, refuse: () => reject({ code: 'too-fast' }) }))
	};
	const desk = new DeskSeat(seat as unknown as Seat<Desk>);
	return { seat, desk, sent: desk.sent, answers, hear: (seq: number) => void (heard = seq) };
}
const taking = (sent: Sendings) => sent.wordsOf(sent.taking);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('what is on its way to the desk', () => {
	it('is said after 150 ms, until the log has it and the seat has heard it', async () => {
		const { sent, answers, hear } = sit();
		sent.send('take', { case: CASE });
		await vi.advanceTimersByTimeAsync(149);
		expect(sent.taking).toBeDefined();
		expect(taking(sent)).toBe('');
		await vi.advanceTimersByTimeAsync(1);
		expect(taking(sent)).toBe('sent, not stored yet');
		answers[0]?.store(eventId('e', 2));
		await vi.advanceTimersByTimeAsync(0);
		expect(taking(sent)).toBe('stored');
		hear(2);
		expect(sent.taking).toBeUndefined();
	});

	it('waits while the line is down: nothing is said to be sent, neither a line nor the taking of a case', async () => {
		const { seat, desk, sent } = sit();
		seat.condition = 'retrying';
		desk.answer(CASE, 'Which ferry?');
		desk.talk('I take the ferry.');
		sent.send('take', { case: CASE });
		await vi.advanceTimersByTimeAsync(150);
		const stages = () => [...desk.lines([], CASE), ...desk.lines([])].map(({ stage }) => stage);
		expect(stages()).toEqual(['waiting', 'waiting']);
		expect(taking(sent)).toBe('waiting, not sent yet');
		seat.condition = 'open';
		// One after the other.
		expect(stages()).toEqual(['sent', 'waiting']);
	});

	it('is never said where the answer is quick', async () => {
		const { sent, answers, hear } = sit();
		sent.send('status', { service: 'mail', state: 'down' });
		answers[0]?.store(eventId('e', 2));
		await vi.advanceTimersByTimeAsync(100);
		expect(sent.report('mail')?.data.state).toBe('down');
		hear(2);
		await vi.advanceTimersByTimeAsync(1000);
		expect(sent.report('mail')).toBeUndefined();
	});

	it('is over once it is refused', async () => {
		const { sent, answers } = sit();
		sent.send('status', { service: 'mail', state: 'down' });
		await vi.advanceTimersByTimeAsync(200);
		expect(sent.wordsOf(sent.report('mail'))).toBe('sent, not stored yet');
		answers[0]?.refuse();
		await vi.advanceTimersByTimeAsync(0);
		expect(sent.report('mail')).toBeUndefined();
		expect(sent.refused).toHaveLength(1);
	});

	it('the newest word on a service counts, and each case has an end of its own', () => {
		const { sent } = sit();
		sent.send('status', { service: 'mail', state: 'down' });
		sent.send('status', { service: 'mail', state: 'degraded' });
		sent.send('close', { case: CASE });
		expect(sent.report('mail')?.data.state).toBe('degraded');
		expect(sent.report('login')).toBeUndefined();
		expect(sent.closing(CASE)).toBeDefined();
		expect(sent.closing(eventId('e', 9))).toBeUndefined();
	});

	it('rehearsal cases are counted, one’s own case is not among them', async () => {
		const { sent } = sit();
		for (const text of ['one', 'two']) sent.send('open', { text, rehearsal: true });
		sent.send('open', { text: 'mine' });
		expect(sent.rehearsed).toHaveLength(0);
		await vi.advanceTimersByTimeAsync(150);
		expect(sent.rehearsed.map(({ data }) => data.text)).toEqual(['one', 'two']);
		expect(sent.opening?.data.text).toBe('mine');
	});
});

describe('a case that another was first to take', () => {
	const [ADA, HEDY] = ['d'.repeat(12), 'h'.repeat(12)];
	const lostTo = ({ desk }: ReturnType<typeof sit>) => desk.lost?.takenBy;
	const hearOf = ({ seat }: ReturnType<typeof sit>, type: string, by: string, from = '') => {
		const event = { id: eventId('e', 9), at: 9, type, data: { by, case: CASE, ...(from !== '' && { from }) } };
		seat.state = deskFold.apply(seat.state, event);
	};

	it.each([
		['is closed', 'close', ADA, undefined],
		['goes over to a third', 'take', HEDY, ADA]
	] as const)('is said to be that other’s until it %s', (_, type, by, from = '') => {
		const at = sit();
		at.desk.takeNext();
		expect(lostTo(at)).toBeUndefined();
		hearOf(at, 'take', ADA);
		expect(lostTo(at)).toBe(ADA);
		hearOf(at, type, by, from);
		expect(lostTo(at)).toBeUndefined();
	});

	it('from one who had it is that other’s, and nobody’s before', () => {
		const at = sit();
		hearOf(at, 'take', ADA);
		at.desk.takeOver(at.seat.state.cases[0]!);
		expect(lostTo(at)).toBeUndefined();
		hearOf(at, 'take', HEDY, ADA);
		expect(lostTo(at)).toBe(HEDY);
	});

	it('and that was withdrawn is said to be that', () => {
		const at = sit();
		at.desk.takeNext();
		hearOf(at, 'close', 'b'.repeat(12));
		expect(at.desk.lost?.closedAt).toBe(9);
	});
});
