import { readMissed } from '../feeds/follow.ts';
import { encodeAnswer } from './answer.ts';
import type { TechniqueServer } from './technique.ts';

/**
 * Conditional polling: the ETag of an answer is the id of the newest event (RFC 9110, section 8.8.3). Who asks with that
 * very tag has everything: `304 Not Modified`, no body.
 */
export const conditional: TechniqueServer = {
	id: 'conditional',

	async serve(exchange) {
		const { feed, after } = exchange.asked;
		const missed = await readMissed(feed, after, exchange.layer.clock);
		const body = encodeAnswer(missed);
		const etag = `"${body.last}"`;
		if (matches(exchange.request.headers['if-none-match'], etag)) exchange.answer(304, { ETag: etag });
		else exchange.answer(200, { ETag: etag }, body);
	}
};

/** Whether `If-None-Match` names this tag: a list of tags, weak ones too, or `*`. */
function matches(header: string | undefined, etag: string): boolean {
	const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
	return tags.includes(etag) || tags.includes('*');
}
