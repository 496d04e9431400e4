import type { Script } from '#lib/protocol/present.ts';
import type { TickerSettings } from './settings.ts';

/** What a presenter of the ticker goes through. */
export const script: Script<TickerSettings> = [
	{
		look: 'Ten prices a second come down one answer that never ends. The page asked once.',
		notes: 'The companies are invented, the traffic is not. The dots on the wire all come from the right: only the server speaks.',
		spotlight: 'seats'
	},
	{
		look: 'On average a price had to wait for half of the time between two questions, and the slowest for all of it.',
		notes: 'The seat now asks once a second. Watch the board while they bet: it stands still, then ten prices change at once.',
		settings: { technique: 'polling', interval: 1 },
		spotlight: 'seats',
		ask: { question: 'Asked for once a second: how old is a price when it arrives?', figure: 'staleness', of: ['polling'], seconds: 20 }
	},
	{
		look: 'Most answers said: nothing new. Nearly as fresh as a stream, and nearly all of it headers.',
		notes:
			'One price a second, a question every tenth of a second: almost as fresh as a stream, for many times the bytes. All figures begin anew with the question.',
		settings: { technique: 'polling', rate: 1, interval: 0.1 },
		anew: true,
		spotlight: 'seats',
		ask: {
			question: 'One price a second, asked for every 0.1 s: how often for nothing in 10 seconds?',
			figure: 'empty',
			of: ['polling'],
			seconds: 10
		}
	},
	{
		look: 'The line goes down for six seconds. Then the browser says which price it had last, and gets every one after it.',
		notes:
			'The cut comes three seconds after the step, with prices on the board. EventSource comes back by itself and sends Last-Event-ID. The minute in the chart has no hole.',
		cut: true,
		spotlight: 'seats'
	}
];
