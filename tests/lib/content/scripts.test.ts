import { describe, expect, it } from 'vitest';
import { formatClock } from '#lib/content/numbers.ts';
import { answerSentence, progressText } from '#lib/content/present.ts';
import { DEMOS_SCRIPT, GROUPS, OPENS_ON } from '#lib/content/scripts/demos.ts';
import { RACE_SCRIPT } from '#lib/content/scripts/race.ts';
import { script as chat } from '#lib/demos/chat/script.ts';
import { script as dashboard } from '#lib/demos/dashboard/script.ts';
import { dashboardFields } from '#lib/demos/dashboard/settings.ts';
import { script as desk } from '#lib/demos/desk/script.ts';
import { script as editor } from '#lib/demos/editor/script.ts';
import { script as game } from '#lib/demos/game/script.ts';
import { DEMOS as ENTRIES } from '#lib/demos/index.ts';
import { nameFields } from '#lib/demos/names.ts';
import { script as news } from '#lib/demos/news/script.ts';
import { script as progress } from '#lib/demos/progress/script.ts';
import { progressFields } from '#lib/demos/progress/settings.ts';
import { script as ticker } from '#lib/demos/ticker/script.ts';
import { tickerFields } from '#lib/demos/ticker/settings.ts';
import { demoFields } from '#lib/protocol/demo-settings.ts';
import { readFields, writeFields } from '#lib/protocol/fields.ts';
import type { Fields } from '#lib/protocol/fields.ts';
import { readPageSettings, writePageSettings } from '#lib/protocol/page-settings.ts';
import type { PageSettings } from '#lib/protocol/page-settings.ts';
import { settingsOf, stopsOf } from '#lib/protocol/present.ts';
import type { Script } from '#lib/protocol/present.ts';

const RACE: Script<PageSettings> = RACE_SCRIPT;
const room = (left: 'websocket' | 'sse', right: 'websocket' | 'sse' = left) => ({ ...demoFields(left, right), ...nameFields });
const DEMOS: Record<string, [Script<never>, Fields<never>]> = {
	ticker: [ticker as Script<never>, tickerFields as Fields<never>],
	news: [news as Script<never>, room('sse') as Fields<never>],
	dashboard: [dashboard as Script<never>, dashboardFields as Fields<never>],
	progress: [progress as Script<never>, progressFields as Fields<never>],
	chat: [chat as Script<never>, room('websocket') as Fields<never>],
	editor: [editor as Script<never>, room('websocket') as Fields<never>],
	game: [game as Script<never>, room('websocket') as Fields<never>],
	desk: [desk as Script<never>, room('websocket', 'sse') as Fields<never>]
};
const LIST: Script<unknown> = DEMOS_SCRIPT;
const ALL: [string, Script<unknown>][] = [
	['race', RACE],
	['list', LIST],
	...Object.entries(DEMOS).map(([name, [script]]) => [name, script] as [string, Script<unknown>])
];

describe('the scripts', () => {
	it('have six steps for the Race and three to five for each demo', () => {
		expect(RACE).toHaveLength(6);
		for (const [script] of Object.values(DEMOS)) {
			expect(script.length).toBeGreaterThanOrEqual(3);
			expect(script.length).toBeLessThanOrEqual(5);
		}
	});

	it('ask the Race at least one question, and cut the line of every page but one without lines, or about posts or moves', () => {
		expect(RACE.some(({ ask }) => ask)).toBe(true);
		const uncut = ALL.filter(([, script]) => !script.some(({ cut }) => cut)).map(([name]) => name);
		expect(uncut.sort()).toEqual(['game', 'list', 'news']);
	});

	it.each(RACE.map((step, index) => [index + 1, step] as const))('step %i of the Race sets what a link can hold', (_, step) => {
		const initial = readPageSettings(new URLSearchParams());
		const wanted = { ...initial, ...settingsOf(RACE, step, initial) };
		expect(readPageSettings(new URLSearchParams(writePageSettings(wanted)))).toEqual(wanted);
		for (const technique of step.ask?.of ?? []) expect(wanted.techniques).toContain(technique);
	});

	it('begin the Race anew where lanes come in whose totals stand beside those of others', () => {
		const initial = readPageSettings(new URLSearchParams());
		const lanes = RACE.map((step) => ({ ...initial, ...settingsOf(RACE, step, initial) }).techniques);
		for (const [index, { spotlight, anew }] of RACE.entries()) {
			const isNew = lanes[index]?.some((lane) => index > 0 && !lanes[index - 1]?.includes(lane));
			// Age is of each moment; requests and bytes add up.
			if (isNew && spotlight !== 'staleness') expect([index + 1, anew]).toEqual([index + 1, true]);
		}
	});

	it.each(Object.entries(DEMOS))(
		'every step of %s sets what a link can hold, and asks of a technique that is in use',
		(_, [script, fields]) => {
			const initial = readFields<Record<string, unknown>>(fields as unknown as Fields<Record<string, unknown>>, new URLSearchParams());
			for (const step of script as Script<Record<string, unknown>>) {
				const wanted = { ...initial, ...settingsOf(script as Script<Record<string, unknown>>, step, initial) };
				const table = fields as unknown as Fields<Record<string, unknown>>;
				expect(readFields(table, new URLSearchParams(writeFields(table, wanted)))).toEqual(wanted);
				for (const technique of step.ask?.of ?? []) expect([wanted['technique'], wanted['right']]).toContain(technique);
			}
		}
	);

	it('begin anew where one technique goes on at another pace: its figures would be of both', () => {
		for (const [name, script] of ALL as [string, Script<Record<string, unknown>>][]) {
			for (const [index, { settings = {}, anew }] of script.entries()) {
				const before = script[index - 1]?.settings;
				const isSame = before?.['technique'] !== undefined && before['technique'] === settings['technique'];
				if (isSame && (before['interval'] !== settings['interval'] || before['rate'] !== settings['rate']))
					expect([name, index + 1, anew]).toEqual([name, index + 1, true]);
			}
		}
	});

	it('have something to see at each step of a room though nobody but the presenter is there, who has a clicker alone', async () => {
		for (const [id, { load }] of Object.entries(ENTRIES)) {
			const { plan, script } = (await load()).demo;
			const steps = script.map(({ deeds = [], ask, cut, spotlight }, index) => ({
				step: `${id} ${index + 1}`,
				isShown: deeds.length > 0 || ask !== undefined || spotlight === 'purpose' || plan.room === undefined,
				waits: !cut || plan.room === undefined || deeds.some(({ whileDown }) => whileDown),
				strangers: deeds.filter(({ by }) => !plan.people.includes(by)),
				stuck: !cut && deeds.some(({ whileDown }) => whileDown)
			}));
			expect(steps).toEqual(steps.map(({ step }) => ({ step, isShown: true, waits: true, strangers: [], stuck: false })));
		}
	});

	it('show payload within two seconds where the Race begins anew under a chart of what the bytes are for', () => {
		const initial = readPageSettings(new URLSearchParams());
		const shown = RACE.filter(({ spotlight, anew }) => spotlight === 'purpose' && anew);
		const seconds = shown
			.map((step) => ({ ...initial, ...settingsOf(RACE, step, initial) }))
			.map(({ rate, interval }) => 1 / rate + interval);
		expect(seconds).not.toEqual([]);
		for (const most of seconds) expect(most).toBeLessThanOrEqual(2);
	});

	it('say nothing of a direction under a chart that shows none', () => {
		for (const [name, script] of ALL)
			for (const { look, spotlight } of script) if (spotlight === 'purpose') expect(`${name}: ${look}`).not.toMatch(/\b(up|down)\b/i);
	});

	it('compare in the game what two techniques moved in the same time', () => {
		const [, , moved, shown] = game;
		expect(moved?.anew).toBe(true);
		expect(shown?.settings).toEqual(moved?.settings);
		expect(moved?.settings?.technique).not.toBe(moved?.settings?.right);
	});

	it('tell of the list which demo opens on what, as each demo does', async () => {
		expect(Object.keys(OPENS_ON)).toEqual(Object.keys(ENTRIES));
		for (const [id, { load }] of Object.entries(ENTRIES)) {
			const { fields, plan } = (await load()).demo;
			const seats = [fields.technique.initial, fields.right.initial].slice(0, plan.people.length);
			expect([id, [...new Set(seats)]]).toEqual([id, OPENS_ON[id as keyof typeof OPENS_ON]]);
		}
	});

	it('show every demo of the list once by kind, and each kind in a step', () => {
		const { 'every-demo': every, ...kinds } = GROUPS;
		expect(Object.values(kinds).flat()).toEqual(every);
		expect(every).toEqual(Object.keys(ENTRIES));
		expect(LIST.map(({ spotlight }) => spotlight)).toEqual(Object.keys(GROUPS));
	});

	it.each(ALL)('%s says each step in one or two short sentences, and fits the link', (_, script) => {
		expect(stopsOf(script).length).toBeLessThanOrEqual(40);
		for (const { look, notes, ask } of script) {
			expect(look.length).toBeLessThanOrEqual(140);
			expect(notes.length).toBeGreaterThan(20);
			if (ask) expect(ask.question).toMatch(/^.{10,90}\?$/);
		}
	});
});

describe('an answer', () => {
	it.each([
		[
			'requests',
			30,
			[
				['short polling', 30],
				['WebSocket', 0]
			],
			'In 30 s short polling asked 30 times, WebSocket asked not once.'
		],
		['empty', 10, [['short polling', 91]], 'In 10 s short polling asked 91 times for nothing.'],
		[
			'bytes',
			20,
			[
				['short polling', 60_100],
				['SSE', 71_200]
			],
			'In 20 s short polling moved 60.1 kB, SSE moved 71.2 kB.'
		],
		[
			'back',
			3,
			[
				['SSE', 640],
				['WebSocket', undefined]
			],
			'In 3 s SSE was back after 640 ms, WebSocket is not back yet.'
		],
		['staleness', 20, [['short polling', 520]], 'In 20 s over short polling an event was 520 ms old.']
	] as const)('of %s is a sentence', (figure, seconds, parts, sentence) => {
		expect(
			answerSentence(
				figure,
				seconds,
				parts.map(([name, value]) => ({ name, value }))
			)
		).toBe(sentence);
	});

	it.each([
		[[6.3, 9.7], 'Polling moved less.'],
		[[9.7, 6.3], 'The stream moved less.'],
		[[100, 95], 'Hardly any difference.']
	])('about bytes concludes from %j: %s', (values, sentence) => {
		const asks = RACE.flatMap(({ ask }) => ask ?? []).filter(({ figure }) => figure === 'bytes');
		expect(asks.map(({ conclude }) => conclude?.(values))).toEqual([sentence]);
	});

	it.each([
		[12.4, 30, undefined, 'Measuring: 12 of 30 s.'],
		[12.4, 30, 12.4, 'Measuring: 12 of 30 s.'],
		[12.4, 30, 85.2, 'Measuring: 12 of 30 s. Figures below: the whole run, 1 min 25 s.'],
		[30, 30, 30.1, 'Measured: 30 s.'],
		[30, 30, 45, 'Measured: 30 s. Figures below: the whole run, 45 s.']
	])('of %d of %d s, beside figures of %d s, says which seconds are whose', (seconds, of, ran, text) => {
		expect(progressText(seconds, of, ran)).toBe(text);
	});

	it('is timed as a clock does', () => expect([0, 61_000, 3_600_000].map(formatClock)).toEqual(['0:00', '1:01', '60:00']));
});
