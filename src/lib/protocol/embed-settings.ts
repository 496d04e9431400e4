import { choice, flag } from './fields.ts';
import type { Field, Fields } from './fields.ts';
import { themeField } from './page-settings.ts';
import type { Theme } from './page-settings.ts';

/** What an embed shows: what runs, what it costs, or both. */
export const VIEWS = ['demo', 'charts', 'both'] as const;
export type View = (typeof VIEWS)[number];

/** Parts of an embed that its host may leave out. */
const HIDEABLE = ['title', 'controls', 'sentence', 'count', 'invite'] as const;
export type Hideable = (typeof HIDEABLE)[number];

/** What the link of an embed holds beside the settings of the race or the demo in it. */
export interface EmbedSettings {
	readonly view: View;
	readonly hide: readonly Hideable[];
	/** Whether it runs without a click, as soon as it is seen. */
	readonly autoplay: boolean;
	readonly theme: Theme;
	/** There is one language so far. */
	readonly lang: 'en';
}

const hide: Field<readonly Hideable[]> = {
	parameter: 'hide',
	initial: [],
	read(text) {
		const given = text.split(',');
		return HIDEABLE.filter((part) => given.includes(part));
	},
	write: (parts) => parts.join(',')
};

/** The table of an embed's own settings. */
export const EMBED_FIELDS: Fields<EmbedSettings> = {
	view: choice('view', VIEWS, 'demo'),
	hide,
	autoplay: flag('autoplay'),
	theme: themeField,
	lang: choice('lang', ['en'], 'en')
};
