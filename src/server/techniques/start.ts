import type { Clock } from '../clock.ts';
import type { Feed } from '../feeds/feed.ts';
import { readMissed } from '../feeds/follow.ts';
import type { After } from '../feeds/follow.ts';

/**
 * The id to follow a feed after: the one that was asked for, or where the feed stands now. A feed that cannot be followed says
 * so here, while a refusal can still be answered. A stream begins by saying the
 * latter: who is cut before the first event could not tell otherwise from where on to resume.
 */
export async function startAfter(feed: Feed, after: After, clock: Clock): Promise<string> {
	const { last } = await readMissed(feed, undefined, clock);
	return after ?? last;
}
