import { describe, expect, it } from 'vitest';
import { isCoarse, progressFold, secondsLeft, stripFrames } from '#lib/demos/progress/fold.ts';
import type { Progress } from '#lib/demos/progress/fold.ts';
import { refusalText } from '#lib/demos/progress/refusal.ts';
import { NO_SUCH_JOB, progressFields } from '#lib/demos/progress/settings.ts';
import { CANCEL_PROBLEMS, PROBLEMS, TEXT, agoText, coarseSentence, foundText, leftText, stageSentence } from '#lib/demos/progress/texts.ts';
import { eventId } from '#lib/protocol/event.ts';
import { readFields, writeFields } from '#lib/protocol/fields.ts';
import { frameWork } from '#lib/protocol/job-work.ts';
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
		['a frame of no points', ['frame', { n: 2, of: 4, ms: 1, samples: 0 }]],
		['a frame of more points than there are', ['frame', { n: 2, of: 4, ms: 1, samples: 1e9 }]],
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

	/** A job of forty frames that has rendered these: what each took, and its points where they are not all. */
	function rendering(frames: readonly (readonly [ms: number, samples?: number])[]): Progress {
		const told = frames.map(([ms, samples], index): Told => ['frame', { n: index + 1, of: 40, ms, ...(samples && { samples }) }]);
		return fold([['queued', { position: 1, scene: 'star', frames: 40 }], ['started', {}], ...told]);
	}
	const times = (count: number, ms: number, samples?: number) => Array.from({ length: count }, () => [ms, samples] as const);

	/** Frames as a machine of one pace makes them, from frame `first` on: deeper ones are more work. */
	const paced = (count: number, pace: number, first = 1) =>
		Array.from({ length: count }, (_, index) => [pace * frameWork(first + index, 40, 2)] as const);
	const spent = (frames: readonly (readonly [ms: number, samples?: number])[]) => frames.reduce((sum, [ms]) => sum + ms, 0) / 1000;

	it('estimates the time left from eight frames on, and says until then that it measures', () => {
		expect(leftText(fold([QUEUED]))).toBe('');
		expect(leftText(rendering([]))).toBe('measuring the time left');
		expect(leftText(rendering(paced(7, 50)))).toBe('measuring the time left');
		expect(secondsLeft(rendering(paced(7, 50)))).toBeUndefined();
		expect(leftText(rendering(paced(8, 50)))).toMatch(/^about \d+ s left$/);
		expect(leftText(rendering(paced(40, 50)))).toBe('');
	});

	it('knows that deeper frames are more work: early on it promises no less than it takes', () => {
		const all = paced(40, 50);
		for (const n of [8, 10, 20, 39]) expect(secondsLeft(rendering(all.slice(0, n)))).toBeCloseTo(spent(all.slice(n)));
		// The mean of the frames so far would have said this.
		expect((spent(all.slice(0, 10)) / 10) * 30).toBeLessThan(0.5 * (secondsLeft(rendering(all.slice(0, 10))) ?? 0));
	});

	it('estimates the time left from the pace of the last twelve frames', () => {
		expect(secondsLeft(rendering([...times(4, 9000), ...paced(12, 50, 5)]))).toBeCloseTo(spent(paced(24, 50, 17)));
	});

	it('estimates anew when frames become coarser or finer', () => {
		const coarser = rendering([...times(12, 1000), ...times(7, 100, 1)]);
		expect(leftText(coarser)).toBe('measuring the time left');
		expect(leftText(rendering([...times(12, 1000), ...times(10, 100, 1)]))).toBe('about 3 s left');
		expect(leftText(rendering([...times(10, 100, 1), ...times(1, 1000)]))).toBe('measuring the time left');
	});

	it('knows which frames are coarser, and the page says so and why', () => {
		const one = rendering([...times(3, 100), ...times(1, 10, 1)]);
		expect(coarseSentence(rendering(times(3, 100)))).toBe('');
		expect(coarseSentence(one)).toBe(
			'Frame 4 is coarser: the server is busy, and a job has a minute. When there is room, they become finer again.'
		);
		const state = rendering([...times(6, 100), ...times(6, 30, 1), ...times(6, 10, 0.5), ...times(6, 100), ...times(6, 30, 1)]);
		expect(state.coarse).toEqual([
			{ from: 7, to: 18 },
			{ from: 25, to: 30 }
		]);
		expect([6, 7, 18, 19, 24, 25].map((n) => isCoarse(state, n))).toEqual([false, true, true, false, false, true]);
		expect(coarseSentence({ ...state, stage: 'done' })).toBe(
			'Frames 7 to 18, 25 to 30 are coarser: the server was busy, and a job has a minute.'
		);
		const often = [1, 2, 3, 4].flatMap(() => [...times(2, 100), ...times(2, 30, 1)]);
		expect(coarseSentence({ ...rendering(often), stage: 'done' })).toMatch(/^8 frames are coarser/);
	});
});

describe('why a job was not cancelled', () => {
	const before = fold([QUEUED, ['started', {}], frame(1)]);
	const refusal = { sentence: 'Not cancelled.', progress: before, at: 1000 };
	const after = fold([frame(2)], before);

	it('is told until the job is heard of again', () => {
		expect(refusalText(refusal, before, 60_000)).toBe('Not cancelled.');
		expect(refusalText(refusal, after, 6000)).toBe('');
	});

	it('can be read where events never cease, but not of a job that has ended', () => {
		expect(refusalText(refusal, after, 1100)).toBe('Not cancelled.');
		expect(refusalText(refusal, fold([['cancelled', {}]], before), 1100)).toBe('');
	});

	it('is not why one was not started', () => {
		expect(CANCEL_PROBLEMS['']).toBe('Not cancelled: the server does not answer. Press Cancel again.');
		expect(CANCEL_PROBLEMS['unknown-job']).toBe(PROBLEMS['unknown-job']);
	});
});

describe('what a visitor reads', () => {
	it('says each stage in a sentence', () => {
		expect(stageSentence(progressFold.initial())).toBe('Looking for the job…');
		expect(stageSentence(fold([QUEUED]))).toBe('Waiting, at place 2 in the queue.');
		expect(stageSentence(fold([QUEUED, ['started', {}]]))).toBe('Rendering Star.');
		expect(stageSentence(fold([QUEUED, ['started', {}], ['encoding', {}]]))).toBe('Encoding 4 frames as one picture.');
		expect(stageSentence(fold([QUEUED, DONE]))).toBe('Done: 4 frames of 384 × 216 pixels, 1.2 kB.');
		expect(stageSentence(fold([QUEUED, ['started', {}], frame(1), ['cancelled', {}]]))).toBe('Cancelled after 1 frame.');
		expect(stageSentence(fold([QUEUED, ['failed', { reason: 'too-slow' }]]))).toContain('fewer frames');
		expect(stageSentence(fold([QUEUED, DONE, ['expired', {}]]))).toBe(
			'What this job made was kept for a while and is gone. Start another.'
		);
		expect(TEXT.noImage).toMatch(/ten minutes at most/);
	});

	it.each([
		[192, [16, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192]],
		[8, [1, 2, 3, 4, 5, 6, 7, 8]],
		[0, []]
	])('a strip of %i frames shows the last one and others evenly', (of, shown) => {
		expect(stripFrames(of, 12)).toEqual(shown);
	});

	it.each([
		[{ stage: 'queued', position: 2, finished: 0 }, 'waiting, place 2'],
		[{ stage: 'rendering', position: 0, finished: 58 }, 'rendering, 58 of 96'],
		[{ stage: 'encoding', position: 0, finished: 96 }, 'encoding'],
		[{ stage: 'done', position: 0, finished: 96 }, 'done']
	] as const)('says of a job that was found again how far it is: %o', (at, text) => {
		expect(foundText({ scene: 'spiral', frames: 96, ...at }, 170_000)).toBe(`Spiral, 96 frames, 3 minutes ago: ${text}.`);
	});

	it('says how long ago a job was started', () => {
		expect([-5000, 0, 29_000, 60_000, 59 * 60_000, 60 * 60_000, 130 * 60_000].map(agoText)).toEqual([
			'just now',
			'just now',
			'just now',
			'1 minute ago',
			'59 minutes ago',
			'1 hour ago',
			'2 hours ago'
		]);
	});

	it('the link holds the job, and nonsense in it is no job, which is not the same as none', () => {
		const settings = readFields(progressFields, new URLSearchParams({ job: ID, scene: 'star', frames: '48' }));
		expect(settings).toMatchObject({ job: ID, scene: 'star', frames: '48' });
		expect(writeFields(progressFields, settings)).toBe(`?job=${ID}&scene=star&frames=48`);
		expect(readFields(progressFields, new URLSearchParams({ job: '' })).job).toBe('');
		for (const job of [NO_SUCH_JOB, '../x', ID.slice(1), `${ID}0`, ID.toUpperCase(), '<script>'])
			expect(readFields(progressFields, new URLSearchParams({ job, scene: 'moon', frames: '1e9' }))).toMatchObject({
				job: NO_SUCH_JOB,
				scene: 'seahorse',
				frames: '96'
			});
	});
});
