import type { Members } from '#lib/protocol/presence.ts';
import { NEWSROOM } from '#lib/protocol/rooms/news.ts';

/** What the author of a post is called from a seat: others carry letters of their id, since anybody may take any name. */
export function authorName(by: string, members: Members, own: string | undefined): string {
	if (by === NEWSROOM) return 'newsroom';
	if (by === own) return 'you';
	return `${members.get(by)?.name ?? 'somebody'} ${by.slice(0, 4)}`;
}
