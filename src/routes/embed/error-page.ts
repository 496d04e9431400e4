import { EMBED_TEXT } from '#lib/content/embed.ts';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *";

/** What a frame shows where there is no embed: a sentence, and a link that opens a window of its own. Nothing of the site runs in it. */
export function embedErrorPage(status: number): Response {
	const { none, broken, site } = EMBED_TEXT;
	const sentence = status === 404 ? none : broken;
	const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${site}: ${status}</title>
<style>:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}</style>
<p>${status}. ${sentence}</p>
<p><a href="/" target="_blank" rel="noopener">${site}</a></p>
</html>
`;
	return new Response(html, { status, headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': POLICY } });
}
