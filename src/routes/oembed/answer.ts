import { EMBED_FIELDS } from '#lib/protocol/embed-settings.ts';
import { EMBED_WIDTH, embedHeight } from '#lib/protocol/embed-size.ts';
import { iframeOf } from '#lib/protocol/embed-snippets.ts';
import { readFields, withoutParameters, writeFields } from '#lib/protocol/fields.ts';
import { OWN_PARAMETERS } from '#lib/protocol/page-settings.ts';
import type { ProblemCode } from '#lib/protocol/problem.ts';
import { findFullPage } from '../embed/full-page.ts';

/** An answer of oEmbed 1.0, section 2.3.4.4: rich. */
export interface OEmbed {
	readonly version: '1.0';
	readonly type: 'rich';
	readonly title: string;
	readonly provider_name: string;
	readonly provider_url: string;
	/** How long it may be kept, s. */
	readonly cache_age: number;
	readonly html: string;
	readonly width: number;
	readonly height: number;
	readonly thumbnail_url?: string;
	readonly thumbnail_width?: number;
	readonly thumbnail_height?: number;
}

/** Why there is no answer: a code and a sentence. */
export interface OEmbedRefusal {
	readonly code: ProblemCode;
	readonly detail: string;
}

const DAY_S = 86_400;
/** What an embed knows and its page does not; the colours are settings of both. */
const { view, hide, autoplay, lang } = EMBED_FIELDS;
const OWN_FIELDS = { view, hide, autoplay, lang };
/** Pictures of each run, the largest first. */
const THUMBNAILS = [
	{ suffix: 'og', width: 1200, height: 630 },
	{ suffix: 'thumb', width: 400, height: 210 }
] as const;

/** What a site that was given a link of ours is to show for it. `origin` is our own. */
export async function answerOEmbed(query: URLSearchParams, origin: string): Promise<OEmbed | OEmbedRefusal> {
	const format = query.get('format') ?? 'json';
	if (format !== 'json') return { code: 'unknown-format', detail: 'Only format=json is spoken here.' };
	const asked = query.get('url');
	if (!asked) return { code: 'url-required', detail: 'Say which page is meant: url=, the address of the Race or of a demo.' };
	const maxWidth = readBound(query.get('maxwidth'));
	const maxHeight = readBound(query.get('maxheight'));
	if (!maxWidth || !maxHeight) return { code: 'bad-size', detail: 'maxwidth and maxheight are whole numbers of pixels from 1 on.' };

	const url = URL.canParse(asked) ? new URL(asked) : undefined;
	const id = url && hostOf(url) === hostOf(new URL(origin)) ? pageId(url.pathname) : undefined;
	const of = url?.pathname.startsWith('/embed/') ? 'embed' : 'page';
	const page = url && id && (await findFullPage(id, new URLSearchParams(withoutParameters(url.search, OWN_PARAMETERS)), of));
	if (!page) return { code: 'unknown-url', detail: 'This is no page of ours that can be embedded: the Race and the demos can.' };

	const { title, embedQuery: settings } = page;
	const size = { width: Math.min(EMBED_WIDTH, maxWidth), height: Math.min(embedHeight(page.id), maxHeight) };
	const embedQuery = writeFields(OWN_FIELDS, readFields(OWN_FIELDS, url.searchParams));
	return {
		version: '1.0',
		type: 'rich',
		title: `On the Wire: ${title}`,
		provider_name: 'On the Wire',
		provider_url: origin,
		cache_age: DAY_S,
		html: iframeOf({ origin, id: page.id, title, query: settings, embedQuery, ...size }),
		...size,
		...thumbnailOf(page.id, origin, maxWidth, maxHeight)
	};
}

/** Behind a proxy the site may believe that it is plain http. */
function hostOf({ protocol, host }: URL): string | undefined {
	return /^https?:$/.test(protocol) ? host : undefined;
}

function pageId(path: string): string | undefined {
	if (path === '/') return 'race';
	return /^\/(?:demos|embed)\/([a-z]+)\/?$/.exec(path)?.[1];
}

/** A bound as it was asked for; absent or empty is none, and 0 stands for what is no bound. */
function readBound(text: string | null): number {
	if (!text) return Infinity;
	return /^\d+$/.test(text) ? Number(text) : 0;
}

/** The largest picture within the bounds; none where even the smallest is larger: the three fields come together or not at all. */
function thumbnailOf(id: string, origin: string, maxWidth: number, maxHeight: number) {
	const fitting = THUMBNAILS.find(({ width, height }) => width <= maxWidth && height <= maxHeight);
	if (!fitting) return {};
	const { suffix, width, height } = fitting;
	return { thumbnail_url: `${origin}/stills/${id}-${suffix}.png`, thumbnail_width: width, thumbnail_height: height };
}
