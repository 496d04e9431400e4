import type { Handle, HandleServerError } from '@sveltejs/kit';
import pino from 'pino';
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

/** An empty variable counts as absent, as in the backend, which has refused a bad one before the pages are loaded. */
const log = pino({ level: process.env.LOG_LEVEL || 'info', base: { part: 'pages' } });

/** Logs what nobody foresaw as the backend does, without the path: a link may hold a room's name or a key. A wrong address is none of it. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
	if (status >= 500) log.error({ err: error, route: event.route.id, status }, 'a page failed');
	return { message: status === 404 ? 'There is no page at this address.' : message };
};
