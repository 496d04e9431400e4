import { describe, expect, it } from 'vitest';
import { progressFold, secondsLeft, stripFrames } from '#lib/demos/progress/fold.ts';
import type { Progress } from '#lib/demos/progress/fold.ts';
import { progressFields } from '#lib/demos/progress/settings.ts';
import { leftText, stageSentence } from '#lib/demos/progress/texts.ts';
import { eventId } from '#lib/protocol/event.ts';
import { readFields, writeFields } from '#lib/protocol/fields.ts';
import { jobEpoch } from '#lib/protocol/jobs.ts';

type Told = readonly [type: string, data: unknown];

const ID = '0123456789abcdef0123456789abcdef';
const QUEUED: Told = ['queued', { position: 2, scene: 'star', frames: 4 }];
const frame = (n: number, ms = 100): Told => ['frame', { n, of: 4, ms }];
const DONE: Told = ['done', { bytes: 1234, frames: 4, width: 384, height: 216 }];

function fold(events: readonly Told[], start: Progress = progressFold.initial()): Progress {
	return events.reduce(
		(state, [type, data], index) => progressFold.apply(state, { id: eventId(jobEpoch(ID), index + 1), at: index, type, data }),
		start
	);
}

describe('the fold of a job', () => {
	it('follows a job from its place in the queue to its picture', () => {
		const waiting = fold([QUEUED]);
		expect(waiting).toMatchObject({ stage: 'queued', position: 2, scene: 'star', of: 4, finished: 0 });
		const rendering = fold([QUEUED, ['queued', { position: 1, scene: 'star', frames: 4 }], ['started', {}], frame(1), frame(2)]);
		expect(rendering).toMatchObject({ stage: 'rendering', position: 0, finished: 2, of: 4 });
		const done = fold([QUEUED, ['started', {}], frame(1), frame(2), frame(3), frame(4), ['encoding', {}], DONE]);
		expect(done).toMatchObject({ stage: 'done', finished: 4, picture: { bytes: 1234, frames: 4, width: 384, height: 216 } });
	});

	it('knows whose log it has folded', () => {
		expect(progressFold.initial().epoch).toBe('');
		expect(fold([QUEUED]).epoch).toBe(jobEpoch(ID));
	});

	it('tells how a job ended otherwise', () => {
		expect(fold([QUEUED, ['started', {}], frame(1), ['cancelled', {}]])).toMatchObject({ stage: 'cancelled', finished: 1 });
		expect(fold([QUEUED, ['started', {}], ['failed', { reason: 'too-slow' }]])).toMatchObject({ stage: 'failed', failure: 'too-slow' });
		expect(fold([QUEUED, DONE, ['expired', {}]])).toMatchObject({ stage: 'expired' });
	});

	it.each([
		['a type that nobody knows', ['says', { n: 1 }]],
		['a type that every object has', ['constructor', {}]],
		['a reset', ['reset', { reason: 'malformed', oldest: 'a-1', newest: 'a-2' }]],
		['a frame of no number', ['frame', { n: 'one', of: 4, ms: 1 }]],
		['a frame that took NaN', ['frame', { n: 1, of: 4, ms: Number.NaN }]],
		['a frame that took less than nothing', ['frame', { n: 1, of: 4, ms: -5 }]],
		['a frame without data', ['frame', null]],
		['a failure without a known reason', ['failed', { reason: '<b>' }]],
		['a scene that nobody knows', ['queued', { position: 1, scene: '__proto__', frames: 4 }]]
	] as const)('%s changes nothing', (_what, told) => {
		const before = fold([QUEUED, ['started', {}], frame(1)]);
		expect(fold([told], before)).toBe(before);
	});

	it('a frame out of its turn, doubled or beyond the last is not counted', () => {
		const before = fold([QUEUED, ['started', {}], frame(1), frame(2)]);
		for (const told of [frame(1), frame(2), frame(5)]) expect(fold([told], before).finished).toBe(2);
		expect(fold([frame(2)], before).recentMs).toEqual(before.recentMs);
	});

	it('estimates the time left from the last twelve frames', () => {
		const slow = Array.from({ length: 20 }, (_, index): Told => ['frame', { n: index + 1, of: 40, ms: index < 8 ? 9000 : 500 }]);
		const state = fold([['queued', { position: 1, scene: 'star', frames: 40 }], ['started', {}], ...slow]);
		expect(secondsLeft(state)).toBeCloseTo(10);
		expect(leftText(state)).toBe('about 10 s left');
		expect(secondsLeft(fold([QUEUED, ['started', {}]]))).toBeUndefined();
		expect(leftText(fold([QUEUED]))).toBe('');
	});
});

describe('what a visitor reads', () => {
	it('says each stage in a sentence', () => {
		expect(stageSentence(progressFold.initial())).toBe('Looking for the job…');
		expect(stageSentence(fold([QUEUED]))).toBe('Waiting, at place 2 in the queue.');
		expect(stageSentence(fold([QUEUED, ['started', {}]]))).toBe('Rendering Star.');
		expect(stageSentence(fold([QUEUED, ['started', {}], ['encoding', {}]]))).toBe('Encoding 4 frames as one picture.');
		expect(stageSentence(fold([QUEUED, DONE]))).toBe('Done: 4 frames of 384 × 216, 1.2 kB.');
		expect(stageSentence(fold([QUEUED, ['started', {}], frame(1), ['cancelled', {}]]))).toBe('Cancelled after 1 frame.');
		expect(stageSentence(fold([QUEUED, ['failed', { reason: 'too-slow' }]]))).toContain('fewer frames');
	});

	it.each([
		[192, [16, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192]],
		[8, [1, 2, 3, 4, 5, 6, 7, 8]],
		[0, []]
	])('a strip of %i frames shows the last one and others evenly', (of, shown) => {
		expect(stripFrames(of, 12)).toEqual(shown);
	});

	it('the link holds the job, and nonsense in it is no job', () => {
		const settings = readFields(progressFields, new URLSearchParams({ job: ID, scene: 'star', frames: '48' }));
		expect(settings).toMatchObject({ job: ID, scene: 'star', frames: '48' });
		expect(writeFields(progressFields, settings)).toBe(`?job=${ID}&scene=star&frames=48`);
		for (const job of ['', '../x', ID.slice(1), `${ID}0`, ID.toUpperCase(), '<script>'])
			expect(readFields(progressFields, new URLSearchParams({ job, scene: 'moon', frames: '1e9' }))).toMatchObject({
				job: '',
				scene: 'seahorse',
				frames: '96'
			});
	});
});
