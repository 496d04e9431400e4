/** Width that an embed asks for where its host does not say, px. */
export const EMBED_WIDTH = 720;

/**
 * Height that the embed of this id asks for where its host does not say, px: a ticker or a chat stands in it whole, and what is higher
 * scrolls, so that no frame is higher than a screen. Whoever adapts it to what the embed tells begins there.
 */
export function embedHeight(id: string): number {
	return id === 'progress' ? 560 : 740;
}
