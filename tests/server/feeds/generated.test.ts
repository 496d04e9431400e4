import { expect, it } from 'vitest';
import { eventId } from '#lib/protocol/event.ts';
import { createGeneratedFeed } from '../../../src/server/feeds/generated.ts';

it('a change of the schedule makes none of the events that nobody listened to', async () => {
	let made = 0;
	const schedule = {
		epoch: 'e',
		newestAt: (now: number) => now,
		dueAfter: () => Infinity,
		eventAt(seq: number) {
			made += 1;
			return { id: eventId('e', seq), at: seq, type: 'tick', data: seq };
		}
	};
	let now = 0;
	const feed = createGeneratedFeed('race', schedule, 100, () => now);
	now = 720_000;
	feed.reschedule();
	expect(made).toBe(0);
	const heard: unknown[] = [];
	const leave = await feed.subscribe(({ data }) => heard.push(data));
	now += 2;
	feed.reschedule();
	expect(heard).toEqual([720_001, 720_002]);
	leave();
});
