import { choice, flag, number, readFields, word, writeFields } from './fields.ts';
import type { Field, Fields } from './fields.ts';
import { FOLLOW, isPresented, presentField } from './present.ts';
import { RACE_BOUNDS, maxRate } from './settings.ts';
import { TECHNIQUE_IDS, isTechniqueId } from './technique-id.ts';
import type { TechniqueId } from './technique-id.ts';
import { THEMES } from './theme.ts';
import type { Theme } from './theme.ts';

export { THEMES };
export type { Theme };

/** What the byte columns count: each adds a layer to the one before. */
export const COUNTS = ['payload', 'framing', 'head', 'tcp'] as const;
export type Count = (typeof COUNTS)[number];

/** The colours, in the link of every page. */
export const themeField = choice('theme', THEMES, 'auto');

/** Whether keys of one letter do something, in the link of every page. */
export const keysField = choice('keys', ['on', 'off'], 'on');

/** The room of the presentation that this page follows, in the link of every page. */
export const followField = word(FOLLOW, /^[a-z2-7]{8}$/);

/** The colours that a link of any page asks for; a page that is presented has the projector's. */
export function readTheme(query: URLSearchParams): Theme {
	if (isPresented(query)) return 'projector';
	return themeField.read(query.get('theme') ?? '') ?? 'auto';
}

/** Where one browser is just now: a room, a job, a talk. It is not shared. */
export const PLACE_PARAMETERS: readonly string[] = ['room', 'job', 'present', 'follow'];

/** What a link holds for one browser: no embed begins with it, and where it cannot be read nothing is said. */
export const OWN_PARAMETERS: readonly string[] = [...PLACE_PARAMETERS, 'keys', 'seats'];

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
	/** Whether the race stands still. */
	readonly paused: boolean;
	/** Whether keys of one letter do something (WCAG 2.1.4). */
	readonly keys: 'on' | 'off';
	/** How Socket.IO begins: with polling, as it does unless told, or with WebSocket at once. */
	readonly socketio: 'default' | 'websocket';
	/** The stop of the script that is presented; 0 for none. */
	readonly present: number;
	/** Code of the presentation that this page follows; empty for none. */
	readonly follow: string;
}

const techniques: Field<readonly TechniqueId[]> = {
	parameter: 'techniques',
	initial: TECHNIQUE_IDS,
	read(text) {
		const given = text.split(',').filter(isTechniqueId);
		// In the order of the table, each once, whatever the link's order.
		return given.length > 0 ? TECHNIQUE_IDS.filter((id) => given.includes(id)) : undefined;
	},
	isComplete: (text) => text.split(',').every(isTechniqueId),
	write: (ids) => ids.join(',')
};

/** The one table that reads and writes the query. */
export const PAGE_FIELDS: Fields<PageSettings> = {
	rate: number('rate', RACE_BOUNDS.rate),
	size: number('size', RACE_BOUNDS.size, true),
	interval: number('interval', INTERVAL_BOUNDS),
	seed: number('seed', RACE_BOUNDS.seed, true),
	count: choice('count', COUNTS, 'head'),
	techniques,
	theme: themeField,
	paused: flag('paused'),
	keys: keysField,
	socketio: choice('socketio', ['default', 'websocket'], 'default'),
	present: presentField,
	follow: followField
};

/** The settings of a query; what is unknown, broken or out of bounds is what it is unless told. The rate keeps within a lane's bound. */
export function readPageSettings(query: URLSearchParams): PageSettings {
	const settings = readFields(PAGE_FIELDS, query);
	return { ...settings, rate: Math.min(settings.rate, maxRate(settings.size)) };
}

/** The query of these settings, `?a=b` or nothing; what is as it would be untold is left out. */
export function writePageSettings(settings: PageSettings): string {
	return writeFields(PAGE_FIELDS, settings);
}
