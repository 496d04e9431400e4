import { RACE_BOUNDS, maxRate } from './settings.ts';
import { TECHNIQUE_IDS, isTechniqueId } from './technique-id.ts';
import type { TechniqueId } from './technique-id.ts';

/** What the byte columns count: each adds a layer to the one before. */
export const COUNTS = ['payload', 'framing', 'head', 'tcp'] as const;
export type Count = (typeof COUNTS)[number];

export const THEMES = ['auto', 'light', 'dark', 'projector'] as const;
export type Theme = (typeof THEMES)[number];

/** Bounds of the poll interval, seconds. */
export const INTERVAL_BOUNDS = { min: 0.1, max: 30, initial: 2 } as const;

/** Everything about the Race that a link holds. */
export interface PageSettings {
	/** Events per second. */
	readonly rate: number;
	/** Payload bytes of an event. */
	readonly size: number;
	/** Seconds between polls. */
	readonly interval: number;
	readonly seed: number;
	readonly count: Count;
	readonly techniques: readonly TechniqueId[];
	readonly theme: Theme;
	/** Whether Socket.IO begins with WebSocket, without its polling start. */
	readonly websocketOnly: boolean;
}

/** How one setting is read from a link and written into it; `read` answers undefined for what is no value of it. */
interface Field<Value> {
	readonly parameter: string;
	readonly initial: Value;
	read(text: string): Value | undefined;
	write(value: Value): string;
}

function number(parameter: string, bounds: { min: number; max: number; initial: number }, isWhole = false): Field<number> {
	return {
		parameter,
		initial: bounds.initial,
		read(text) {
			const value = /^\d{1,10}(\.\d{1,4})?$/.test(text) ? Number(text) : Number.NaN;
			const fits = value >= bounds.min && value <= bounds.max && (!isWhole || Number.isInteger(value));
			return fits ? value : undefined;
		},
		write: (value) => String(Math.round(value * 1000) / 1000)
	};
}

function choice<Value extends string>(parameter: string, values: readonly Value[], initial: Value): Field<Value> {
	return { parameter, initial, read: (text) => values.find((value) => value === text), write: (value) => value };
}

const techniques: Field<readonly TechniqueId[]> = {
	parameter: 'techniques',
	initial: TECHNIQUE_IDS,
	read(text) {
		const given = text.split(',').filter(isTechniqueId);
		// In the order of the table, each once, whatever the link's order.
		return given.length > 0 ? TECHNIQUE_IDS.filter((id) => given.includes(id)) : undefined;
	},
	write: (ids) => ids.join(',')
};

const websocketOnly: Field<boolean> = {
	parameter: 'socketio',
	initial: false,
	read: (text) => (text === 'websocket' ? true : text === 'default' ? false : undefined),
	write: (only) => (only ? 'websocket' : 'default')
};

/** The one table that reads and writes the query. */
const FIELDS: { readonly [Name in keyof PageSettings]: Field<PageSettings[Name]> } = {
	rate: number('rate', RACE_BOUNDS.rate),
	size: number('size', RACE_BOUNDS.size, true),
	interval: number('interval', INTERVAL_BOUNDS),
	seed: number('seed', RACE_BOUNDS.seed, true),
	count: choice('count', COUNTS, 'head'),
	techniques,
	theme: choice('theme', THEMES, 'auto'),
	websocketOnly
};

/** The settings of a query; what is unknown, broken or out of bounds is what it is unless told. The rate keeps within a lane's bound. */
export function readPageSettings(query: URLSearchParams): PageSettings {
	const read = <Value>({ parameter, initial, read }: Field<Value>): Value => {
		const text = query.get(parameter);
		return text === null ? initial : (read(text) ?? initial);
	};
	const settings: PageSettings = {
		rate: read(FIELDS.rate),
		size: read(FIELDS.size),
		interval: read(FIELDS.interval),
		seed: read(FIELDS.seed),
		count: read(FIELDS.count),
		techniques: read(FIELDS.techniques),
		theme: read(FIELDS.theme),
		websocketOnly: read(FIELDS.websocketOnly)
	};
	return { ...settings, rate: Math.min(settings.rate, maxRate(settings.size)) };
}

/** The query of these settings, `?a=b` or nothing; what is as it would be untold is left out. */
export function writePageSettings(settings: PageSettings): string {
	const query = new URLSearchParams();
	for (const name of Object.keys(FIELDS) as (keyof PageSettings)[]) {
		const field = FIELDS[name] as Field<unknown>;
		const text = field.write(settings[name]);
		if (text !== field.write(field.initial)) query.set(field.parameter, text);
	}
	const text = query.toString().replaceAll('%2C', ',');
	return text === '' ? '' : `?${text}`;
}
