/** What the Race and the demos are called, by their ids as embeds: `/embed.js` has to know them without all the rest. */
export const TITLES = {
	race: 'The Race',
	ticker: 'Stock ticker',
	news: 'News feed',
	dashboard: 'Dashboard',
	progress: 'Progress',
	chat: 'Chat',
	editor: 'Editor',
	game: 'Game',
	desk: 'Help desk'
} as const;
