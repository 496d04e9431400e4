/** The technique on which each demo opens; the help desk has one a side. */
export const OPENS_ON = {
	ticker: ['sse'],
	news: ['sse'],
	dashboard: ['sse'],
	progress: ['sse'],
	chat: ['websocket'],
	editor: ['websocket'],
	game: ['websocket'],
	desk: ['websocket', 'sse']
} as const;

/** Which demos a step of the list shows. */
export const GROUPS = {
	'every-demo': ['ticker', 'news', 'dashboard', 'progress', 'chat', 'editor', 'game', 'desk'],
	'one-way': ['ticker', 'news', 'dashboard', 'progress'],
	'both-ways': ['chat', 'editor', 'game'],
	'each-side': ['desk']
} as const;

/** The two sides of the help desk, as its step shows them. */
export const SIDES = [
	{ who: 'An agent', technique: 'websocket', does: 'takes cases, answers, talks to the others: both ways, all day.' },
	{ who: 'A customer', technique: 'sse', does: 'waits for a place and an answer, and writes now and then: by POST.' }
] as const;

/** What a presenter of the list of demos goes through. */
export const DEMOS_SCRIPT = [
	{
		look: 'Eight real uses. Each opens on the technique that suits it, and runs over all seven.',
		notes:
			'Ask before you go on: in which of them does only the server speak? A click on a title opens that demo with a script of its own; who follows comes along.',
		spotlight: 'every-demo'
	},
	{
		look: 'Only the server speaks, or nearly: a stream. It is one answer that never ends, over plain HTTP.',
		notes:
			'SSE comes back by itself and says what it had last. What goes up now and then, a post or an order to render, is an ordinary request. Where a minute late is soon enough, polling does, and holds no line at all.',
		spotlight: 'one-way'
	},
	{
		look: 'Both speak, all the time: a socket. A\u00a0keystroke or a move does not pay for headers.',
		notes:
			'Over SSE each keystroke would be a POST with all its headers. The price of a socket: coming back, order after a drop and acknowledgements are the application’s own work.',
		spotlight: 'both-ways'
	},
	{
		look: 'Nobody has to choose once for all: agents hold a socket, customers listen to a stream.',
		notes: 'The help desk has both in one page, over one log. Choose for each side by who speaks, and how often.',
		spotlight: 'each-side'
	}
] as const;
