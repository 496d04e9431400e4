import { choice, code, number } from './fields.ts';
import type { Fields } from './fields.ts';
import { COUNTS, INTERVAL_BOUNDS, followField, keysField, themeField } from './page-settings.ts';
import type { Count, Theme } from './page-settings.ts';
import { presentField } from './present.ts';
import { TECHNIQUE_IDS } from './technique-id.ts';
import type { TechniqueId } from './technique-id.ts';

/** What the link of every demo holds; a demo adds fields of its own. */
export interface DemoSettings {
	/** Technique of the first seat, or of the only one. */
	readonly technique: TechniqueId;
	/** Technique of the second seat. */
	readonly right: TechniqueId;
	/** Code of the room; empty where a new one is opened. */
	readonly room: string;
	/** Seats on this page: `one` for who was invited by a link. */
	readonly seats: 'two' | 'one';
	/** Seconds between polls. */
	readonly interval: number;
	readonly count: Count;
	readonly theme: Theme;
	/** Whether keys of one letter do something. */
	readonly keys: 'on' | 'off';
	/** The stop of the script that is presented; 0 for none. */
	readonly present: number;
	/** Code of the presentation that this page follows; empty for none. */
	readonly follow: string;
}

/** The table of a demo's settings: those of every demo, and the techniques on which it opens. */
export function demoFields(opensOn: TechniqueId, right: TechniqueId = opensOn): Fields<DemoSettings> {
	return {
		technique: choice('technique', TECHNIQUE_IDS, opensOn),
		right: choice('right', TECHNIQUE_IDS, right),
		room: code('room'),
		seats: choice('seats', ['two', 'one'], 'two'),
		interval: number('interval', { ...INTERVAL_BOUNDS, initial: 1 }),
		count: choice('count', COUNTS, 'head'),
		theme: themeField,
		keys: keysField,
		present: presentField,
		follow: followField
	};
}
