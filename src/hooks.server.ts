import type { Handle } from '@sveltejs/kit';
import { readTheme } from '#lib/protocol/page-settings.ts';
import { isPresented } from '#lib/protocol/present.ts';

/** Headers of rendered pages, and the theme that the link asks for, so that the first paint has its colours already. */
export const handle: Handle = async ({ event, resolve }) => {
	const theme = readTheme(event.url.searchParams);
	const presented = isPresented(event.url.searchParams) ? ' data-present' : '';
	const response = await resolve(event, {
		transformPageChunk: ({ html }) =>
			theme === 'auto' ? html : html.replace('<html lang="en">', `<html lang="en" data-theme="${theme}"${presented}>`)
	});
	response.headers.set('X-Content-Type-Options', 'nosniff');
	response.headers.set('Referrer-Policy', 'no-referrer');
	const policy = response.headers.get('Content-Security-Policy') ?? "frame-ancestors 'none'";
	if (event.url.pathname.startsWith('/embed/')) {
		response.headers.set('Content-Security-Policy', policy.replace("frame-ancestors 'none'", 'frame-ancestors *'));
	} else {
		response.headers.set('Content-Security-Policy', policy);
		response.headers.set('X-Frame-Options', 'DENY');
	}
	return response;
};
