import { EMBED_SOURCE, HEIGHT_BOUNDS } from './embed-message.ts';
import { EMBED_WIDTH, embedHeight } from './embed-size.ts';

/** What is to be embedded, and where it lives. */
export interface Embedded {
	/** Of this site, such as `https://wire.example`. */
	readonly origin: string;
	/** `race`, or the id of a demo. */
	readonly id: string;
	readonly title: string;
	/** The settings of what runs, `?a=b` or nothing. */
	readonly query?: string;
	/** How the page's own link says them; as the embed's, unless told. */
	readonly pageQuery?: string;
	/** What the embed's link holds beside them, `?a=b` or nothing. */
	readonly embedQuery?: string;
	readonly width?: number;
	readonly height?: number;
}

/** The four ways to put it on another page. */
export interface Snippets {
	/** An iframe of a fixed height; the link beside it is for readers of feeds and mail, which keep no iframe. */
	readonly iframe: string;
	/** The iframe, and a script that gives it the height it asks for. */
	readonly iframeWithHeight: string;
	/** The custom element of `/embed.js`; without script a link. */
	readonly element: string;
	/** The address, for hosts that know oEmbed: alone on a line. */
	readonly url: string;
	/** The same for Markdown that knows no oEmbed: a picture of a real run that links to the page. */
	readonly markdown: string;
}

/** The path of the page, with its query. */
export function pagePath(id: string, query = ''): string {
	return `${id === 'race' ? '/' : `/demos/${id}`}${query}`;
}

/** The path of the embed, with its query. */
export function embedPath(id: string, ...queries: readonly string[]): string {
	return `/embed/${id}${joinQueries(queries)}`;
}

/** One bare iframe: what oEmbed answers, and what a filter leaves of more. */
export function iframeOf({ origin, id, title, query = '', embedQuery = '', width, height }: Embedded): string {
	const src = escape(origin + embedPath(id, query, embedQuery));
	const size = `width="${width ?? EMBED_WIDTH}" height="${height ?? embedHeight(id)}"`;
	return `<iframe src="${src}" title="On the Wire: ${escape(title)}" ${size} loading="lazy" style="border:0;max-width:100%"></iframe>`;
}

/** The snippets of the share dialog. */
export function embedSnippets(embedded: Embedded): Snippets {
	const { origin, id, title, query = '', pageQuery = query, embedQuery = '' } = embedded;
	const url = origin + pagePath(id, pageQuery);
	const attributes = [...new URLSearchParams(joinQueries([query, embedQuery]))].map(([name, value]) => ` ${name}="${escape(value)}"`);
	const link = `<a href="${escape(url)}">On the Wire: ${escape(title)}</a>`;
	const iframe = `${iframeOf(embedded)}\n${link}`;
	return {
		iframe,
		iframeWithHeight: `${iframe}\n${HEIGHT_SCRIPT}`,
		element: `<script src="${escape(origin)}/embed.js" async></script>\n<on-the-wire demo="${id}"${attributes.join('')}>${link}</on-the-wire>`,
		url,
		markdown: `[![On the Wire: ${title.replaceAll(/[[\]\\]/g, '\\$&')}](${origin}/stills/${id}-og.png)](${url})`
	};
}

/** Gives each iframe that asks for it its height. Who asks is known by the frame itself: in a sandbox its origin is "null". */
const HEIGHT_SCRIPT = `<script>
addEventListener("message", ({ source, data }) => {
  if (!data || data.source !== "${EMBED_SOURCE}" || data.type !== "height") return;
  for (const frame of self.document.querySelectorAll("iframe"))
    if (frame.contentWindow === source) frame.style.height = Math.min(${HEIGHT_BOUNDS.max}, Math.max(${HEIGHT_BOUNDS.min}, Number(data.px))) + "px";
});
</script>`;

function joinQueries(queries: readonly string[]): string {
	const parts = queries.map((query) => query.replace(/^\?/, '')).filter(Boolean);
	return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
	return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
