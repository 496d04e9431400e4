import { findDemo } from '#lib/demos/index.ts';
import { RACE_TEXT } from '#lib/content/race.ts';
import { readFields, writeFields } from '#lib/protocol/fields.ts';
import { readPageSettings, writePageSettings } from '#lib/protocol/page-settings.ts';

/** A page that can be embedded, with the settings of a query. */
export interface FullPage {
	readonly id: string;
	readonly title: string;
	readonly lead: string;
	/** The settings that the page knows, `?a=b` or nothing. */
	readonly query: string;
}

/** The page behind an embed's id, `race` or a demo's, with what it knows of a query; undefined where there is none. */
export async function findFullPage(id: string, query: URLSearchParams): Promise<FullPage | undefined> {
	if (id === 'race') return { id, title: RACE_TEXT.title, lead: RACE_TEXT.lead, query: writePageSettings(readPageSettings(query)) };
	const entry = findDemo(id);
	if (!entry) return undefined;
	const { title, lead, load } = entry;
	const { fields } = (await load()).demo;
	return { id, title, lead, query: writeFields(fields, readFields(fields, query)) };
}
