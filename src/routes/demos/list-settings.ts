import type { Fields } from '#lib/protocol/fields.ts';
import { followField, keysField, themeField } from '#lib/protocol/page-settings.ts';
import type { Theme } from '#lib/protocol/page-settings.ts';
import { presentField } from '#lib/protocol/present.ts';

/** What the link of the list of demos holds. */
export interface ListSettings {
	readonly theme: Theme;
	/** Whether keys of one letter do something. */
	readonly keys: 'on' | 'off';
	/** The stop of the script that is presented; 0 for none. */
	readonly present: number;
	/** Code of the presentation that this page follows; empty for none. */
	readonly follow: string;
}

/** The table of them. */
export const LIST_FIELDS: Fields<ListSettings> = { theme: themeField, keys: keysField, present: presentField, follow: followField };
