import { describe, expect, it } from 'vitest';
import { linePoints } from '#lib/charts/trace.ts';
import { DIALS } from '#lib/demos/dashboard/dials.ts';
import { dashboardFold } from '#lib/demos/dashboard/fold.ts';
import { alarms, vitalsSentence } from '#lib/demos/dashboard/sentence.ts';
import { dashboardFields } from '#lib/demos/dashboard/settings.ts';
import { lastSeconds, rangeOf } from '#lib/demos/dashboard/view.ts';
import type { FeedEvent } from '#lib/protocol/event.ts';
import { readFields, writeFields } from '#lib/protocol/fields.ts';
import type { Vitals } from '#lib/protocol/vitals.ts';

const CALM: Vitals = {
	instance: 'local',
	overMs: 1000,
	cpuPercent: 4.2,
	delayP50Ms: 0.1,
	delayP99Ms: 1.2,
	rssBytes: 90e6,
	heapBytes: 20e6,
	sockets: 37,
	requestsPerSecond: 3,
	upBytesPerSecond: 100,
	downBytesPerSecond: 2000,
	'long-polling': 0,
	sse: 1,
	'fetch-stream': 0,
	websocket: 2,
	socketio: 0
};

const event = (seq: number, data: unknown, type = 'vitals'): FeedEvent => ({ id: `abc-${seq}`, at: seq * 1000, type, data });
const fold = (events: readonly FeedEvent[]) => events.reduce((state, one) => dashboardFold.apply(state, one), dashboardFold.initial());

describe('the fold of the dashboard', () => {
	it('keeps the samples in the order of the log, with their moments', () => {
		const { samples } = fold([event(1, CALM), event(2, { ...CALM, cpuPercent: 9 })]);
		expect(samples.map(({ at, vitals }) => [at, vitals.cpuPercent])).toEqual([
			[1000, 4.2],
			[2000, 9]
		]);
	});

	it('keeps two minutes of them', () => {
		const { samples } = fold(Array.from({ length: 300 }, (_, n) => event(n + 1, CALM)));
		expect([samples.length, samples[0]?.at, samples.at(-1)?.at]).toEqual([120, 181_000, 300_000]);
	});

	it('keeps nothing from before a pause of more than two minutes', () => {
		const { samples } = fold([event(1, CALM), event(2, CALM), event(200, CALM), event(201, CALM)]);
		expect(samples.map(({ at }) => at)).toEqual([200_000, 201_000]);
	});

	it('changes nothing that it was given', () => {
		const one = Object.freeze(fold([event(1, CALM)]));
		Object.freeze(one.samples);
		expect(dashboardFold.apply(one, event(2, CALM)).samples).toHaveLength(2);
		expect(one.samples).toHaveLength(1);
	});

	it('begins anew where the seat does: a reset adds nothing', () => {
		const begun = dashboardFold.initial();
		expect(dashboardFold.apply(begun, event(0, { reason: 'other-epoch', oldest: 'def-1', newest: 'def-9' }, 'reset'))).toBe(begun);
	});

	it.each([
		['nothing', null],
		['a text', 'CPU 4 %'],
		['a list', [CALM]],
		['no figure', {}],
		['a figure that is missing', { ...CALM, sockets: undefined }],
		['a text for a figure', { ...CALM, cpuPercent: '4' }],
		['a figure that is none', { ...CALM, cpuPercent: Number.NaN }],
		['a figure without end', { ...CALM, delayP99Ms: Infinity }],
		['a figure below zero', { ...CALM, rssBytes: -1 }],
		['an instance that is no text', { ...CALM, instance: { toString: null } }]
	])('leaves out %s', (_, data) => {
		const state = fold([event(1, CALM)]);
		expect(dashboardFold.apply(state, event(2, data))).toBe(state);
	});

	it('leaves out events of another type', () => {
		const state = fold([event(1, CALM)]);
		expect(dashboardFold.apply(state, event(2, CALM, 'price'))).toBe(state);
	});
});

describe('the view of the last seconds', () => {
	const { samples } = fold([...Array.from({ length: 50 }, (_, n) => event(n + 1, CALM)), event(60, { ...CALM, cpuPercent: 50 })]);

	it('counts back from the newest', () => {
		expect(lastSeconds(samples, 30).map(({ ago }) => ago)).toEqual([...Array.from({ length: 21 }, (_, n) => n - 30), 0]);
		expect(lastSeconds([], 30)).toEqual([]);
	});

	it('breaks the line where nothing is known, but not where one sample tells of a longer time', () => {
		const broken = lastSeconds(samples, 30);
		expect(broken.map(({ isAfterGap }) => isAfterGap)).toEqual([...Array.from({ length: 21 }, () => false), true]);
		expect(linePoints(broken, ({ cpuPercent }) => cpuPercent).slice(-3)).toEqual([
			{ x: -10, y: 4.2 },
			{ x: 0, y: Number.NaN },
			{ x: 0, y: 50 }
		]);
		const stopped = fold([event(1, CALM), event(9, { ...CALM, overMs: 8000 })]);
		expect(lastSeconds(stopped.samples, 30).map(({ isAfterGap }) => isAfterGap)).toEqual([false, false]);
	});

	it('knows least and most', () => {
		expect(rangeOf(lastSeconds(samples, 30), ({ cpuPercent }) => cpuPercent)).toEqual({ least: 4.2, most: 50 });
	});

	it('has a foot to stand on where the axis is logarithmic', () => {
		expect(linePoints(lastSeconds(samples, 30), () => 0, 0.1)[0]).toEqual({ x: -30, y: 0.1 });
	});
});

describe('the words of the dashboard', () => {
	it('say the vitals in one sentence', () => {
		expect(vitalsSentence(CALM)).toBe('CPU 4.2 %, event loop late by 1.2 ms at p99, 37 connections.');
		expect(vitalsSentence({ ...CALM, cpuPercent: 104.4, delayP99Ms: 1234, sockets: 1 })).toBe(
			'CPU 104 %, event loop late by 1.2 s at p99, 1 connection.'
		);
	});

	it.each([
		[{}, []],
		[{ delayP99Ms: 50, cpuPercent: 80 }, []],
		// As it is read beside it: "50 ms" is not above 50 ms.
		[{ delayP99Ms: 50.4, cpuPercent: 80.4 }, []],
		[{ delayP99Ms: 50.5 }, ['Event-loop delay above 50 ms: callers wait.']],
		[{ cpuPercent: 81, delayP99Ms: 900 }, ['CPU above 80 %: one thread is nearly full.', 'Event-loop delay above 50 ms: callers wait.']],
		[{ delayP50Ms: 60 }, []]
	])('say what is above its threshold: %j', (figures, said) => {
		expect(alarms({ ...CALM, ...figures })).toEqual(said);
	});

	it('say each chart in a sentence, without a figure that is none', () => {
		const points = lastSeconds(fold([event(1, CALM)]).samples, 60);
		for (const { sentence } of DIALS) expect(sentence(CALM, points)).not.toMatch(/NaN|undefined|Infinity/);
	});
});

describe('the link of the dashboard', () => {
	it.each(['29', '121', '60.5', '-60', 'NaN', '1e2', '', '<b>'])('takes %j for no span', (seconds) => {
		expect(readFields(dashboardFields, new URLSearchParams({ seconds })).seconds).toBe(60);
	});

	it('holds the span and the technique', () => {
		const settings = readFields(dashboardFields, new URLSearchParams('seconds=120&technique=polling'));
		expect(settings).toMatchObject({ seconds: 120, technique: 'polling' });
		expect(writeFields(dashboardFields, settings)).toBe('?technique=polling&seconds=120');
	});
});
