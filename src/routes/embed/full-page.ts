import { readEmbedQuery, writeEmbedQuery } from '#lib/demos/embed-query.ts';
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
	/** The query with which its embed has the same settings. */
	readonly embedQuery: string;
}

/** The page behind an embed's id, `race` or a demo's, with what a query says there, or says to its embed; undefined where there is none. */
export async function findFullPage(id: string, query: URLSearchParams, of: 'page' | 'embed'): Promise<FullPage | undefined> {
	if (id === 'race') {
		const { title, lead } = RACE_TEXT;
		const known = writePageSettings(readPageSettings(query));
		return { id, title, lead, query: known, embedQuery: known };
	}
	const entry = findDemo(id);
	if (!entry) return undefined;
	const { title, lead, load } = entry;
	const { demo } = await load();
	const settings = of === 'embed' ? readEmbedQuery(demo, query) : readFields(demo.fields, query);
	return { id, title, lead, query: writeFields(demo.fields, settings), embedQuery: writeEmbedQuery(demo, settings) };
}
