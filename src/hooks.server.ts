import type { Handle } from '@sveltejs/kit';
import { readTheme } from '#lib/protocol/page-settings.ts';
import { isPresented } from '#lib/protocol/present.ts';
import { embedErrorPage } from './routes/embed/error-page.ts';

/** Headers of rendered pages, and the theme that the link asks for, so that the first paint has its colours already. */
export const handle: Handle = async ({ event, resolve }) => {
	const theme = readTheme(event.url.searchParams);
	const presented = isPresented(event.url.searchParams) ? ' data-present' : '';
	const isEmbed = event.url.pathname.startsWith('/embed/');
	const rendered = await resolve(event, {
		transformPageChunk: ({ html }) =>
			theme === 'auto' ? html : html.replace('<html lang="en">', `<html lang="en" data-theme="${theme}"${presented}>`)
	});
	// The site's own error page is the whole site, which nobody may frame.
	const response = isEmbed && rendered.status >= 400 ? embedErrorPage(rendered.status) : rendered;
	response.headers.set('X-Content-Type-Options', 'nosniff');
	response.headers.set('Referrer-Policy', 'no-referrer');
	const policy = response.headers.get('Content-Security-Policy') ?? "frame-ancestors 'none'";
	if (isEmbed) {
		response.headers.set('Content-Security-Policy', policy.replace("frame-ancestors 'none'", 'frame-ancestors *'));
	} else {
		response.headers.set('Content-Security-Policy', policy);
		response.headers.set('X-Frame-Options', 'DENY');
	}
	return response;
};
