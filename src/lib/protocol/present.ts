import { number } from './fields.ts';
import type { Field } from './fields.ts';
import type { TechniqueId } from './technique-id.ts';

/** What can be predicted and then read from the running ledger. */
export type Figure = 'requests' | 'empty' | 'bytes' | 'events' | 'back' | 'staleness';

/** A question that is asked before its answer is measured. */
export interface Prediction {
	readonly question: string;
	readonly figure: Figure;
	/** Whose figures the answer tells. */
	readonly of: readonly TechniqueId[];
	/** For so long it is measured, s. */
	readonly seconds: number;
	/** Says what the figures of `of` come to, in that order: a sentence before the step's own, once all are measured. */
	conclude?(values: readonly number[]): string;
}

/** The charts that every page has. */
export const CHARTS = ['requests', 'bytes', 'purpose', 'staleness'] as const;
export type ChartName = (typeof CHARTS)[number];

/** The demos in the list of them: all, and those of a kind. */
export const DEMO_GROUPS = ['every-demo', 'one-way', 'both-ways', 'each-side'] as const;
export type DemoGroup = (typeof DEMO_GROUPS)[number];

/** What stands in the light: lanes of the Race, seats of a demo, a chart, or demos of the list. */
export type Spotlight = 'lanes' | 'seats' | 'left' | 'right' | ChartName | DemoGroup;

/** What somebody at a seat of a demo does by hand, done by the page: for a presenter who has a clicker alone. */
export interface Deed {
	/** Who: one of the demo's people, as they are called unless told. */
	readonly by: string;
	/** A text that is written, or a key that is held for a moment: the demo's face knows. */
	readonly what: string;
	/** Whether it waits until the line is down. */
	readonly whileDown?: true;
}

/** One step of a page's script. */
export interface Step<Settings> {
	/** What the audience should look at: one sentence. */
	readonly look: string;
	/** What the presenter alone reads. */
	readonly notes: string;
	readonly settings?: Partial<Settings>;
	/** Whether all figures begin at zero with the step; `changed`: where it had to change a setting. */
	readonly anew?: true | 'changed';
	/** Whether the page does what its visitor would press a button for: a demo says what that is. */
	readonly acts?: true;
	/** What the people at the seats do, in this order, once. */
	readonly deeds?: readonly Deed[];
	/** Whether the line is cut, some seconds after the step has begun. */
	readonly cut?: true;
	readonly spotlight: Spotlight;
	/** Asked first; `look` stands with the answer. */
	readonly ask?: Prediction;
}

/** What a page's presenter goes through. */
export type Script<Settings> = readonly Step<Settings>[];

/** One press of a clicker: a step, and a second time a step that asks, with its answer. */
export interface Stop<Settings> {
	readonly step: Step<Settings>;
	/** Its number, from 1 on. */
	readonly number: number;
	readonly phase: 'show' | 'ask' | 'answer';
}

/** The stops of a script, in order. */
export function stopsOf<Settings>(script: Script<Settings>): Stop<Settings>[] {
	return script.flatMap((step, index): Stop<Settings>[] => {
		const number = index + 1;
		if (!step.ask) return [{ step, number, phase: 'show' }];
		return [
			{ step, number, phase: 'ask' },
			{ step, number, phase: 'answer' }
		];
	});
}

/** What the steps of a script set, any of them, as these settings have it. */
function touchedOf<Settings>(script: Script<Settings>, settings: Settings): Partial<Settings> {
	const touched = new Set(script.flatMap(({ settings = {} }) => Object.keys(settings) as (keyof Settings)[]));
	return Object.fromEntries([...touched].map((name) => [name, settings[name]])) as Partial<Settings>;
}

/** The settings of a step: its own, and what any other step of the script sets is as it is unless told. So the way to a step does not matter. */
export function settingsOf<Settings>(script: Script<Settings>, step: Step<Settings>, initial: Settings): Partial<Settings> {
	return { ...touchedOf(script, initial), ...step.settings };
}

/** The settings with which a page is given back: what its steps or a pause may have changed is as these settings have it, and it is presented no more. */
export function givenBack<Settings extends { readonly paused?: boolean }>(
	script: Script<Settings>,
	before: Settings
): Partial<Settings> & { readonly present: 0 } {
	const { paused } = before;
	return { ...touchedOf(script, before), ...(paused !== undefined && { paused }), present: 0 };
}

/** Pages that can be presented; nothing else, and no other site, is a place to send an audience to. */
export const PRESENTED_PAGE = /^\/(?:demos(?:\/[a-z]{1,16})?)?$/;

/** The feed of a presentation. */
export function presentFeed(code: string): string {
	return `present:${code}`;
}

const MAX_STOPS = 40;

/** The stop of the script that is presented, from 1 on; 0 where the page is not presented. In the link of every page. */
export const presentField: Field<number> = number('present', { min: 0, max: MAX_STOPS, initial: 0 }, true);

/** Whether a link of any page asks for presenter mode. */
export function isPresented(query: URLSearchParams): boolean {
	return (presentField.read(query.get('present') ?? '') ?? 0) > 0;
}

/** The room of the presentation that an audience's page belongs to, in the link of every page. */
export const FOLLOW = 'follow';

/** What belongs to one browser and is told to nobody: places, names, jobs, who is followed. */
const OWN: readonly string[] = ['room', 'seats', 'name', 'rightname', 'job', 'keys', 'theme', FOLLOW];

/** What an audience is told of a link: its settings, without what belongs to this browser. */
export function toldQuery(query: URLSearchParams): string {
	return new URLSearchParams([...query].filter(([name]) => !OWN.includes(name))).toString();
}

/** The query for an audience's page: what it was told, and what is its own; of another page it has nothing but whom it follows. */
export function followQuery(told: string, current: URLSearchParams, isSamePage: boolean): string {
	const own = [...current].filter(([name]) => (isSamePage ? OWN : [FOLLOW, 'keys']).includes(name));
	const others = [...new URLSearchParams(told)].filter(([name]) => !OWN.includes(name));
	return new URLSearchParams([...others, ...own]).toString();
}
