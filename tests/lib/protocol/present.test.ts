import { describe, expect, it } from 'vitest';
import { followQuery, givenBack, isPresented, settingsOf, stopsOf, toldQuery } from '#lib/protocol/present.ts';
import type { Script } from '#lib/protocol/present.ts';
import { readTheme } from '#lib/protocol/page-settings.ts';

interface Settings {
	readonly rate: number;
	readonly interval: number;
	readonly theme: string;
	readonly paused?: boolean;
}
const ask = { question: 'How many?', figure: 'requests', of: ['polling'], seconds: 30 } as const;
const script: Script<Settings> = [
	{ look: 'a', notes: '', spotlight: 'lanes' },
	{ look: 'b', notes: '', spotlight: 'lanes', settings: { rate: 5 }, ask },
	{ look: 'c', notes: '', spotlight: 'bytes', settings: { interval: 3 } }
];
const initial: Settings = { rate: 1, interval: 2, theme: 'auto' };
const query = (text: string) => new URLSearchParams(text);

describe('a script', () => {
	it('stops twice at a step that asks: first the question, then the answer', () => {
		expect(stopsOf(script).map(({ number, phase }) => `${number} ${phase}`)).toEqual(['1 show', '2 ask', '2 answer', '3 show']);
	});

	it('sets of a step what the step says, and nothing that another one left', () => {
		expect(script.map((step) => settingsOf(script, step, initial))).toEqual([
			{ rate: 1, interval: 2 },
			{ rate: 5, interval: 2 },
			{ rate: 1, interval: 3 }
		]);
	});

	it('gives back what its steps set and whether the page was paused, and nothing else', () => {
		const before: Settings = { rate: 7, interval: 9, theme: 'dark' };
		expect(givenBack(script, before)).toEqual({ rate: 7, interval: 9, present: 0 });
		expect(givenBack([], { ...before, paused: true })).toEqual({ paused: true, present: 0 });
	});
});

describe('a link of presenter mode', () => {
	it.each([
		['present=1', true],
		['present=40', true],
		['present=0', false],
		['present=41', false],
		['present=1.5', false],
		['present=-1', false],
		['present=yes', false],
		['', false]
	])('%s: %s', (text, isSo) => expect(isPresented(query(text))).toBe(isSo));

	it('has the projector’s colours, whatever theme it names', () => {
		expect(readTheme(query('present=2&theme=dark'))).toBe('projector');
		expect(readTheme(query('theme=dark'))).toBe('dark');
	});

	it('tells the audience the settings and the step, and nothing of the presenter’s own', () => {
		const own = 'room=abcdefg2&name=Ada&rightname=Bo&job=0123&seats=one&keys=off&theme=dark&follow=abcdefg2';
		expect(toldQuery(query(`technique=sse&${own}&present=3`))).toBe('technique=sse&present=3');
	});

	it('leaves an audience its own room, name and colours on the same page, and takes none that it is told', () => {
		const current = query('room=mine2222&name=Cy&follow=abcdefg2&technique=polling');
		expect(followQuery('technique=sse&present=2&room=evil2222&follow=evil2222', current, true)).toBe(
			'technique=sse&present=2&room=mine2222&name=Cy&follow=abcdefg2'
		);
		expect(followQuery('rate=5', current, false)).toBe('rate=5&follow=abcdefg2');
	});
});
