import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LatestSender } from '#lib/demos/latest-sender.ts';
import { Outbox } from '#lib/demos/outbox.svelte.ts';
import { Turns } from '#lib/demos/turns.ts';
import type { EventId } from '#lib/protocol/event.ts';

/** A seat whose publishes are answered by hand. */
function fakeSeat() {
	const published: { type: string; data: unknown; key: string; answer: (error?: unknown) => void }[] = [];
	return {
		published,
		membership: { member: 'me' } as { member: string } | undefined,
		publish: (type: string, data: unknown, key: string) =>
			new Promise<EventId>((resolve, reject) =>
				published.push({ type, data, key, answer: (error) => (error === undefined ? resolve(`e-${published.length}`) : reject(error)) })
			)
	};
}
const texts = ({ published }: ReturnType<typeof fakeSeat>) => published.map(({ data }) => (data as { text: string }).text);
const states = (outbox: Pick<Outbox, 'pending'>) => outbox.pending.map(({ state }) => state);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('an outbox', () => {
	it('publishes one after the other, with the key that each got when it was sent', async () => {
		const seat = fakeSeat();
		const outbox = new Outbox<{ text: string }>(seat, () => false);
		const key = outbox.send('message', { text: 'one' });
		outbox.send('message', { text: 'two' });
		expect(texts(seat)).toEqual(['one']);
		expect(seat.published[0]).toMatchObject({ key, data: { by: 'me', n: key } });
		seat.published[0]?.answer();
		await vi.advanceTimersByTimeAsync(0);
		expect(texts(seat)).toEqual(['one', 'two']);
		expect(states(outbox)).toEqual(['stored', 'sent']);
		expect(outbox.pending.map(({ id }) => id)).toEqual(['e-1', undefined]);
	});

	it('keeps what is sent before there is a place in the room', () => {
		const seat = fakeSeat();
		seat.membership = undefined;
		const outbox = new Outbox<{ text: string }>(seat, () => false);
		outbox.send('message', { text: 'one' });
		expect(texts(seat)).toEqual([]);
		seat.membership = { member: 'me' };
		outbox.resume();
		expect(texts(seat)).toEqual(['one']);
		expect(outbox.own).toEqual(['me']);
	});

	it('sends again from a new session and a new place, with the same key', async () => {
		const seat = fakeSeat();
		const outbox = new Outbox<{ text: string }>(seat, () => false);
		const key = outbox.send('message', { text: 'one' });
		seat.membership = { member: 'again' };
		seat.published[0]?.answer({ code: 'unknown-session' });
		await vi.advanceTimersByTimeAsync(1000);
		expect(seat.published).toHaveLength(2);
		expect(seat.published[1]).toMatchObject({ key, data: { by: 'again', n: key } });
	});

	it('shows what is refused, goes on with the next, and sends it again or lets it go', async () => {
		const seat = fakeSeat();
		const outbox = new Outbox<{ text: string }>(seat, () => false);
		const key = outbox.send('message', { text: 'one' });
		outbox.send('message', { text: 'two' });
		seat.published[0]?.answer({ code: 'not-a-member' });
		await vi.advanceTimersByTimeAsync(0);
		expect(states(outbox)).toEqual(['refused', 'sent']);
		outbox.retry(key);
		seat.published[1]?.answer();
		await vi.advanceTimersByTimeAsync(0);
		expect(seat.published.map((one) => one.key === key)).toEqual([true, false, true]);
		outbox.discard(key);
		expect(states(outbox)).toEqual(['stored']);
	});

	it('forgets what has come back as an event', () => {
		const seat = fakeSeat();
		const arrived: string[] = [];
		const outbox = new Outbox<{ text: string }>(seat, ({ key }) => arrived.includes(key));
		arrived.push(outbox.send('message', { text: 'one' }));
		expect(outbox.pending).toEqual([]);
	});

	it('sends nothing once it is closed', async () => {
		const seat = fakeSeat();
		const outbox = new Outbox<{ text: string }>(seat, () => false);
		outbox.send('message', { text: 'one' });
		outbox.send('message', { text: 'two' });
		outbox.close();
		seat.published[0]?.answer();
		await vi.advanceTimersByTimeAsync(0);
		expect(texts(seat)).toEqual(['one']);
	});
});

describe('a sender of the latest', () => {
	it('sends at once, then the latest only, at most one in its time', async () => {
		const sent: number[] = [];
		const sender = new LatestSender<number>(1000, async (value) => sent.push(value));
		for (let value = 1; value <= 5; value++) sender.say(value);
		expect(sent).toEqual([1]);
		await vi.advanceTimersByTimeAsync(999);
		expect(sent).toEqual([1]);
		await vi.advanceTimersByTimeAsync(1);
		expect(sent).toEqual([1, 5]);
	});

	it('sends a few in quick succession where it may, and no more in their time', async () => {
		const sent: number[] = [];
		const sender = new LatestSender<number>(1000, async (value) => sent.push(value), 3);
		for (let value = 1; value <= 6; value++) {
			sender.say(value);
			await vi.advanceTimersByTimeAsync(100);
		}
		expect(sent).toEqual([1, 2, 3]);
		await vi.advanceTimersByTimeAsync(2400);
		expect(sent).toEqual([1, 2, 3, 6]);
		sender.say(7);
		await vi.advanceTimersByTimeAsync(99);
		expect(sent).toEqual([1, 2, 3, 6]);
		await vi.advanceTimersByTimeAsync(1);
		expect(sent).toEqual([1, 2, 3, 6, 7]);
	});

	it('has one on its way at most, and goes on after a refusal', async () => {
		let refuse = () => {};
		const sent: number[] = [];
		const sender = new LatestSender<number>(1000, (value) => {
			sent.push(value);
			return new Promise((_, reject) => (refuse = () => reject(new Error('refused'))));
		});
		sender.say(1);
		sender.say(2);
		await vi.advanceTimersByTimeAsync(60_000);
		expect(sent).toEqual([1]);
		refuse();
		await vi.advanceTimersByTimeAsync(0);
		expect(sent).toEqual([1, 2]);
	});

	it('sends nothing that was cancelled', async () => {
		const sent: number[] = [];
		const sender = new LatestSender<number>(1000, async (value) => sent.push(value));
		sender.say(1);
		sender.say(2);
		sender.cancel();
		await vi.advanceTimersByTimeAsync(5000);
		expect(sent).toEqual([1]);
	});
});

it('turns run out before the server’s do, and come back with time', () => {
	const turns = new Turns({ events: {}, rate: { perSecond: 5, burst: 20 } });
	const taken = Array.from({ length: 20 }, () => turns.take(0)).filter(Boolean).length;
	expect(taken).toBeGreaterThan(10);
	expect(taken).toBeLessThan(20);
	expect(turns.take(3999)).toBe(false);
	expect(turns.take(4000)).toBe(true);
});
