import { PROBLEMS } from '#lib/protocol/problem.ts';
import type { ProblemCode } from '#lib/protocol/problem.ts';
import { answerOEmbed } from './answer.ts';
import type { RequestHandler } from './$types';

/** Any site may ask, from its pages too: what is answered is public. */
const OPEN = { 'Access-Control-Allow-Origin': '*' } as const;
const TITLES: Readonly<Record<number, string>> = {
	400: 'Bad Request',
	404: 'Not Found',
	405: 'Method Not Allowed',
	501: 'Not Implemented'
};

/** `GET /oembed?url=&maxwidth=&maxheight=&format=json`: how to show a page of ours on another site (oEmbed 1.0). */
export const GET: RequestHandler = async ({ url }) => {
	const answer = await answerOEmbed(url.searchParams, url.origin);
	if ('code' in answer) return problem(answer.code, answer.detail);
	return new Response(JSON.stringify(answer), {
		headers: { ...OPEN, 'Content-Type': 'application/json', 'Cache-Control': `public, max-age=${answer.cache_age}` }
	});
};

/** Whatever else is asked. */
export const fallback: RequestHandler = () => problem('wrong-method', 'Allowed here: GET, HEAD.', { Allow: 'GET, HEAD' });

/** A problem document, as the backend answers it. */
function problem(code: ProblemCode, detail: string, headers: Record<string, string> = {}): Response {
	const status = PROBLEMS[code];
	return new Response(JSON.stringify({ type: 'about:blank', title: TITLES[status], status, code, detail }), {
		status,
		headers: { ...OPEN, ...headers, 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' }
	});
}
