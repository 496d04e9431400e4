import { error } from '@sveltejs/kit';
import stills from '#lib/content/stills.json' with { type: 'json' };
import { EMBED_FIELDS } from '#lib/protocol/embed-settings.ts';
import { pagePath } from '#lib/protocol/embed-snippets.ts';
import { readFields, withoutParameters } from '#lib/protocol/fields.ts';
import { PLACE_PARAMETERS } from '#lib/protocol/page-settings.ts';
import { findFullPage } from '../full-page.ts';
import type { PageServerLoad } from './$types';

/** Before the click there is one small script of our own, and nothing of the framework. */
export const csr = false;

/** What the still page of an embed shows. */
export const load: PageServerLoad = async ({ params, url }) => {
	const page = await findFullPage(params.demo, url.searchParams, 'embed');
	if (!page) error(404, 'There is no embed of that name.');
	const { id, title, lead, query } = page;
	const { theme, hide, view } = readFields(EMBED_FIELDS, url.searchParams);
	const still = (stills as Record<string, Still>)[id];
	const isOther = view !== 'demo' || withoutParameters(query, NOT_IN_STILL) !== '';
	return { id, title, lead, theme, hide, still, isOther, full: pagePath(id, query) };
};

/** What no picture shows, and the colours, of which there are two. */
const NOT_IN_STILL = [...PLACE_PARAMETERS, 'keys', 'theme'];

/** A picture of a real run. */
interface Still {
	/** The day of the run, such as `2026-11-22`. */
	readonly day: string;
	readonly width: number;
	readonly height: number;
}
