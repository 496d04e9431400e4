import { describe, expect, it } from 'vitest';
import { authorName } from '#lib/demos/news/author.ts';
import { draftProblem, postOf, refusalSentence } from '#lib/demos/news/draft.ts';
import { MAX_POSTS, newsFold } from '#lib/demos/news/fold.ts';
import { Posts } from '#lib/demos/news/posts.svelte.ts';
import { RoundTrip } from '#lib/demos/news/round-trip.svelte.ts';
import { directionsSentence, tripSentence, waitingSentence } from '#lib/demos/news/sentences.ts';
import { eventId } from '#lib/protocol/event.ts';
import type { EventId, FeedEvent } from '#lib/protocol/event.ts';
import { NO_MEMBERS, foldMembers } from '#lib/protocol/presence.ts';
import { NEWSROOM } from '#lib/protocol/rooms/news.ts';
import { emptyLedger } from '#lib/wire/ledger.ts';

const ADA = 'adaadaadaada';
const event = (seq: number, data: unknown, type = 'post'): FeedEvent => ({ id: eventId('e', seq), at: seq, type, data });
const post = (seq: number, title = `n${seq}`) => event(seq, { by: ADA, title });

describe('the fold of the news', () => {
	it('keeps posts in the order of the log', () => {
		const news = [post(1), post(2), event(3, { by: NEWSROOM, title: 'a', text: 'b' })].reduce(newsFold.apply, newsFold.initial());
		expect(news.posts).toEqual([
			{ id: 'e-1', at: 1, by: ADA, title: 'n1' },
			{ id: 'e-2', at: 2, by: ADA, title: 'n2' },
			{ id: 'e-3', at: 3, by: NEWSROOM, title: 'a', text: 'b' }
		]);
	});

	it('holds so many and lets the oldest go', () => {
		const events = Array.from({ length: MAX_POSTS + 5 }, (_, index) => post(index + 1));
		const { posts } = events.reduce(newsFold.apply, newsFold.initial());
		expect(posts).toHaveLength(MAX_POSTS);
		expect(posts[0]?.id).toBe('e-6');
		expect(posts.at(-1)?.id).toBe(`e-${MAX_POSTS + 5}`);
	});

	it.each([
		['a reset', event(2, { reason: 'too-old', oldest: 'e-1', newest: 'e-9' }, 'reset')],
		['somebody who is here', event(2, { by: ADA, name: 'Ada' }, 'here')],
		['no data', event(2, undefined)],
		['no headline', event(2, { by: ADA })],
		['a headline that is an object', event(2, { by: ADA, title: { length: 1 } })],
		['a headline that is too long', event(2, { by: ADA, title: 'a'.repeat(121) })],
		['an author that is none', event(2, { by: 7, title: 'a' })]
	])('is not changed by %s', (_, odd) => {
		const news = newsFold.apply(newsFold.initial(), post(1));
		expect(newsFold.apply(news, odd)).toBe(news);
	});
});

describe('the author of a post', () => {
	const members = foldMembers(NO_MEMBERS, event(1, { by: ADA, name: 'newsroom' }, 'here'));

	it('is the newsroom, you, or somebody whose name carries letters of the id: nobody passes for another', () => {
		expect(authorName(NEWSROOM, members, ADA)).toBe('newsroom');
		expect(authorName(ADA, members, ADA)).toBe('you');
		expect(authorName(ADA, members, undefined)).toBe('newsroom adaa');
		expect(authorName('grace2grace2', members, ADA)).toBe('somebody grac');
	});
});

describe('a draft', () => {
	it.each([
		[{ title: 'a', text: '' }, undefined],
		[{ title: '𝒢'.repeat(120), text: 'b'.repeat(500) }, undefined],
		[{ title: ' ', text: 'b' }, 'Write a headline first.'],
		[{ title: '\u202e', text: '' }, 'Nothing can be seen of this. Write letters, the headline on one line.'],
		[{ title: 'a', text: '\u2060' }, 'Nothing can be seen of this. Write letters, the headline on one line.'],
		[{ title: 'a'.repeat(133), text: '' }, 'A headline has at most 120 characters, this one has 133. Shorten it by 13.'],
		[{ title: 'a', text: 'b'.repeat(1501) }, 'A text has at most 500 characters, this one has 1,501. Shorten it by 1,001.']
	])('%j: %s', (draft, problem) => expect(draftProblem(draft)).toBe(problem));

	it('leaves an empty text out', () => {
		expect(postOf({ title: 'a', text: ' \n' })).toEqual({ title: 'a' });
		expect(postOf({ title: 'a', text: 'b' })).toEqual({ title: 'a', text: 'b' });
	});

	it('that is refused is answered with what to do, by the code of the problem', () => {
		for (const code of ['bad-event', 'too-large', 'not-a-member', 'room-gone', 'too-fast'])
			expect([code, refusalSentence({ code, message: 'raw' })]).toEqual([code, expect.stringMatching(/^(?!raw).{20,}\.$/)]);
		expect(refusalSentence(Object.assign(new Error('What the server said.'), { code: 'foreign-origin' }))).toBe('What the server said.');
	});
});

describe('the way up and down', () => {
	it('is timed from the button to the log and to the screen, whichever comes first', () => {
		const trip = new RoundTrip();
		trip.begin(1000);
		trip.stored('e-1', 1020);
		expect([trip.storedMs, trip.shownMs]).toEqual([20, undefined]);
		trip.shown(['e-1'], 1500);
		trip.shown(['e-1'], 1600);
		expect([trip.storedMs, trip.shownMs]).toEqual([20, 500]);
		trip.begin(2000);
		expect([trip.storedMs, trip.shownMs]).toEqual([undefined, undefined]);
		trip.shown(['e-1', 'e-2'], 2010);
		trip.stored('e-2', 2030);
		expect([trip.storedMs, trip.shownMs]).toEqual([30, 10]);
	});

	it('is told in sentences', () => {
		expect(waitingSentence(0)).toBe('');
		expect(waitingSentence(1)).toMatch(/^On its way up\./);
		expect(waitingSentence(3)).toMatch(/^3 posts are on their way up,/);
		expect(tripSentence(undefined, undefined)).toBe('');
		expect(tripSentence(20, undefined)).toBe('Up by POST: stored after 20 ms. It has not come down yet.');
		expect(tripSentence(20, 1500)).toBe('Up by POST: stored after 20 ms. Down again: on screen after 1.5 s.');
		const ledger = emptyLedger();
		expect(directionsSentence(ledger)).toBe('Nothing has crossed yet.');
		Object.assign(ledger, { events: 1, requests: 2 });
		Object.assign(ledger.down, { total: 2600, payload: 900 });
		Object.assign(ledger.up, { total: 2100, payload: 210 });
		expect(directionsSentence(ledger)).toBe(
			'Down came 1 event in 2.6 kB. Up went 2 requests in 2.1 kB: 210 B of it was said, the rest is envelope.'
		);
	});
});

describe('posts', () => {
	function fakeSeat() {
		const posted: { data: unknown; answer: (error?: unknown) => void }[] = [];
		return {
			posted,
			membership: { member: ADA },
			hasHeard: () => false,
			postUp: (_type: string, data: unknown) =>
				new Promise<EventId>((resolve, reject) =>
					posted.push({ data, answer: (error) => (error ? reject(error as Error) : resolve(eventId('e', posted.length))) })
				)
		};
	}
	const settled = () => new Promise((resolve) => setImmediate(resolve));

	it('go up one after the other as the log takes them, and the last one is timed from when it was sent', async () => {
		let now = 0;
		const seat = fakeSeat();
		const posts = new Posts(seat, () => now);
		posts.send({ title: 'one' });
		now = 100;
		posts.send({ title: 'two', text: 'more' });
		expect([posts.waiting, seat.posted.map(({ data }) => data)]).toEqual([2, [{ by: ADA, title: 'one' }]]);
		now = 300;
		seat.posted[0]?.answer();
		await settled();
		expect([posts.waiting, posts.trip.storedMs]).toEqual([1, undefined]);
		seat.posted[1]?.answer();
		await settled();
		expect([posts.waiting, posts.trip.storedMs, seat.posted[1]?.data]).toEqual([0, 200, { by: ADA, title: 'two', text: 'more' }]);
	});

	it('that are refused stay, and do not keep the next', async () => {
		const seat = fakeSeat();
		const posts = new Posts(seat, () => 0);
		posts.send({ title: 'one' });
		posts.send({ title: 'two' });
		seat.posted[0]?.answer({ code: 'not-a-member' });
		await settled();
		expect(posts.refused.map(({ data }) => data.title)).toEqual(['one']);
		expect(seat.posted).toHaveLength(2);
	});

	it('that come too fast are not sent: a sentence says so', () => {
		const posts = new Posts(fakeSeat(), () => 0);
		const said = Array.from({ length: 20 }, () => posts.send({ title: 'a' }));
		expect(said[0]).toBeUndefined();
		expect(said.at(-1)).toMatch(/^Too fast: a room takes five posts a second/);
	});
});
