import { readMissed } from '../feeds/follow.ts';
import { encodeAnswer } from './answer.ts';
import type { TechniqueServer } from './technique.ts';

/** Short polling: answer at once with what is new, and be it nothing. The server keeps no state about who asks. */
export const polling: TechniqueServer = {
	id: 'polling',

	async serve(exchange) {
		const { feed, after } = exchange.asked;
		const missed = await readMissed(feed, after, exchange.layer.clock);
		exchange.answer(200, {}, encodeAnswer(missed));
	}
};
