import type { EventId, FeedEvent } from '#lib/protocol/event.ts';
import { isPost } from '#lib/protocol/rooms/news.ts';
import type { Post } from '#lib/protocol/rooms/news.ts';
import type { Fold } from '#lib/state/seat.svelte.ts';

/** A post as the log has it. */
export interface NewsPost extends Post {
	readonly id: EventId;
	/** When it was stored, ms since 1970 on the server's clock. */
	readonly at: number;
}

/** The timeline, oldest first. */
export interface News {
	readonly posts: readonly NewsPost[];
}

/** Posts that a timeline holds; older ones go. */
export const MAX_POSTS = 300;

/** Posts in the order of the log. */
export const newsFold: Fold<News> = {
	initial: () => ({ posts: [] }),
	apply(news, { id, at, type, data }: FeedEvent) {
		if (type !== 'post' || !isPost(data)) return news;
		return { posts: [...news.posts.slice(1 - MAX_POSTS), { ...data, id, at }] };
	}
};
