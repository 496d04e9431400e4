/** Which technique suits each demo, as the answer key of their list says it. */
export const WORKSHEET_DEMOS: Readonly<Record<string, string>> = {
	ticker: 'SSE: one side speaks, the other listens. A poll would be late by half its interval on average.',
	news: 'SSE down and POST up: many read, few write, and a lost stream comes back by itself.',
	dashboard: 'SSE: one way, once a second. Where figures may be old, slow polling does.',
	progress: 'SSE: one way, and the log says what was missed. The job does not care who watches.',
	chat: 'WebSocket: both sides speak, and what is as small as “typing” has to be cheap in both directions.',
	editor: 'WebSocket: both sides speak, in many small updates.',
	game: 'WebSocket: thirty positions a second in each direction, none of which may wait.',
	desk: 'Two of them: WebSocket for agents, who talk to each other, SSE for customers, who watch.'
};
